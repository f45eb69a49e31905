import type { Program } from './program.ts';
import type { Expiry } from './program/expiry.ts';

/** The names of events that programs know, in alphabetical order: what rules are for, and what keeps points alive. */
export function knownEvents(
  programs: readonly Pick<Program, 'rules' | 'expires' | 'stampCards'>[],
): string[] {
  const names = programs.flatMap(({ rules, expires, stampCards }) => [
    ...rules.flatMap((rule) => (rule.on === 'event' ? [rule.event] : [])),
    ...[
      ...Object.values(expires),
      ...rules.map((rule) => rule.expires),
      ...rules.flatMap(({ give }) =>
        give.map((effect) => ('expires' in effect ? effect.expires : undefined)),
      ),
      ...stampCards.map((card) => card.expires),
    ].flatMap(keepingAlive),
  ]);
  return [...new Set(names)].sort();
}

function keepingAlive(expiry: Expiry | undefined): string[] {
  if (expiry === undefined || expiry === 'never') return [];
  return (expiry.acts ?? []).flatMap((act) => (act.startsWith('event:') ? [act.slice('event:'.length)] : []));
}
