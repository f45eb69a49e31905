import { decideOccasion } from '../../rules/earn/decide.ts';
import type { Decision } from '../../rules/earn/decision.ts';
import { purchasesSubject } from '../../rules/earn/facts.ts';
import type { MemberFacts, PurchaseFacts } from '../../rules/earn/facts.ts';
import { purchaseReferral } from '../../rules/earn/referral.ts';
import type { ProgramVersion } from '../club.ts';
import type { TallyBooks } from './tally-books.ts';
import type { TierCause } from './tier-desk.ts';

/** What somebody bought whom a member brought. */
export interface Bought {
  readonly buyerId: number;
  readonly purchase: PurchaseFacts;
  readonly cause: TierCause;
}

interface Referring {
  readonly bought: Pick<Bought, 'buyerId' | 'purchase'>;
  /** The purchase is counted in them. */
  readonly books: TallyBooks;
  readonly referrer: MemberFacts;
}

/** What a program gives to who brought the buyer: one counted purchase is her first. */
export function decideReferral(by: ProgramVersion, { bought, books, referrer }: Referring): Decision {
  const { buyerId, purchase } = bought;
  const count = books.of(buyerId, by.programId)('member', purchasesSubject, 'ever')?.times;
  return decideOccasion(by.rules, 'referral', {
    ...{ at: purchase.occurredAt, purchase, member: referrer },
    referral: purchaseReferral('referrer', count === 1),
  });
}
