import { askableMs } from '../outbox/attempt.ts';
import type { Address } from '../outbox/enqueue.ts';
import type { MessageState } from '../outbox/states.ts';
import { tellsOfUndone } from '../outbox/undone.ts';
import { settledCodes } from '../outbox/unsettled.ts';
import type { Runtime } from '../runtime.ts';
import type { Row, Tx } from '../store/tx.ts';
import { recordAudit } from './audit.ts';

export interface Retrying {
  readonly messageId: number;
  readonly reason: string;
  readonly actor: string;
  /** Whoever asks accepts that the receiver may get the message twice. */
  readonly mayDouble: boolean;
}

export type RetryResult =
  /** The same text goes out as a message of its own, `messageId`. */
  | { readonly kind: 'sent-anew'; readonly messageId: number }
  /** The provider is asked by the message's own id, and gets it again under that id if it never saw it. */
  | { readonly kind: 'asking'; readonly messageId: number }
  | { readonly kind: 'no-message' }
  /** Only what has missed its receiver can be retried. */
  | { readonly kind: 'wrong-state'; readonly state: MessageState }
  | { readonly kind: 'retried-before'; readonly messageId: number }
  /** It is not worth sending since then. */
  | { readonly kind: 'expired'; readonly expiredAt: number }
  /** It tells of a purchase that was undone since. */
  | { readonly kind: 'purchase-undone' }
  | { readonly kind: 'no-channel'; readonly channel: string }
  /** It may have arrived and nobody can say: needs `mayDouble`. */
  | { readonly kind: 'may-double' };

interface Missed extends Row {
  readonly id: number;
  readonly channel: Address['channel'];
  readonly state: MessageState;
  readonly code: string | null;
  readonly attempted_at: number | null;
  readonly expires_at: number | null;
}

/**
 * Sends once more what has missed its receiver, because a person wants it. What may happen depends on what is
 * known of the first message:
 *
 * - `failed` and `undelivered`: it surely has not arrived. The provider may still hold our id, and a provider
 *   that remembers ids (Kavenegar's `localid`) would drop a second message under it without a word. So the text
 *   goes out as a new message with an id and a time to be tried of its own. Its `once_key` is `retry:` and
 *   the old id: that is how it points back, and the unique index lets a message be retried once only.
 * - `unknown`, at a provider that can be asked and still remembers: the same row goes back to `sending`, with
 *   which the sender asks by the id first, and sends under that same id only what was never seen. Nothing doubles.
 * - `unknown` for so long that "never seen" proves nothing: the same, but only for who accepts a double. The id
 *   stays, so that a provider with a longer memory than promised still drops it.
 * - `unknown`, at a provider that cannot be asked (a bot): a new message, only for who accepts a double.
 *
 * Consent, quiet hours and dead addresses are looked at again before anything leaves.
 */
export async function retryMessage(runtime: Runtime, tx: Tx, retrying: Retrying): Promise<RetryResult> {
  const message = await tx.one<Missed>(`SELECT * FROM outbox WHERE id = ?${tx.forUpdate}`, [
    retrying.messageId,
  ]);
  if (!message) return { kind: 'no-message' };
  const now = runtime.clock.now();
  const way = await wayOf(runtime, tx, { message, mayDouble: retrying.mayDouble, now });
  if (typeof way !== 'string') return way;
  const messageId = way === 'anew' ? await sendAnew(tx, message, now) : await askFirst(tx, message, now);
  await recordAudit(tx, {
    actor: retrying.actor,
    action: 'message.retry',
    subject: `message:${message.id}`,
    // What the row itself forgets.
    detail: { reason: retrying.reason, state: message.state, code: message.code, messageId },
    at: now,
  });
  tx.afterCommit(() => runtime.bell.ring('outbox'));
  return { kind: way === 'anew' ? 'sent-anew' : 'asking', messageId };
}

interface Circumstances {
  readonly message: Missed;
  readonly mayDouble: boolean;
  readonly now: number;
}

async function wayOf(
  { channels }: Runtime,
  tx: Tx,
  { message, mayDouble, now }: Circumstances,
): Promise<'anew' | 'ask' | RetryResult> {
  const { id, state, expires_at: expiredAt } = message;
  if (state !== 'failed' && state !== 'undelivered' && state !== 'unknown')
    return { kind: 'wrong-state', state };
  const [again] = await tx.all<{ id: number }>('SELECT id FROM outbox WHERE once_key = ?', [retryKey(id)]);
  if (again) return { kind: 'retried-before', messageId: again.id };
  if (expiredAt !== null && expiredAt <= now) return { kind: 'expired', expiredAt };
  if (await tellsOfUndone(tx, id)) return { kind: 'purchase-undone' };
  const channel = channels[message.channel];
  if (!channel) return { kind: 'no-channel', channel: message.channel };
  if (state !== 'unknown') return 'anew';
  const remembered = channel.ask !== undefined && now - (message.attempted_at ?? 0) <= askableMs;
  if (!remembered && !mayDouble) return { kind: 'may-double' };
  return channel.ask ? 'ask' : 'anew';
}

const retryKey = (id: number) => `retry:${id}`;

/** What the new message has of the old one; its state, attempts and provider's words are its own. */
const kept = [
  ...['channel', 'address', 'member_id', 'template', 'class', 'body', 'buttons', 'parts', 'cost_rial'],
  ...['inbox_id', 'purchase_id', 'expires_at'],
];

async function sendAnew(tx: Tx, message: Missed, now: number): Promise<number> {
  const id = tx.id();
  const copy = Object.fromEntries(kept.map((column) => [column, message[column] ?? null]));
  const state: MessageState = 'queued';
  await tx.insert('outbox', [
    { ...copy, id, once_key: retryKey(message.id), state, due_at: now, created_at: now },
  ]);
  await tx.run('UPDATE outbox SET code = ? WHERE id = ?', [settledCodes.retried, message.id]);
  return id;
}

/** The attempt counts as just made, or the sender would not ask any more. */
async function askFirst(tx: Tx, { id }: Missed, now: number): Promise<number> {
  await tx.run(
    `UPDATE outbox SET state = 'sending', code = ?, due_at = ?, attempted_at = ?, lease_token = NULL, ended_at = NULL
     WHERE id = ?`,
    [settledCodes.retried, now, now, id],
  );
  return id;
}
