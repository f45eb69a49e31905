import { enqueue } from '../outbox/enqueue.ts';
import type { NewMessage } from '../outbox/enqueue.ts';
import type { MessageState } from '../outbox/states.ts';
import type { Runtime } from '../runtime.ts';
import type { Member } from '../store/members.ts';
import { marks } from '../store/tx.ts';
import type { Tx } from '../store/tx.ts';

/** What is undone: a purchase, or what else happened. */
export type UndoneAct = { readonly purchaseId: number } | { readonly occasionId: number };

/** Whom it is told, and in which words. */
export interface UndoingTold {
  readonly member: Member;
  readonly reply: () => NewMessage['reply'] | Promise<NewMessage['reply']>;
  /** The acts of the same kind of which she may have been told; that which is undone where absent. */
  readonly toldWith?: readonly number[];
}

interface Telling {
  readonly of: UndoneAct;
  readonly to: readonly UndoingTold[];
  /** A member who keeps something of it: her messages may still leave. */
  readonly keeper?: number | undefined;
}

const maybeTold = ['sending', 'wired', 'delivered', 'unknown'] as const satisfies MessageState[];

/**
 * Only who was told of what happened, or may have been, is told of its undoing: a message that has not left yet is
 * held back instead of being contradicted. To be called once for what is undone, with all whom it may be told.
 */
export async function tellOfUndoing(
  runtime: Runtime,
  tx: Tx,
  { of, to, keeper = 0 }: Telling,
): Promise<void> {
  const [column, id] = 'purchaseId' in of ? ['purchase_id', of.purchaseId] : ['occasion_id', of.occasionId];
  await tx.run(
    `UPDATE outbox SET state = ?, code = 'undone', ended_at = ?
     WHERE ${column} = ? AND (member_id IS NULL OR member_id <> ?) AND state IN ('queued', 'deferred')`,
    ['suppressed' satisfies MessageState, runtime.clock.now(), id, keeper],
  );
  const ids = [...new Set([id, ...to.flatMap(({ toldWith = [] }) => toldWith)])];
  const told = await tx.all<{ memberId: number | null; act: number }>(
    `SELECT DISTINCT member_id AS memberId, ${column} AS act FROM outbox
     WHERE ${column} IN (${marks(ids)}) AND state IN (${marks(maybeTold)})`,
    [...ids, ...maybeTold],
  );
  const messages: NewMessage[] = [];
  for (const { member, reply, toldWith = [id] } of to) {
    if (!told.some(({ memberId, act }) => memberId === member.id && toldWith.includes(act))) continue;
    const { id: memberId, phone: address, language } = member;
    messages.push({
      to: { channel: 'sms', address },
      ...{ memberId, language, ...of },
      reply: await reply(),
    });
  }
  await enqueue(runtime, tx, messages);
}
