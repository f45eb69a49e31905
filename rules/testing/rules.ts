import { decidePurchase } from '../earn/decide.ts';
import type { Award } from '../earn/award.ts';
import type { Decision } from '../earn/decision.ts';
import type { MemberFacts, PurchaseFacts } from '../earn/facts.ts';
import { memberOf, programOf, purchaseOf, ruleOf } from './decisions.ts';

/** Rules in few words, and what they decide for one purchase. */

export type Words = Readonly<Record<string, unknown>>;

export const fixed = (id: string, amount: number, words: Words = {}) =>
  ruleOf({ id, give: { unit: 'points', fixed: amount }, ...words });
export const credit = (id: string, percent: number, words: Words = {}) =>
  ruleOf({ id, give: { unit: 'credit', percent }, ...words });
export const multiplier = (id: string, multiply: number, words: Words = {}) => {
  const { give = {}, ...others } = words as { give?: object };
  return ruleOf({ id, give: { multiply, ...give }, ...others });
};
export const never = { when: { shops: ['nowhere'] } };

interface Situation {
  readonly program?: Words;
  readonly purchase?: Partial<PurchaseFacts>;
  readonly member?: Partial<MemberFacts>;
}

export function decide(
  rules: readonly Words[],
  { program = {}, purchase, member }: Situation = {},
): Decision {
  return decidePurchase(programOf(rules, program), {
    purchase: purchaseOf(purchase),
    member: memberOf(member),
  });
}

export function awardOf(rule: string, awards: readonly Award[]): Award | undefined {
  return awards.find((award) => award.rule === rule);
}
