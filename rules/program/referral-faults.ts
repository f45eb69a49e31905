import type { CrossFault } from './condition-faults.ts';
import { isGift, isMessage } from './effect.ts';
import type { Effect } from './effect.ts';
import type { Rule, Trigger } from './rule.ts';

/** What happens when a rule is asked for, as far as its conditions go: who is referred may join, or buy. */
export function conditionTrigger(rule: Rule): Trigger {
  return rule.on === 'referral' && rule.at === 'joining' ? 'joining' : rule.on;
}

/** What a gift for a joining cannot be: nothing is bought then. */
export function referralFaults(rule: Rule, path: readonly (string | number)[]): CrossFault[] {
  if (rule.on !== 'referral' || rule.at !== 'joining') return [];
  const message =
    'needs a purchase, and nobody buys by joining: write fixed, roundUpTo, stamp, charity, reward, voucher, giftCard, ticket or message';
  return rule.give.every(needsNoPurchase) ? [] : [{ path: [...path, 'give'], message }];
}

function needsNoPurchase(effect: Effect): boolean {
  return isGift(effect) || isMessage(effect) || 'fixed' in effect || 'roundUpTo' in effect;
}
