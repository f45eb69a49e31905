import type { LineFacts } from '../../rules/earn/facts.ts';
import { isPaidLater } from '../../rules/program/payments.ts';
import { marks } from './tx.ts';
import type { Reader, Tx } from './tx.ts';
import type { Member } from './members.ts';

/** A purchase as its rows are made from it; amounts in rial. */
export interface PurchaseRecord {
  readonly id: number;
  readonly member: Pick<Member, 'id' | 'lastPurchaseAt'>;
  readonly purchase: {
    readonly shopId: number;
    readonly amount: number;
    readonly discount?: number | undefined;
    readonly tax?: number | undefined;
    readonly receiptNo?: string | undefined;
    readonly channel: string;
    readonly actor: string;
    readonly occurredAt: number;
    readonly recordedAt?: number;
    readonly lines: readonly (LineFacts & { readonly name?: string | undefined })[];
    readonly payments: readonly { readonly kind: string; readonly amount: number }[];
  };
  /** What each rule did, kept as JSON. */
  readonly explanation: readonly unknown[];
  /** What was counted for it, kept as JSON. */
  readonly counted: unknown;
}

type Receipt = Pick<PurchaseRecord['purchase'], 'shopId' | 'receiptNo'>;

/** A receipt number's identity: each shop counts its own. `undefined` without one. */
export function receiptKey({ shopId, receiptNo }: Receipt): string | undefined {
  return receiptNo === undefined ? undefined : JSON.stringify([shopId, receiptNo]);
}

/** The standing purchases that hold these purchases' receipt numbers, in one query. */
export async function purchasesByReceipt(
  reader: Reader,
  purchases: readonly Pick<Receipt, 'receiptNo'>[],
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
export async function insertPurchases(
  tx: Tx,
  records: readonly PurchaseRecord[],
  now: number,
): Promise<void> {
  await tx.insert(
    'purchases',
    records.map((one) => purchaseRow(one, now)),
  );
  await tx.insert('purchase_lines', records.flatMap(lineRows));
  await tx.insert('purchase_payments', records.flatMap(paymentRows));
  await touchMembers(tx, records);
}

/** Adds to what was counted for purchases, which their undoing takes back. Two statements for all. */
export async function noteCounted(tx: Tx, added: ReadonlyMap<number, readonly unknown[]>): Promise<void> {
  const ids = [...added.keys()];
  if (ids.length === 0) return;
  const rows = await tx.all<{ id: number; counted: string | null }>(
    `SELECT id, counted FROM purchases WHERE id IN (${marks(ids)})`,
    ids,
  );
  const values = rows.flatMap(({ id, counted }) => {
    const before = JSON.parse(counted ?? '[]') as unknown[];
    return [id, JSON.stringify([...before, ...(added.get(id) ?? [])])];
  });
  await tx.run(
    `UPDATE purchases SET counted = CASE id ${rows.map(() => 'WHEN ? THEN ?').join(' ')} END
     WHERE id IN (${marks(ids)})`,
    [...values, ...ids],
  );
}

function purchaseRow({ id, member, purchase, explanation, counted }: PurchaseRecord, now: number) {
  return {
    id,
    member_id: member.id,
    shop_id: purchase.shopId,
    amount: purchase.amount,
    discount: purchase.discount ?? 0,
    tax: purchase.tax ?? 0,
    receipt_no: purchase.receiptNo ?? null,
    receipt_key: purchase.receiptNo ?? null,
    channel: purchase.channel,
    actor: purchase.actor,
    explanation: JSON.stringify(explanation),
    unpaid: promised(purchase.payments),
    settled: 0,
    counted: JSON.stringify(counted),
    occurred_at: purchase.occurredAt,
    created_at: purchase.recordedAt ?? now,
  };
}

/** What is paid later than at the sale. */
function promised(payments: PurchaseRecord['purchase']['payments']): number {
  return payments.reduce((sum, { kind, amount }) => (isPaidLater(kind) ? sum + amount : sum), 0);
}

function lineRows({ id, member, purchase }: PurchaseRecord) {
  return purchase.lines.map((line, index) => ({
    purchase_id: id,
    line_no: index + 1,
    member_id: member.id,
    sku: line.sku ?? null,
    name: line.name ?? null,
    product_group: line.group ?? null,
    brand: line.brand ?? null,
    tags: line.tags === undefined ? null : JSON.stringify(line.tags),
    quantity: line.quantity,
    amount: line.amount,
    discount: line.discount ?? 0,
    tax: line.tax ?? 0,
  }));
}

function paymentRows({ id, member, purchase }: PurchaseRecord) {
  return purchase.payments.map(({ kind, amount }, index) => ({
    purchase_id: id,
    payment_no: index + 1,
    member_id: member.id,
    kind,
    amount,
  }));
}

/** One UPDATE for all: each member's latest purchase, never moved back by an older one logged late. */
async function touchMembers(tx: Tx, records: readonly PurchaseRecord[]): Promise<void> {
  const latest = new Map<number, number>();
  for (const { member, purchase } of records) {
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
