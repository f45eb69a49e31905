import { isGift, isMessage, isPlacing } from './effect.ts';
import type { Effect } from './effect.ts';

/** What is given one by one, not so and so much of. */
const kinds = [
  { name: 'gifts', is: isGift, expires: 'says nothing of a gift: write expires within it' },
  { name: 'tiers', is: isPlacing, expires: 'says nothing of a tier: write expires within it' },
  { name: 'messages', is: isMessage, expires: 'a message does not end: leave it out' },
] as const;

/** The first of these kinds that a rule gives, and what is wrong with an `expires` of the rule for it. */
export function singlesOf(give: readonly Effect[]): (typeof kinds)[number] | undefined {
  return kinds.find(({ is }) => give.some((effect) => is(effect)));
}

export function isSingle(effect: Effect): boolean {
  return kinds.some(({ is }) => is(effect));
}
