import type { Condition } from '../program/condition.ts';
import type { Range } from '../program/words.ts';
import { isIn } from './check.ts';
import type { Check } from './check.ts';
import { noTally, purchasesSubject } from './facts.ts';

const dayMs = 24 * 3_600_000;

/** The checks of how long she is a member and what she bought before. */
export function ofHistory({ joinedDays, purchases }: Condition): Check[] {
  const checks: Check[] = [];
  if (joinedDays) {
    checks.push(({ member: { joinedAt }, moment: { at } }) => {
      const was = Math.max(0, Math.floor((at - joinedAt) / dayMs));
      return isIn(joinedDays, was) ? undefined : { kind: 'joined-days', needs: joinedDays, was };
    });
  }
  if (purchases?.count) checks.push(ofBought('count', purchases.count));
  if (purchases?.spent) checks.push(ofBought('spent', purchases.spent));
  if (purchases?.lastDays) checks.push(ofLastPurchase(purchases.lastDays));
  return checks;
}

function ofBought(of: 'count' | 'spent', needs: Range): Check {
  return ({ member }) => {
    const tally = member.tally('member', purchasesSubject, 'ever') ?? noTally;
    const was = of === 'count' ? tally.times : tally.amount;
    return isIn(needs, was) ? undefined : { kind: 'bought', of, needs, was };
  };
}

function ofLastPurchase(needs: Range): Check {
  return ({ member: { lastPurchaseAt }, moment: { at } }) => {
    const was = lastPurchaseAt === null ? undefined : Math.max(0, Math.floor((at - lastPurchaseAt) / dayMs));
    return was !== undefined && isIn(needs, was) ? undefined : { kind: 'last-purchase', needs, was };
  };
}
