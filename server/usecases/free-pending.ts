import type { KeptExpiry } from '../../rules/pending.ts';
import type { Posting } from '../ledger/entry.ts';
import { openable, openedAt, pendingColumns } from '../ledger/pending.ts';
import type { PendingRow } from '../ledger/pending.ts';
import { post } from '../ledger/post.ts';
import type { LotRow } from '../ledger/rows.ts';
import type { Runtime } from '../runtime.ts';
import { actColumns } from '../store/acts.ts';
import type { ActColumns } from '../store/acts.ts';
import { marks } from '../store/tx.ts';
import type { Reader, Tx } from '../store/tx.ts';
import { endsOf } from './awards.ts';

/**
 * Frees what is due for members whom the transaction has locked, in the ledger; `catchUp` is for
 * whoever also counts it.
 */
export async function freePending(
  runtime: Pick<Runtime, 'clock' | 'metrics'>,
  tx: Tx,
  { memberIds, dueAt }: { readonly memberIds: readonly number[]; readonly dueAt: number },
): Promise<Freed[]> {
  const due = (await waitingFor(tx, memberIds)).filter((row) => isDue(row, dueAt));
  await post(runtime, tx, due.map(freeing));
  return due.map(freedOf);
}

/** What can be spent since its moment, whether that was written into the ledger or not. */
export interface Freed extends Pick<PendingRow, 'memberId' | 'programId' | 'unit' | 'amount' | 'purchaseId'> {
  readonly earnedAt: number;
  readonly openedAt: number;
}

export function freedOf(row: PendingRow): Freed {
  const { memberId, programId, unit, purchaseId, earnedAt } = row;
  return {
    ...{ memberId, programId, unit, purchaseId, earnedAt },
    ...{ amount: openable(row), openedAt: openedAt(row) },
  };
}

/** Whether some of it can be freed. */
export function isDue({ dueAt }: PendingRow, now: number): boolean {
  return dueAt !== null && dueAt <= now;
}

/** What is due of something that waits, as the lot that it will be. */
function dueLot(row: Waiting): LotRow & ActColumns {
  const amount = openable(row);
  const { id, memberId, programId, unit, lastActs, lastPurchaseAt } = row;
  return {
    ...{ id, memberId, programId, unit, entryId: 0, lastActs, lastPurchaseAt, dueAt: null },
    ...{ amount, remaining: amount, earnedAt: openedAt(row), ...endsOfRow(row), steppedAt: null },
  };
}

/** Something that waits, with what its member did last. */
export type Waiting = PendingRow & ActColumns;

/** All that waits for some members, in one query. */
export async function waitingFor(reader: Reader, memberIds: readonly number[]): Promise<Waiting[]> {
  if (memberIds.length === 0) return [];
  return reader.all<Waiting>(
    `SELECT ${pendingColumns}, ${actColumns} FROM pending JOIN members ON members.id = pending.member_id
     WHERE pending.member_id IN (${marks(memberIds)}) AND pending.remaining > 0
     ORDER BY pending.member_id, pending.earned_at, pending.id`,
    memberIds,
  );
}

/** The lots of what is due: it can be spent, whether the job has run or not. */
export function dueLots(waiting: readonly Waiting[], now: number): (LotRow & ActColumns)[] {
  return waiting.filter((row) => isDue(row, now)).map(dueLot);
}

/** The accrual that frees what is ready of something that waits, as of the moment it opened. */
function freeing(row: PendingRow): Posting {
  const occurredAt = openedAt(row);
  return {
    ...{ memberId: row.memberId, programId: row.programId, programVersion: row.programVersion },
    ...{ rule: row.rule, unit: row.unit, type: 'accrual', amount: openable(row), reason: row.reason },
    ...{ purchaseId: row.purchaseId, correctsId: null, onceKey: null, actor: 'job:pending', uses: [] },
    ...{ occurredAt, ...endsOfRow(row), pendingId: row.id },
  };
}

/** When what is freed of it now ends. */
function endsOfRow(row: PendingRow): ReturnType<typeof endsOf> {
  const given = { earnedAt: row.earnedAt, activeAt: openedAt(row) };
  return endsOf(JSON.parse(row.expiry) as KeptExpiry, given);
}
