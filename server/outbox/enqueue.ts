import { smsCostRial, smsParts } from '../../channels/sms-parts.ts';
import type { ChatButton, MessageChannel } from '../../channels/types.ts';
import { renderReply } from '../../templates/render.ts';
import type { Language } from '../../templates/formats.ts';
import type { Reply } from '../../templates/render.ts';
import { failpoint } from '../failpoint.ts';
import type { Runtime } from '../runtime.ts';
import type { Row, Tx } from '../store/tx.ts';
import type { MessageState } from './states.ts';

/** A way to reach somebody: `sms` with an E.164 number, a chat with its id. */
export interface Address {
  readonly channel: MessageChannel;
  readonly address: string;
}

/** Something to be said to somebody. */
export interface NewMessage {
  readonly to: Address;
  readonly memberId: number | null;
  readonly reply: Reply;
  readonly language: Language;
  readonly buttons?: readonly (readonly ChatButton[])[];
  /** What may be said once ever (`birthday:7:1405`); a second message with the same key is left out. */
  readonly onceKey?: string;
  /** The inbound message that this one answers. */
  readonly inboxId?: number;
  /** The purchase that this one tells of. */
  readonly purchaseId?: number;
  /** What else happened that this one tells of. */
  readonly occasionId?: number;
  /** After this moment it is not worth sending any more. */
  readonly expiresAt?: number;
}

/** An answer that comes this late puzzles more than it helps. */
const answerWorthMs = 6 * 3_600_000;

/**
 * Puts messages into the outbox inside the caller's transaction: they go out if, and only if, it commits.
 * Texts are rendered here, so that what was decided and what is said are of the same moment, and their parts
 * and cost are known before anything is sent.
 */
export async function enqueue(runtime: Runtime, tx: Tx, messages: readonly NewMessage[]): Promise<void> {
  if (runtime.silent) return;
  const now = runtime.clock.now();
  const rows = messages.map((message) => outboxRow(runtime, message, { id: tx.id(), now }));
  await tx.insertNew('outbox', rows);
  if (rows.length > 0) tx.afterCommit(() => failpoint('after-commit-before-wake'));
  if (rows.length > 0) tx.afterCommit(() => runtime.bell.ring('outbox'));
}

function outboxRow(runtime: Runtime, message: NewMessage, { id, now }: { id: number; now: number }): Row {
  const { to, reply, language } = message;
  const sms = to.channel === 'sms';
  const rendered = renderReply(reply, { language, medium: sms ? 'sms' : 'chat' });
  const worthMs = rendered.class === 'answer' ? answerWorthMs : undefined;
  return {
    id,
    channel: to.channel,
    address: to.address,
    member_id: message.memberId,
    template: reply.template,
    class: rendered.class,
    body: rendered.text,
    buttons: message.buttons ? JSON.stringify(message.buttons) : null,
    parts: sms ? smsParts(rendered.text).parts : 0,
    cost_rial: sms ? smsCostRial(rendered.text, runtime.config.tariff) : 0,
    state: 'queued' satisfies MessageState,
    due_at: now,
    expires_at: message.expiresAt ?? (worthMs === undefined ? null : now + worthMs),
    once_key: message.onceKey ?? null,
    inbox_id: message.inboxId ?? null,
    purchase_id: message.purchaseId ?? null,
    occasion_id: message.occasionId ?? null,
    created_at: now,
  };
}
