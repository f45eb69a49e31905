import type { PaymentKind } from '../../rules/program/payments.ts';
import { marks } from '../store/tx.ts';
import type { Reader } from '../store/tx.ts';
import type { ExplanationLine, NewPurchase, Payment, PurchaseLine } from '../usecases/purchase.ts';
import type { PurchaseAct } from './event.ts';
import { purchaseName } from './shop-told.ts';
import type { Reading, Tell } from './shop-told.ts';

interface PurchaseRow {
  readonly id: number;
  readonly phone: string;
  readonly shop: string;
  readonly amount: number;
  readonly discount: number;
  readonly tax: number;
  readonly receiptNo: string | null;
  readonly channel: NewPurchase['channel'];
  readonly actor: string;
  readonly explanation: string;
  readonly occurredAt: number;
}

/** Purchases with their lines and payments, and why they gave what they gave; in three queries. */
export async function readPurchaseActs({ reader, ids, headOf }: Reading): Promise<Tell> {
  const rows = await reader.all<PurchaseRow>(
    `SELECT purchases.id, members.phone, shops.code AS shop, purchases.amount, purchases.discount, purchases.tax,
       purchases.receipt_no AS receiptNo, purchases.channel, purchases.actor, purchases.explanation,
       purchases.occurred_at AS occurredAt
     FROM purchases JOIN members ON members.id = purchases.member_id JOIN shops ON shops.id = purchases.shop_id
     WHERE purchases.id IN (${marks(ids)})`,
    ids,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const lines = await readLines(reader, ids);
  const payments = await readPayments(reader, ids);
  return (moment) => {
    const row = byId.get(moment.id);
    if (!row) return undefined;
    const { amount, discount, tax, channel, actor, occurredAt, shop, phone } = row;
    const purchase: PurchaseAct = {
      ...{ phone, amount, discount, tax, channel, actor, occurredAt, shop, bodyHash: '' },
      ...(row.receiptNo !== null && { receiptNo: row.receiptNo }),
      ...{ lines: lines.get(row.id) ?? [], payments: payments.get(row.id) ?? [] },
    };
    return {
      head: headOf(moment, phone, purchaseName(row.id)),
      act: { kind: 'purchase', purchase },
      was: { explanation: JSON.parse(row.explanation) as ExplanationLine[] },
    };
  };
}

interface LineRow {
  readonly purchaseId: number;
  readonly sku: string | null;
  readonly name: string | null;
  readonly group: string | null;
  readonly brand: string | null;
  readonly tags: string | null;
  readonly quantity: number;
  readonly amount: number;
  readonly discount: number;
  readonly tax: number;
}

async function readLines(reader: Reader, ids: readonly number[]): Promise<Map<number, PurchaseLine[]>> {
  const rows = await reader.all<Omit<LineRow, 'group'> & { productGroup: string | null }>(
    `SELECT purchase_id AS purchaseId, sku, name, product_group AS productGroup, brand, tags, quantity, amount,
       discount, tax FROM purchase_lines WHERE purchase_id IN (${marks(ids)}) ORDER BY purchase_id, line_no`,
    ids,
  );
  const lines = new Map<number, PurchaseLine[]>();
  for (const { purchaseId, productGroup, ...row } of rows)
    add(lines, purchaseId, lineOf({ ...row, group: productGroup }));
  return lines;
}

function lineOf({ sku, name, group, brand, tags, ...numbers }: Omit<LineRow, 'purchaseId'>): PurchaseLine {
  return {
    ...numbers,
    ...(sku !== null && { sku }),
    ...(name !== null && { name }),
    ...(group !== null && { group }),
    ...(brand !== null && { brand }),
    ...(tags !== null && { tags: JSON.parse(tags) as string[] }),
  };
}

async function readPayments(reader: Reader, ids: readonly number[]): Promise<Map<number, Payment[]>> {
  const rows = await reader.all<{ purchaseId: number; kind: PaymentKind; amount: number }>(
    `SELECT purchase_id AS purchaseId, kind, amount FROM purchase_payments
     WHERE purchase_id IN (${marks(ids)}) ORDER BY purchase_id, payment_no`,
    ids,
  );
  const payments = new Map<number, Payment[]>();
  for (const { purchaseId, kind, amount } of rows) add(payments, purchaseId, { kind, amount });
  return payments;
}

function add<T>(lists: Map<number, T[]>, id: number, one: T): void {
  const own = lists.get(id);
  if (own) own.push(one);
  else lists.set(id, [one]);
}
