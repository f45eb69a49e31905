import type { CrossFault } from './condition-faults.ts';
import type { Rule, Trigger } from './rule.ts';

type Path = readonly (string | number)[];

/** What does not fit together in a rule that gives when enough came together. */
export function reachedFaults(rule: Rule, path: Path): CrossFault[] {
  if (rule.on !== 'reached' || rule.again !== 'each-period') return [];
  if (typeof rule.within === 'string' && rule.within !== 'ever') return [];
  const message =
    'needs a period of the calendar: write within as "month" or the like, or write "anew" or "never" here';
  return [{ path: [...path, 'again'], message }];
}

/** As a rule of which trigger its condition is asked: what is counted is what the condition is about. */
export function askedOf(rule: Rule): Trigger {
  if (rule.on !== 'reached') return rule.on;
  if (rule.count === 'visits') return 'visit';
  return rule.count === 'paid' ? 'settlement' : 'purchase';
}
