import { laterBy } from '../later.ts';
import type { Era } from '../periods.ts';
import type { Limit } from '../program/limit.ts';
import type { Rule } from '../program/rule.ts';
import type { Period } from '../program/words.ts';
import { noTally, ruleSubject } from './facts.ts';
import type { Tally, TallyOf } from './facts.ts';
import type { Setting } from './setting.ts';
import type { NotGiven } from './why.ts';

/** Where a rule stands with its limits for one member at one moment. */
type Scope = Pick<Setting, 'moment' | 'member'>;

const ownerOf = ({ of }: Limit): TallyOf => (of === 'rule' ? 'all' : 'member');

function tallyFor(rule: Rule, limit: Limit, { moment, member }: Scope): Tally {
  return member.tally(ownerOf(limit), ruleSubject(rule.id), moment.periods[limit.each]) ?? noTally;
}

/** Why a rule gives nothing now, whatever it would come to: it rests, or gave as often as it may. */
export function heldBack(rule: Rule, scope: Scope, era: Era): NotGiven | undefined {
  if (rule.cooldown !== undefined) {
    const last = (scope.member.tally('member', ruleSubject(rule.id), 'ever') ?? noTally).lastAt;
    const until = last === null ? undefined : laterBy(last, rule.cooldown, era);
    if (until !== undefined && scope.moment.at < until) return { kind: 'resting', until };
  }
  for (const limit of rule.limits) {
    if (limit.times !== undefined && tallyFor(rule, limit, scope).times >= limit.times) {
      return { kind: 'often-enough', limit };
    }
  }
  return undefined;
}

/** How much of an amount the limits of a rule let through, and which one lets through least. */
export function withinLimits(rule: Rule, wanted: number, scope: Scope): { amount: number; limit?: Limit } {
  let [amount, strictest]: [number, Limit | undefined] = [wanted, undefined];
  for (const limit of rule.limits) {
    if (limit.amount === undefined) continue;
    const given = limit.of === 'purchase' ? 0 : tallyFor(rule, limit, scope).amount;
    const left = Math.max(0, limit.amount - given);
    if (left < amount) [amount, strictest] = [left, limit];
  }
  return strictest === undefined ? { amount } : { amount, limit: strictest };
}

/** The counts that a rule needs kept: whose, and in which periods. */
export function countsKept(rule: Rule): readonly { readonly of: TallyOf; readonly each: Period }[] {
  const kept = new Map<string, { of: TallyOf; each: Period }>();
  const keep = (of: TallyOf, each: Period) => kept.set(`${of}/${each}`, { of, each });
  for (const limit of rule.limits) if (limit.of !== 'purchase') keep(ownerOf(limit), limit.each);
  const carries = 'carry' in rule.give && rule.give.carry;
  if (carries || rule.cooldown !== undefined) keep('member', 'ever');
  return [...kept.values()];
}
