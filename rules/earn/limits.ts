import { laterBy } from '../later.ts';
import type { Era } from '../periods.ts';
import type { Limit } from '../program/limit.ts';
import type { Rule } from '../program/rule.ts';
import { countablesOf } from '../program/effect.ts';
import type { Countable, Period } from '../program/words.ts';
import { amountSubject, noTally, ruleSubject } from './facts.ts';
import type { Tally, TallyOf } from './facts.ts';
import type { Setting } from './setting.ts';
import type { NotGiven } from './why.ts';

/** Where a rule stands with its limits for one member at one moment. */
type Scope = Pick<Setting, 'moment' | 'member'>;

const ownerOf = ({ of }: Limit): TallyOf => (of === 'rule' ? 'all' : 'member');

function tallyFor(subject: string, limit: Limit, { moment, member }: Scope): Tally {
  return member.tally(ownerOf(limit), subject, moment.periods[limit.each]) ?? noTally;
}

/** Whether a limit is one of the amounts that a rule gives in a unit. */
export function isOfAmount(limit: Limit, unit: Countable): boolean {
  return limit.amount !== undefined && (limit.unit === undefined || limit.unit === unit);
}

/** Why a rule gives nothing now, whatever it would come to: it rests, or gave as often as it may. */
export function heldBack({ rule, subject }: Limited, scope: Scope, era: Era): NotGiven | undefined {
  if (rule.cooldown !== undefined) {
    const last = (scope.member.tally('member', subject, 'ever') ?? noTally).lastAt;
    const until = last === null ? undefined : laterBy(last, rule.cooldown, era);
    if (until !== undefined && scope.moment.at < until) return { kind: 'resting', until };
  }
  for (const limit of rule.limits) {
    if (limit.times !== undefined && tallyFor(subject, limit, scope).times >= limit.times) {
      return { kind: 'often-enough', limit };
    }
  }
  return undefined;
}

/** A rule, and what it is counted under how often it gave. */
interface Limited {
  readonly rule: Rule;
  readonly subject: string;
}

/** The limits of what a rule gives in one unit, and what that is counted under. */
interface LimitedAmount {
  readonly limits: readonly Limit[];
  readonly subject: string;
}

/** How much of an amount its limits let through, and which one lets through least. */
export function withinLimits(
  { limits, subject }: LimitedAmount,
  wanted: number,
  scope: Scope,
): { amount: number; limit?: Limit } {
  if (limits.length === 0) return { amount: wanted };
  let amount = wanted;
  let strictest: Limit | undefined;
  for (const limit of limits) {
    const given = limit.of === 'purchase' ? 0 : tallyFor(subject, limit, scope).amount;
    const left = Math.max(0, (limit.amount ?? Infinity) - given);
    if (left >= amount) continue;
    amount = left;
    strictest = limit;
  }
  return strictest === undefined ? { amount } : { amount, limit: strictest };
}

/** A count that a rule needs kept: whose, of what, in which periods. */
export interface CountKept {
  readonly of: TallyOf;
  readonly each: Period;
  readonly subject: string;
  /** The unit whose amounts are counted; `undefined` where it is counted how often the rule gave. */
  readonly unit: Countable | undefined;
}

/** The counts that a rule needs kept. */
export function countsKept({ id, give, limits, cooldown }: Rule): readonly CountKept[] {
  const kept = new Map<string, CountKept>();
  const keep = (of: TallyOf, each: Period, unit?: Countable) => {
    const subject = unit === undefined ? ruleSubject(id) : amountSubject(id, unit);
    kept.set(`${of}/${each}/${subject}`, { of, each, subject, unit });
  };
  for (const limit of limits) {
    if (limit.of === 'purchase') continue;
    if (limit.amount === undefined) keep(ownerOf(limit), limit.each);
    else
      for (const unit of countablesOf(give))
        if (isOfAmount(limit, unit)) keep(ownerOf(limit), limit.each, unit);
  }
  for (const effect of give) if ('carry' in effect && effect.carry) keep('member', 'ever', effect.unit);
  if (cooldown !== undefined) keep('member', 'ever');
  return [...kept.values()];
}
