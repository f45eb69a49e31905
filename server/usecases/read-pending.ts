import type { LedgerUnit } from '../ledger/unit.ts';
import { openable } from '../ledger/pending.ts';
import type { PendingRow } from '../ledger/pending.ts';
import type { Runtime } from '../runtime.ts';
import { marks } from '../store/tx.ts';
import type { Reader } from '../store/tx.ts';
import { amountAsWritten } from './as-written.ts';
import { isDue, waitingFor } from './free-pending.ts';

/** Something that waits for a member, as people see it: what is due already waits no more. */
export interface PendingItem {
  readonly id: number;
  /** The code of the program. */
  readonly program: string;
  readonly rule: string | null;
  readonly unit: LedgerUnit;
  /** How much of it still waits, as people write it. */
  readonly amount: number;
  readonly reason: string;
  readonly purchaseId: number | null;
  readonly earnedAt: number;
  /** The moment it waits for; `null` for none. */
  readonly opensAt: number | null;
  readonly untilPaid: boolean;
  readonly untilApproved: boolean;
}

/** All that waits for a member, oldest first. */
export async function readPending(
  runtime: Pick<Runtime, 'club' | 'clock'>,
  reader: Reader,
  memberId: number,
): Promise<PendingItem[]> {
  await runtime.club.refresh(reader);
  const rows = await waitingFor(reader, [memberId]);
  return pendingItems(runtime, rows, await paidOf(reader, rows));
}

/** The purchases of what waits to be approved, not to be paid any more. */
async function paidOf(reader: Reader, rows: readonly PendingRow[]): Promise<Set<number>> {
  const ids = rows.flatMap((row) =>
    row.untilPaid === 1 && row.untilApproved === 1 && row.purchaseId !== null ? [row.purchaseId] : [],
  );
  if (ids.length === 0) return new Set();
  const paid = await reader.all<{ id: number }>(
    `SELECT id FROM purchases WHERE id IN (${marks(ids)}) AND settled >= unpaid`,
    ids,
  );
  return new Set(paid.map(({ id }) => id));
}

/** What waits of these rows; `paid` are the ids of purchases of which nothing is left to pay. */
function pendingItems(
  { club, clock }: Pick<Runtime, 'club' | 'clock'>,
  rows: readonly PendingRow[],
  paid: ReadonlySet<number>,
): PendingItem[] {
  const now = clock.now();
  return rows.flatMap((row) => {
    const parts = stillWaiting(row, now);
    if (parts === 0) return [];
    const { program, rules } = club.lastOf(row.programId);
    const amount = amountAsWritten(row.unit, parts, rules.decimals);
    const { id, rule, unit, reason, purchaseId, earnedAt, opensAt } = row;
    const isApproved = row.approvedAt !== null;
    return [
      {
        ...{ id, program: program.code, rule, unit, amount, reason, purchaseId },
        ...{ earnedAt, opensAt: opensAt !== null && opensAt > now ? opensAt : null },
        untilPaid: row.untilPaid === 1 && row.ready < row.amount && !paid.has(purchaseId ?? 0),
        untilApproved: row.untilApproved === 1 && !isApproved,
      },
    ];
  });
}

/** How much of it cannot be spent yet, in smallest parts. */
export function stillWaiting(row: PendingRow, now: number): number {
  return row.remaining - (isDue(row, now) ? openable(row) : 0);
}

/** What waits of one purchase. */
export function waitingOf(
  runtime: Pick<Runtime, 'club' | 'clock'>,
  {
    id,
    unpaid,
    pending,
  }: { readonly id: number; readonly unpaid: number; readonly pending: readonly PendingRow[] },
): PendingItem[] {
  return pendingItems(runtime, pending, new Set(unpaid === 0 ? [id] : []));
}
