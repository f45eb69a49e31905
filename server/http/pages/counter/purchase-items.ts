import assert from 'node:assert/strict';
import type { Balances } from '../../../../templates/template.ts';
import { pendingColumns } from '../../../ledger/pending.ts';
import type { PendingRow } from '../../../ledger/pending.ts';
import type { Runtime } from '../../../runtime.ts';
import { marks } from '../../../store/tx.ts';
import type { ExplanationLine } from '../../../usecases/purchase.ts';
import { gainsOfPurchase } from '../../../usecases/read-purchase.ts';

/** A purchase in a list: what of it can be spent by now, and what waits, of the club's own program. */
export interface PurchaseItem extends Balances {
  readonly id: number;
  readonly amount: number;
  readonly pending: Balances;
  readonly at: number;
  readonly undone: boolean;
}

export interface ItemRow {
  readonly id: number;
  readonly memberId: number;
  readonly amount: number;
  readonly explanation: string;
  readonly at: number;
  readonly undoneAt: number | null;
}

export const itemColumns = `purchases.id, purchases.member_id AS memberId, purchases.amount,
  purchases.explanation, purchases.created_at AS at, purchases.undone_at AS undoneAt`;

/** The club's own program, as it is asked what it gave by now. */
export function ownProgram({ club, clock }: Pick<Runtime, 'club' | 'clock'>) {
  const [by] = club.programs;
  assert(by, 'a club has a program');
  return { by, now: clock.now() };
}

/** The rows as items, with one query for what waits of all of them. */
export async function itemsOf<Row extends ItemRow>(
  runtime: Runtime,
  rows: readonly Row[],
): Promise<(PurchaseItem & { readonly row: Row })[]> {
  const waiting = await pendingOf(runtime, rows);
  const own = ownProgram(runtime);
  return rows.map((row) => {
    const explanation = JSON.parse(row.explanation) as ExplanationLine[];
    // Who brought the buyer may wait for something of the same purchase.
    const pending = waiting.filter((one) => one.purchaseId === row.id && one.memberId === row.memberId);
    const { earned, pending: waits } = gainsOfPurchase({ explanation, pending }, own);
    const { id, amount, at, undoneAt } = row;
    return { row, id, amount, at, undone: undoneAt !== null, ...earned, pending: waits };
  });
}

async function pendingOf({ store }: Runtime, rows: readonly ItemRow[]): Promise<PendingRow[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  return store.all<PendingRow>(
    `SELECT ${pendingColumns} FROM pending WHERE purchase_id IN (${marks(ids)}) ORDER BY id`,
    ids,
  );
}
