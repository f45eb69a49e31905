import { earnFromPurchase } from '../../rules/earn.ts';
import type { Award } from '../../rules/earn.ts';
import { isOverdue } from '../../rules/lots.ts';
import type { Runtime } from '../runtime.ts';
import { membersByPhone } from '../store/members.ts';
import type { Reader } from '../store/tx.ts';
import { gainsOf } from './awards.ts';
import { purchasesByReceipt, receiptKey } from '../store/purchases.ts';
import { explanationOf } from './purchase.ts';
import type { NewPurchase, RecordedPurchase } from './purchase.ts';
import { readBalances } from './read-standing.ts';

/** What a purchase would come to: what its recording would answer, but for what only recording makes. */
export type PurchaseQuote = Omit<RecordedPurchase, 'id' | 'createdAt'>;

export type QuoteResult =
  | { readonly kind: 'quoted'; readonly quote: PurchaseQuote }
  | { readonly kind: 'no-member' }
  | { readonly kind: 'receipt-taken'; readonly purchaseId: number };

export type QuotedPurchase = Omit<NewPurchase, 'idempotency' | 'channel' | 'actor'>;

/** Decides a purchase as its recording would, and writes nothing. */
export async function quotePurchase(
  runtime: Runtime,
  reader: Reader,
  purchase: QuotedPurchase,
): Promise<QuoteResult> {
  const member = (await membersByPhone(reader, [purchase.phone])).get(purchase.phone);
  if (!member) return { kind: 'no-member' };
  const receipt = receiptKey(purchase);
  const taken =
    receipt === undefined ? undefined : (await purchasesByReceipt(reader, [purchase])).get(receipt);
  if (taken !== undefined) return { kind: 'receipt-taken', purchaseId: taken };
  const awards = earnFromPurchase(runtime.club.program, purchase);
  const before = (await readBalances(runtime, reader, [member.id]))(member.id);
  const added = gainsOf(stillGood(awards, runtime.clock.now()));
  return {
    kind: 'quoted',
    quote: {
      memberId: member.id,
      phone: member.phone,
      language: member.language,
      amount: purchase.amount,
      occurredAt: purchase.occurredAt,
      earned: gainsOf(awards),
      balances: { points: before.points + added.points, credit: before.credit + added.credit },
      explanation: explanationOf(awards),
    },
  };
}

/** What a purchase of some time ago earned may have expired by now. */
function stillGood(awards: readonly Award[], now: number): Award[] {
  return awards.filter((award) => !isOverdue(award, now));
}
