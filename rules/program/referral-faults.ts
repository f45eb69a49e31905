import type { CrossFault } from './condition-faults.ts';
import { needsNoPurchase, withoutPurchase } from './effect.ts';
import type { Rule, Trigger } from './rule.ts';

/** What happens when a rule is asked for, as far as its conditions go: who is referred may join, or buy. */
export function conditionTrigger(rule: Rule): Trigger {
  return rule.on === 'referral' && rule.at === 'joining' ? 'joining' : rule.on;
}

/** What a gift for a joining cannot be: nothing is bought then. */
export function referralFaults(rule: Rule, path: readonly (string | number)[]): CrossFault[] {
  if (rule.on !== 'referral' || rule.at !== 'joining') return [];
  const message = `needs a purchase, and nobody buys by joining: ${withoutPurchase}`;
  return rule.give.every(needsNoPurchase) ? [] : [{ path: [...path, 'give'], message }];
}
