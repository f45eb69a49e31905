import { pendingColumns } from '../ledger/pending.ts';
import type { PendingChange, PendingRow } from '../ledger/pending.ts';
import { move } from '../ledger/post.ts';
import type { Runtime } from '../runtime.ts';
import { lockMember } from '../store/members.ts';
import type { Tx } from '../store/tx.ts';
import { amountAsWritten } from './as-written.ts';
import { recordAudit } from './audit.ts';
import { catchUp } from './deciding.ts';
import { readPending } from './read-pending.ts';
import type { PendingItem } from './read-pending.ts';
import { readStanding } from './read-standing.ts';
import type { Standing } from './read-standing.ts';
import { paidShare } from './settle-purchase.ts';

/** What somebody decides about something that waits to be approved. */
export interface PendingDecision {
  readonly memberId: number;
  readonly pendingId: number;
  readonly decision: 'approve' | 'decline';
  readonly reason: string;
  readonly actor: string;
}

export type DecideResult =
  /** `waiting` is what of it waits on, for its moment or its payment; `undefined` where nothing does. */
  | { readonly kind: 'decided'; readonly waiting: PendingItem | undefined; readonly standing: Standing }
  | { readonly kind: 'no-pending' }
  /** It waits for no approval, or no longer. */
  | { readonly kind: 'not-asked' };

/** Approves something that waits for it, so that it waits for its moment and its payment alone; or gives it up. */
export async function decidePending(runtime: Runtime, tx: Tx, asked: PendingDecision): Promise<DecideResult> {
  const { memberId, pendingId, decision, reason, actor } = asked;
  const member = await lockMember(tx, memberId);
  const row = await tx.one<PendingRow>(
    `SELECT ${pendingColumns} FROM pending WHERE pending.id = ? AND pending.member_id = ?`,
    [pendingId, memberId],
  );
  if (!member || !row) return { kind: 'no-pending' };
  if (row.untilApproved === 0 || row.approvedAt !== null || row.remaining === 0) return { kind: 'not-asked' };
  const at = runtime.clock.now();
  const change =
    decision === 'approve' ? await approval(tx, row, at) : { pendingId: row.id, cancel: row.remaining };
  await move(runtime, tx, { postings: [], changed: [{ memberId, ...change }] });
  await catchUp(runtime, tx, { memberIds: [memberId], dueAt: at });
  const { decimals } = runtime.club.lastOf(row.programId).rules;
  const amount = amountAsWritten(row.unit, row.remaining, decimals);
  const detail = { memberId, unit: row.unit, amount, reason };
  await recordAudit(tx, { actor, action: `pending.${decision}`, subject: `pending:${row.id}`, detail, at });
  const standing = await readStanding(runtime, tx, member);
  const waiting = (await readPending(runtime, tx, memberId)).find(({ id }) => id === row.id);
  return { kind: 'decided', waiting, standing };
}

/** What is not paid yet waits on. */
async function approval(tx: Tx, row: PendingRow, at: number): Promise<PendingChange> {
  const purchase =
    row.untilPaid === 1
      ? await tx.one<{ unpaid: number; settled: number }>(
          'SELECT unpaid, settled FROM purchases WHERE id = ?',
          [row.purchaseId],
        )
      : undefined;
  const amount = purchase ? paidShare(row.amount, purchase) : row.amount;
  return { pendingId: row.id, approvedAt: at, ready: { amount, at } };
}
