import type { CrossFault } from './condition-faults.ts';
import { countablesOf } from './effect.ts';
import type { Boundary, Expiry } from './expiry.ts';
import { waitsTo } from './pending.ts';
import type { PendingTerms } from './pending.ts';
import type { Rule } from './rule.ts';
import { averageDays, isUnit } from './words.ts';
import type { Span, Unit } from './words.ts';

interface Terms {
  readonly pending: PendingTerms;
  readonly expires: Readonly<Record<Unit, Expiry>>;
}

/** What a rule gives that has ended before it can be spent: it waits as long as it lasts, or longer. */
export function pendingBeyondExpiry(program: Terms, rule: Rule, path: CrossFault['path']): CrossFault[] {
  const waits = rule.pending ?? program.pending;
  if (waits === 'never' || !('for' in waits)) return [];
  const units = countablesOf(rule.give).filter(isUnit);
  const gone = units.find((unit) => isOver(rule.expires ?? program.expires[unit], waits));
  if (gone === undefined) return [];
  const what = rule.pending ? 'waits' : 'ends before it can be spent: pending says that it waits';
  const message = `${what} ${words(waits.for)}, and ${gone} end no later, counted from when they were earned: shorten the wait, let them end later, or add "from": "activation" to expires`;
  // Said where the rule itself says something, else where the program does.
  const place = rule.pending ? ['pending'] : rule.expires ? ['expires'] : [];
  return [{ path: [...path, ...place], message }];
}

type Waits = Extract<PendingTerms, { for: Span }>;

function isOver(expiry: Expiry, waits: Waits): boolean {
  if (expiry === 'never' || expiry.from === 'activation') return false;
  const { after, steps, to = 'day' } = expiry;
  const lasts = after ?? steps?.find(({ lose }) => lose === 100)?.after;
  if (lasts === undefined) return false;
  return averageDays(waits.for) >= averageDays(lasts) + longer(to, waitsTo(waits));
}

/** By how many days a length of time that goes to a boundary may end later than one that goes to another. */
function longer(to: Boundary, waits: 'instant' | 'day'): number {
  if (to === 'instant' || to === waits) return 0;
  return { day: 1, month: 31, season: 93, year: 366 }[to];
}

const words = (span: Span) =>
  Object.entries(span)
    .map(([unit, count]) => `${count} ${count === 1 ? unit.slice(0, -1) : unit}`)
    .join(' and ');
