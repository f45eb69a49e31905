import type { Balances, Gains } from '../../templates/template.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { MessageState } from '../outbox/states.ts';
import type { Runtime } from '../runtime.ts';
import type { Member } from '../store/members.ts';
import { marks } from '../store/tx.ts';
import type { Tx } from '../store/tx.ts';

interface Undone {
  readonly occasionId: number;
  readonly member: Member;
  readonly taken: Gains;
  readonly balances: Balances;
}

const maybeTold = ['sending', 'wired', 'delivered', 'unknown'] as const satisfies MessageState[];

/**
 * Only who was told of what happened, or may have been, is told of its undoing: a message that has not left yet is
 * held back instead of being contradicted.
 */
export async function tellOfUndoing(runtime: Runtime, tx: Tx, undone: Undone): Promise<void> {
  const { occasionId, member, taken, balances } = undone;
  await tx.run(
    `UPDATE outbox SET state = ?, code = 'undone', ended_at = ?
     WHERE member_id = ? AND occasion_id = ? AND state IN ('queued', 'deferred')`,
    ['suppressed' satisfies MessageState, runtime.clock.now(), member.id, occasionId],
  );
  const told = await tx.one(
    `SELECT id FROM outbox WHERE member_id = ? AND occasion_id = ? AND state IN (${marks(maybeTold)}) LIMIT 1`,
    [member.id, occasionId, ...maybeTold],
  );
  if (!told) return;
  const { name: club } = runtime.club.program;
  await enqueue(runtime, tx, [
    {
      to: { channel: 'sms', address: member.phone },
      ...{ memberId: member.id, occasionId, language: member.language },
      reply: { template: 'occasionUndoneForMember', params: { club, taken, balances } },
    },
  ]);
}
