import type { CrossFault } from './condition-faults.ts';
import { dayFault } from './day-faults.ts';
import { countablesOf } from './effect.ts';
import type { PendingTerms } from './pending.ts';
import type { Rule } from './rule.ts';
import { isUnit } from './words.ts';

type Path = readonly (string | number)[];

interface Context {
  readonly path: Path;
  readonly calendar: 'persian' | 'gregorian';
}

/** What of a rule's waiting can never come. */
export function rulePendingFaults(rule: Rule, { path, calendar }: Context): CrossFault[] {
  const { pending, give, on } = rule;
  if (pending === undefined) return [];
  const place = [...path, 'pending'];
  if (countablesOf(give).every((unit) => !isUnit(unit))) {
    const message = 'nothing that it gives can wait: say it where points or credit are given';
    return [{ path: place, message }];
  }
  if (on !== 'purchase' && isUntilPaid(pending)) {
    const message = 'needs a purchase, and this rule is of something else';
    return [{ path: [...place, 'until'], message }];
  }
  return pendingFaults(pending, { path: place, calendar });
}

/** A day that never comes. */
export function pendingFaults(pending: PendingTerms, { path, calendar }: Context): CrossFault[] {
  if (pending === 'never' || !('until' in pending) || !/^\d/.test(pending.until)) return [];
  const message = dayFault(pending.until, calendar);
  return message === undefined ? [] : [{ path: [...path, 'until'], message }];
}

function isUntilPaid(pending: PendingTerms): boolean {
  return pending !== 'never' && 'until' in pending && pending.until === 'paid';
}
