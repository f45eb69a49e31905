import { createHash } from 'node:crypto';
import type { DeliveryReport, InboundMessage, MessageChannel } from '../../channels/types.ts';
import { foldText } from '../../rules/fold.ts';
import { maskPhone, parseMobile } from '../../rules/phone.ts';
import { failpoint } from '../failpoint.ts';
import type { Runtime } from '../runtime.ts';
import type { Row } from '../store/tx.ts';

/** What the inbox keeps of a message until it is handled. */
export interface InboundBody {
  readonly text: string;
  readonly contact?: { readonly phone: string; readonly own: boolean };
  /** It came from the simulator's page. */
  readonly simulated?: true;
}

/** An inbox row that is being handled. */
export interface InboxRow {
  readonly id: number;
  readonly channel: MessageChannel;
  readonly kind: 'message' | 'delivery';
  readonly address: string;
  readonly textKey: string;
  readonly body: string;
  readonly attempts: number;
  readonly receivedAt: number;
}

/** A message and whether it was only tried out. */
export type Incoming = (InboundMessage & Pick<InboundBody, 'simulated'>) | DeliveryReport;

/**
 * Stores what came in, once: a repeated provider's id writes nothing. Resolves only when it is committed, so
 * that the provider may be told so; throws `StoreUnavailable` when it must send it again.
 */
export async function receive(
  runtime: Runtime,
  channel: MessageChannel,
  received: Incoming,
): Promise<'stored' | 'duplicate'> {
  const now = runtime.clock.now();
  const written = await runtime.store.transaction(async (tx) => {
    const row = received.kind === 'message' ? messageRow(channel, received) : deliveryRow(received);
    const kept = { id: tx.id(), channel, ...row, due_at: now, received_at: now };
    const count = await tx.insertNew('inbox', [kept]);
    if (count > 0) tx.afterCommit(() => failpoint('inbox-before-wake'));
    if (count > 0) tx.afterCommit(() => runtime.bell.ring('inbox'));
    failpoint('inbox-before-commit');
    return count;
  });
  const outcome = written > 0 ? 'stored' : 'duplicate';
  runtime.metrics.inboxMessages.inc({ channel, outcome });
  const from = received.kind === 'message' ? maskPhone(received.from) : undefined;
  runtime.log.info({ channel, kind: received.kind, from, outcome }, 'received');
  return outcome;
}

function messageRow(channel: MessageChannel, message: Extract<Incoming, { kind: 'message' }>): Row {
  const { text, contact, simulated } = message;
  const body: InboundBody = { text, ...(contact && { contact }), ...(simulated && { simulated }) };
  const sender = senderOf(channel, message.from);
  return {
    provider_id: providerKey(message.providerId),
    kind: 'message',
    address: sender.address,
    text_key: textKey(text),
    body: JSON.stringify(body),
    state: sender.reachable ? 'received' : 'ignored',
    error: sender.reachable ? null : 'the sender is no mobile number',
  };
}

/** A provider's id as it is, but for one of no form that any provider has: that one by its digest. */
function providerKey(id: string): string {
  return /^[\x21-\x7e]{1,128}$/.test(id) ? id : `sha256:${createHash('sha256').update(id).digest('hex')}`;
}

/** Lines, shortcodes and names write too; they are kept for whoever looks, and never answered. */
function senderOf(channel: MessageChannel, from: string): { address: string; reachable: boolean } {
  if (channel !== 'sms') return { address: from, reachable: true };
  const parsed = parseMobile(from);
  if (parsed.ok) return { address: parsed.phone, reachable: true };
  return { address: from.replace(/[^\x21-\x7e]/g, '').slice(0, 64), reachable: false };
}

function deliveryRow(report: DeliveryReport): Row {
  return {
    provider_id: `report:${report.providerId}:${report.code}`.slice(0, 128),
    kind: 'delivery',
    address: `report:${report.providerId}`.slice(0, 64),
    text_key: '',
    body: JSON.stringify(report),
    state: 'received',
    error: null,
  };
}

/** A digest of the text as keywords see it: what counts as the same text again. */
function textKey(text: string): string {
  return createHash('sha256').update(foldText(text)).digest('hex');
}
