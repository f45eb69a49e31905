import type { LineFacts, PurchaseFacts } from '../../rules/earn/facts.ts';
import type { Settled } from '../../rules/earn/paid.ts';
import type { PaymentKind } from '../../rules/program/payments.ts';
import type { Runtime } from '../runtime.ts';
import type { Member } from '../store/members.ts';
import type { Tx } from '../store/tx.ts';
import { openDeciding } from './deciding.ts';
import type { DecidedFor, Given } from './deciding.ts';
import { postAwards } from './post-awards.ts';

/** A purchase whose last payment was just made, with all that were made since the sale. */
export interface SettledInFull {
  readonly member: Member;
  readonly purchaseId: number;
  readonly paidAt: number;
  readonly payments: readonly { readonly kind: PaymentKind | null; readonly amount: number }[];
  readonly actor: string;
}

/** Gives what rules give for a purchase that is paid in full, once: the last payment is made once. */
export async function giveForSettlement(
  runtime: Runtime,
  tx: Tx,
  { member, purchaseId, paidAt, payments, actor }: SettledInFull,
): Promise<DecidedFor & Given> {
  const deciding = await openDeciding(runtime, tx, { memberIds: [member.id], moments: [paidAt] });
  const purchase = {
    ...(await readFacts(tx, purchaseId)),
    payments: payments.map(({ kind, amount }) => ({ kind: kind ?? ('other' as const), amount })),
  };
  const outcome = deciding.settlement(member, { at: paidAt, purchase, cause: { actor, purchaseId } });
  const context = { memberId: member.id, reason: 'settlement', purchaseId, actor, occurredAt: paidAt };
  const { awards, stamped, programs } = outcome;
  const telling = { member, programs, amount: purchase.amount };
  const [gifts = []] = await postAwards(runtime, tx, [{ awards, stamped, context, telling }]);
  await deciding.write(tx);
  return { ...outcome, gifts };
}

interface Row extends Omit<PurchaseFacts, 'lines' | 'payments'> {
  readonly id: number;
}

interface LineRow extends Omit<LineFacts, 'tags' | 'sku' | 'group' | 'brand'> {
  readonly sku: string | null;
  readonly productGroup: string | null;
  readonly brand: string | null;
  readonly tags: string | null;
}

/** A recorded purchase as the rules saw it, but for what was paid since. */
async function readFacts(tx: Tx, id: number): Promise<Omit<Settled, 'payments'>> {
  const row = await tx.one<Row>(
    `SELECT purchases.id AS id, amount, discount, tax, occurred_at AS occurredAt, shops.code AS shop
     FROM purchases JOIN shops ON shops.id = purchases.shop_id WHERE purchases.id = ?`,
    [id],
  );
  if (!row) throw new Error('a purchase that is settled is there');
  const lines = await tx.all<LineRow>(
    `SELECT sku, product_group AS productGroup, brand, tags, quantity, amount, discount, tax
     FROM purchase_lines WHERE purchase_id = ? ORDER BY line_no`,
    [id],
  );
  const paidBefore = await tx.all<PurchaseFacts['payments'][number]>(
    'SELECT kind, amount FROM purchase_payments WHERE purchase_id = ?',
    [id],
  );
  const { amount, discount, tax, shop, occurredAt } = row;
  return { amount, discount, tax, shop, occurredAt, lines: lines.map(lineOf), paidBefore };
}

function lineOf({ sku, productGroup: group, brand, tags, ...numbers }: LineRow): LineFacts {
  return {
    ...numbers,
    ...(sku !== null && { sku }),
    ...(group !== null && { group }),
    ...(brand !== null && { brand }),
    ...(tags !== null && { tags: JSON.parse(tags) as string[] }),
  };
}
