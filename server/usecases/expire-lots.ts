import { post } from '../ledger/post.ts';
import { lotColumns } from '../ledger/rows.ts';
import type { LotRow } from '../ledger/rows.ts';
import type { Runtime } from '../runtime.ts';
import { lockMember } from '../store/members.ts';
import type { Tx } from '../store/tx.ts';

/** Posts an expiry entry for every lot of a member that ended by `overdueAt`; answers how many. */
export async function expireLots(
  runtime: Runtime,
  tx: Tx,
  { memberId, overdueAt }: { memberId: number; overdueAt: number },
): Promise<number> {
  await lockMember(tx, memberId);
  await runtime.club.refresh(tx);
  const lots = await tx.all<LotRow>(
    `SELECT ${lotColumns} FROM lots WHERE member_id = ? AND expires_at <= ? AND remaining > 0
     ORDER BY expires_at, id`,
    [memberId, overdueAt],
  );
  const postings = lots.map((lot) => ({
    ...{
      memberId,
      programId: lot.programId,
      programVersion: runtime.club.lastOf(lot.programId).version,
      rule: null,
      unit: lot.unit,
    },
    ...({ type: 'expiry', amount: -lot.remaining, reason: 'expired', actor: 'job:expiry' } as const),
    ...{ purchaseId: null, correctsId: lot.entryId, onceKey: null, expiresAt: null },
    occurredAt: lot.expiresAt ?? overdueAt,
    uses: [{ lotId: lot.id, amount: lot.remaining }],
  }));
  await post(runtime, tx, postings);
  return postings.length;
}
