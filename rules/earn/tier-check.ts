import type { Condition } from '../program/condition.ts';
import type { Rule } from '../program/rule.ts';
import type { Label } from '../program/words.ts';
import type { Ladder } from '../tiers/ladder.ts';
import type { Check } from './check.ts';
import type { Unmet } from './why.ts';

type Wanted = NonNullable<Condition['tiers']>;

/** Whether she has one of some tiers. Without a ladder nobody has one. */
export function checkTiers(wanted: Wanted): Check {
  return ({ member: { tier } }) => {
    const was = tier?.ladder.rungs[tier.place];
    if (tier && holds(wanted, tier)) return undefined;
    return { kind: 'tier', needs: named(wanted, tier?.ladder), was: was?.name };
  };
}

function holds(wanted: Wanted, { ladder: { rungs }, place }: { ladder: Ladder; place: number }): boolean {
  if (isList(wanted)) {
    const rung = rungs[place];
    return rung !== undefined && wanted.includes(rung.id);
  }
  const { from, to } = wanted;
  return (
    (from === undefined || place >= rungs.findIndex(({ id }) => id === from)) &&
    (to === undefined || place <= rungs.findIndex(({ id }) => id === to))
  );
}

function isList(wanted: Wanted): wanted is string[] {
  return Array.isArray(wanted);
}

/** With their names, for people. */
function named(wanted: Wanted, ladder: Ladder | undefined): Extract<Unmet, { kind: 'tier' }>['needs'] {
  const nameOf = (id: string): Label => ladder?.rungs.find((rung) => rung.id === id)?.name ?? id;
  if (isList(wanted)) return { tiers: wanted.map(nameOf) };
  const { from, to } = wanted;
  return {
    ...(from !== undefined && { from: nameOf(from) }),
    ...(to !== undefined && { to: nameOf(to) }),
  };
}

/** Whether a tier that was reached is one that a rule speaks of, for the first time unless it says `again`. */
export function checkReached(rule: Extract<Rule, { on: 'tier' }>): Check {
  const wanted = rule.tiers && checkNames(rule.tiers);
  return (setting) => {
    const unmet = wanted?.(setting);
    if (unmet !== undefined) return unmet;
    return setting.reached?.again === true && !rule.again ? { kind: 'reached-before' } : undefined;
  };
}

function checkNames(ids: readonly string[]): Check {
  return ({ reached, member: { tier } }) => {
    if (reached && ids.includes(reached.tier)) return undefined;
    const was = tier?.ladder.rungs.find(({ id }) => id === reached?.tier);
    return { kind: 'tier', needs: named([...ids], tier?.ladder), was: was?.name };
  };
}
