import { enqueue } from '../outbox/enqueue.ts';
import type { Runtime } from '../runtime.ts';
import { lockMember } from '../store/members.ts';
import type { Tx } from '../store/tx.ts';
import { readStanding } from './read-standing.ts';

/** A nudge that could not go out by then is left to the next absence. */
const worthMs = 48 * 3_600_000;

/**
 * Tells a member who has not bought since `before` what she has waiting; once an absence, and only if she
 * wants promotional messages. False when there was nothing to say.
 */
export async function nudgeMember(
  runtime: Runtime,
  tx: Tx,
  { memberId, before }: { memberId: number; before: number },
): Promise<boolean> {
  const member = await lockMember(tx, memberId);
  if (member?.promotionsStoppedAt !== null) return false;
  const lastAt = member.lastPurchaseAt ?? member.joinedAt;
  if (lastAt >= before) return false;
  const now = runtime.clock.now();
  const marked = await tx.run(
    'UPDATE members SET nudged_at = ? WHERE id = ? AND (nudged_at IS NULL OR nudged_at < ?)',
    [now, memberId, lastAt],
  );
  if (marked === 0) return false;
  const { balances, nextReward } = await readStanding(runtime, tx, member);
  const params = { club: runtime.club.program.name, name: member.name ?? undefined, balances, nextReward };
  await enqueue(runtime, tx, [
    {
      to: { channel: 'sms', address: member.phone },
      memberId,
      language: member.language,
      reply: { template: 'nudgeForMember', params },
      onceKey: `${memberId}:nudge:${lastAt}`,
      expiresAt: now + worthMs,
    },
  ]);
  return true;
}
