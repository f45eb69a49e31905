import type { Runtime } from '../runtime.ts';
import { lockMember } from '../store/members.ts';
import type { Tx } from '../store/tx.ts';
import { catchUp } from './deciding.ts';

export interface TierReview {
  readonly memberId: number;
  /** What was due by then is done. */
  readonly dueBy: number;
}

/**
 * Does to a member's tiers what is due: reviews, ends of grace, ends of floors, each as of the moment it was due,
 * one after the other where several were missed. Answers whether anything was.
 */
export async function reviewTiers(runtime: Runtime, tx: Tx, review: TierReview): Promise<boolean> {
  const { memberId, dueBy } = review;
  if (!(await lockMember(tx, memberId))) return false;
  await runtime.club.refresh(tx);
  const forgotten = await forgetEnded(runtime, tx, review);
  const { done } = await catchUp(runtime, tx, { memberIds: [memberId], dueAt: dueBy });
  return forgotten || done;
}

/** Where a program ended, or has tiers no more, nothing is due any more. */
async function forgetEnded(runtime: Runtime, tx: Tx, { memberId, dueBy }: TierReview): Promise<boolean> {
  const rows = await tx.all<{ programId: number }>(
    'SELECT program_id AS programId FROM member_tiers WHERE member_id = ? AND due_at <= ?',
    [memberId, dueBy],
  );
  const kept = new Set(
    runtime.club.programs.flatMap(({ programId, rules }) => (rules.ladder ? programId : [])),
  );
  const ended = rows.filter(({ programId }) => !kept.has(programId));
  for (const { programId } of ended) {
    await tx.run('UPDATE member_tiers SET due_at = NULL WHERE member_id = ? AND program_id = ?', [
      memberId,
      programId,
    ]);
  }
  return ended.length > 0;
}
