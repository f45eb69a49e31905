import { marks } from '../store/tx.ts';
import type { Reader, Tx } from '../store/tx.ts';
import { explanationOf } from './purchase.ts';
import type { Decided, NewPurchase } from './purchase.ts';

/** A receipt number's identity: each shop counts its own. `undefined` without one. */
export function receiptKey({
  shopId,
  receiptNo,
}: Pick<NewPurchase, 'shopId' | 'receiptNo'>): string | undefined {
  return receiptNo === undefined ? undefined : JSON.stringify([shopId, receiptNo]);
}

/** The standing purchases that hold these purchases' receipt numbers, in one query. */
export async function purchasesByReceipt(
  reader: Reader,
  purchases: readonly Pick<NewPurchase, 'receiptNo'>[],
): Promise<Map<string, number>> {
  const numbers = [
    ...new Set(purchases.flatMap(({ receiptNo }) => (receiptNo === undefined ? [] : [receiptNo]))),
  ];
  if (numbers.length === 0) return new Map();
  const rows = await reader.all<{ id: number; shopId: number; receiptNo: string }>(
    `SELECT id, shop_id AS shopId, receipt_key AS receiptNo FROM purchases WHERE receipt_key IN (${marks(numbers)})`,
    numbers,
  );
  return new Map(rows.map((row) => [JSON.stringify([row.shopId, row.receiptNo]), row.id]));
}

/** Writes purchases with their lines and payments, and when each member last bought. */
export async function insertPurchases(tx: Tx, decided: readonly Decided[], now: number): Promise<void> {
  await tx.insert(
    'purchases',
    decided.map((one) => purchaseRow(one, now)),
  );
  await tx.insert('purchase_lines', decided.flatMap(lineRows));
  await tx.insert('purchase_payments', decided.flatMap(paymentRows));
  await touchMembers(tx, decided);
}

function purchaseRow({ id, member, purchase, awards }: Decided, now: number) {
  return {
    id,
    member_id: member.id,
    shop_id: purchase.shopId,
    amount: purchase.amount,
    receipt_no: purchase.receiptNo ?? null,
    receipt_key: purchase.receiptNo ?? null,
    channel: purchase.channel,
    actor: purchase.actor,
    explanation: JSON.stringify(explanationOf(awards)),
    occurred_at: purchase.occurredAt,
    created_at: now,
  };
}

function lineRows({ id, member, purchase }: Decided) {
  return purchase.lines.map((line, index) => ({
    purchase_id: id,
    line_no: index + 1,
    member_id: member.id,
    sku: line.sku ?? null,
    name: line.name ?? null,
    product_group: line.group ?? null,
    brand: line.brand ?? null,
    quantity: line.quantity,
    amount: line.amount,
  }));
}

function paymentRows({ id, member, purchase }: Decided) {
  return purchase.payments.map(({ kind, amount }, index) => ({
    purchase_id: id,
    payment_no: index + 1,
    member_id: member.id,
    kind,
    amount,
  }));
}

/** One UPDATE for all: each member's latest purchase, never moved back by an older one logged late. */
async function touchMembers(tx: Tx, decided: readonly Decided[]): Promise<void> {
  const latest = new Map<number, number>();
  for (const { member, purchase } of decided) {
    const before = latest.get(member.id) ?? member.lastPurchaseAt ?? 0;
    latest.set(member.id, Math.max(before, purchase.occurredAt));
  }
  const all = [...latest];
  await tx.run(
    `UPDATE members SET last_purchase_at = CASE id ${all.map(() => 'WHEN ? THEN ?').join(' ')} END
     WHERE id IN (${marks(all)})`,
    [...all.flat(), ...latest.keys()],
  );
}
