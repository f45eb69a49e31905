import type { MessageState } from '../outbox/states.ts';
import { settledCodes } from '../outbox/unsettled.ts';
import type { Runtime } from '../runtime.ts';
import type { Tx } from '../store/tx.ts';
import { recordAudit } from './audit.ts';

export interface Discarding {
  readonly messageId: number;
  readonly reason: string;
  readonly actor: string;
}

export type DiscardResult =
  /** `stopped`: it would have gone out, and will not. */
  | { readonly kind: 'discarded'; readonly stopped: boolean }
  | { readonly kind: 'no-message' }
  /** It is with the provider or has ended well: there is nothing to discard. */
  | { readonly kind: 'wrong-state'; readonly state: MessageState };

type Before = 'waits' | 'missed' | 'settled';

const before: Readonly<Record<MessageState, Before>> = {
  queued: 'waits',
  deferred: 'waits',
  failed: 'missed',
  undelivered: 'missed',
  unknown: 'missed',
  sending: 'settled',
  wired: 'settled',
  delivered: 'settled',
  suppressed: 'settled',
};

/**
 * Lets a message be, because a person says so: one that waits is suppressed, one that has missed its receiver
 * keeps its end and no longer waits for a person. One that is being sent cannot be called back.
 */
export async function discardMessage(
  { clock }: Pick<Runtime, 'clock'>,
  tx: Tx,
  { messageId: id, reason, actor }: Discarding,
): Promise<DiscardResult> {
  const message = await tx.one<{ state: MessageState; code: string | null }>(
    `SELECT state, code FROM outbox WHERE id = ?${tx.forUpdate}`,
    [id],
  );
  if (!message) return { kind: 'no-message' };
  const { state, code } = message;
  if (before[state] === 'settled') return { kind: 'wrong-state', state };
  const at = clock.now();
  const stopped = before[state] === 'waits';
  const end: MessageState = stopped ? 'suppressed' : state;
  await tx.run(
    'UPDATE outbox SET state = ?, code = ?, lease_token = NULL, ended_at = COALESCE(ended_at, ?) WHERE id = ?',
    [end, settledCodes.discarded, at, id],
  );
  const detail = { reason, state, code };
  await recordAudit(tx, { actor, action: 'message.discard', subject: `message:${id}`, detail, at });
  return { kind: 'discarded', stopped };
}
