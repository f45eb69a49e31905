import { isPaidLater } from '../program/payments.ts';
import type { BaseOf } from './base.ts';
import type { PurchaseFacts } from './facts.ts';

/** A purchase that was paid in full at a moment; its payments are those that were made since. */
export interface Settled extends PurchaseFacts {
  /** What was paid at the sale; promises among it count for nothing. None where absent. */
  readonly paidBefore?: PurchaseFacts['payments'] | undefined;
}

interface Bases {
  /** What the program counts. */
  readonly base: BaseOf;
  /** As `base`, but only what was paid; the same function where the program counts that. */
  readonly paid: BaseOf;
}

/** What of a purchase counts as paid at the sale, in rial: not what is promised. `counted` is what the program counts. */
export function paidAtSale({ base, paid }: Bases, purchase: PurchaseFacts, counted: number): number {
  if (purchase.payments.some(isPromise)) return paidBy(paid, purchase, purchase.payments.filter(isMade));
  return paid === base ? counted : paid(purchase).amount;
}

/** What of a purchase counts as paid since the sale, in rial: with what was paid then, it comes to all of it. */
export function paidSince({ paid }: Pick<Bases, 'paid'>, { paidBefore = [], ...purchase }: Settled): number {
  const before = paidBefore.filter(isMade);
  return paidBy(paid, purchase, [...before, ...purchase.payments]) - paidBy(paid, purchase, before);
}

function paidBy(paid: BaseOf, purchase: PurchaseFacts, payments: PurchaseFacts['payments']): number {
  return payments.length === 0 ? 0 : paid({ ...purchase, payments }).amount;
}

type Payment = PurchaseFacts['payments'][number];

const isPromise = ({ kind }: Payment) => isPaidLater(kind);
const isMade = ({ kind }: Payment) => !isPaidLater(kind);
