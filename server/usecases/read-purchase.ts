import type { Reader } from '../store/tx.ts';
import type { ExplanationLine } from './purchase.ts';

/** A purchase as it stands. */
export interface Purchase {
  readonly id: number;
  readonly memberId: number;
  readonly phone: string;
  readonly language: 'fa' | 'en';
  readonly shopId: number;
  readonly shop: string;
  readonly amount: number;
  readonly receiptNo: string | null;
  readonly occurredAt: number;
  readonly createdAt: number;
  readonly undoneAt: number | null;
  readonly explanation: readonly ExplanationLine[];
}

/** The purchase with this id, undone or not. */
export async function readPurchase(reader: Reader, id: number): Promise<Purchase | undefined> {
  const row = await reader.one<Omit<Purchase, 'explanation'> & { explanation: string }>(
    `SELECT purchases.id, members.id AS memberId, members.phone, members.language,
       purchases.shop_id AS shopId, shops.code AS shop, purchases.amount, purchases.receipt_no AS receiptNo,
       purchases.occurred_at AS occurredAt, purchases.created_at AS createdAt,
       purchases.undone_at AS undoneAt, purchases.explanation
     FROM purchases
       JOIN members ON members.id = purchases.member_id
       JOIN shops ON shops.id = purchases.shop_id
     WHERE purchases.id = ?`,
    [id],
  );
  return row && { ...row, explanation: JSON.parse(row.explanation) as ExplanationLine[] };
}
