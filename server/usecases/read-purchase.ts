import type { Balances } from '../../templates/template.ts';
import { pendingColumns } from '../ledger/pending.ts';
import type { PendingRow } from '../ledger/pending.ts';
import type { Reader } from '../store/tx.ts';
import type { ProgramVersion } from '../club.ts';
import { amountAsWritten, gainsTold } from './as-written.ts';
import type { ExplanationLine } from './purchase.ts';
import { stillWaiting } from './read-pending.ts';

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
  /** What is left to pay of it, in rial. */
  readonly unpaid: number;
  readonly explanation: readonly ExplanationLine[];
  /** What of it waited, and waits. */
  readonly pending: readonly PendingRow[];
}

/** The purchase with this id, undone or not. */
export async function readPurchase(reader: Reader, id: number): Promise<Purchase | undefined> {
  const row = await reader.one<Omit<Purchase, 'explanation' | 'pending'> & { explanation: string }>(
    `SELECT purchases.id, members.id AS memberId, members.phone, members.language,
       purchases.shop_id AS shopId, shops.code AS shop, purchases.amount, purchases.receipt_no AS receiptNo,
       purchases.occurred_at AS occurredAt, purchases.created_at AS createdAt,
       purchases.undone_at AS undoneAt, purchases.explanation,
       purchases.unpaid - purchases.settled AS unpaid
     FROM purchases
       JOIN members ON members.id = purchases.member_id
       JOIN shops ON shops.id = purchases.shop_id
     WHERE purchases.id = ?`,
    [id],
  );
  if (!row) return undefined;
  const pending = await reader.all<PendingRow>(
    `SELECT ${pendingColumns} FROM pending WHERE purchase_id = ? AND member_id = ? ORDER BY id`,
    [id, row.memberId],
  );
  return { ...row, explanation: JSON.parse(row.explanation) as ExplanationLine[], pending };
}

/** What a purchase gave in one program: what of it can be spent by now, and what waits. */
export function gainsOfPurchase(
  { explanation, pending }: Pick<Purchase, 'explanation' | 'pending'>,
  { by, now }: { readonly by: ProgramVersion; readonly now: number },
): { readonly earned: Balances; readonly pending: Balances } {
  const own = pending.filter((row) => row.programId === by.programId);
  const told = (unit: string, amount: number) => ({
    unit,
    amount: amountAsWritten(unit, amount, by.rules.decimals),
  });
  const waiting = own.map((row) => told(row.unit, stillWaiting(row, now)));
  const lost = own.map(({ unit, cancelled }) => told(unit, cancelled));
  const given = explanation.filter(({ program }) => program === by.program.code);
  const less = [...waiting, ...lost].map(({ unit, amount }) => ({ unit, amount: -amount }));
  const all = given.map(({ unit, amount }) => ({ unit, amount }));
  return { earned: gainsTold([...all, ...less]), pending: gainsTold(waiting) };
}
