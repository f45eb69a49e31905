import assert from 'node:assert/strict';
import type { Runtime } from '../runtime.ts';
import { membersByPhone } from '../store/members.ts';
import { shopCodes } from '../store/shops.ts';
import type { Reader } from '../store/tx.ts';
import { purchasesByReceipt, receiptKey } from '../store/purchases.ts';
import { openQuoting } from './deciding.ts';
import { plannedGifts } from './gifts.ts';
import { explanationOf, purchaseFacts, stampedNow } from './purchase.ts';
import type { NewPurchase, RecordedPurchase } from './purchase.ts';

/** What a purchase would come to: what its recording would answer, but for what only recording makes: ids and codes. */
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
  const shop = (await shopCodes(reader, [purchase.shopId])).get(purchase.shopId);
  assert(shop !== undefined, 'a purchase is of a shop that exists');
  const scope = { memberIds: [member.id], moments: [purchase.occurredAt] };
  const deciding = await openQuoting(runtime, reader, scope);
  const { awards, stamped, earned, pending, balances, programs } = deciding.purchase(
    member,
    purchaseFacts(purchase, shop),
  );
  return {
    kind: 'quoted',
    quote: {
      memberId: member.id,
      phone: member.phone,
      language: member.language,
      amount: purchase.amount,
      occurredAt: purchase.occurredAt,
      earned,
      pending,
      balances,
      programs,
      stampCards: stampedNow(stamped, member.language),
      gifts: plannedGifts(awards, member.language),
      explanation: explanationOf(awards),
    },
  };
}
