import { SendError } from '../../channels/types.ts';
import type { Channel, ChatButton, OutboundMessage, Receipt, SendFault } from '../../channels/types.ts';
import type { Runtime } from '../runtime.ts';
import type { Message, Outcome } from './message.ts';

/** What one try at sending came to. */
export interface Attempt {
  readonly outcome: Outcome;
  readonly fault?: SendError;
}

/** How long a message is tried; later nobody waits for it any more. */
const giveUpAfterMs = 48 * 3_600_000;
/** How often it is handed over to a provider that takes nothing and refuses nothing. */
const attemptsMax = 20;

/** Kavenegar answers by our own id for 12 hours; after that "never seen" proves nothing. */
export const askableMs = 11 * 3_600_000;

/**
 * Hands a message to its channel once. One that was handed over before and whose fate nobody knows is asked
 * about by our own id instead; if the provider has never seen it, it goes back to the start of its way, where
 * consent and quiet hours are looked at again. Never throws.
 */
export async function attemptSend(
  runtime: Runtime,
  message: Message,
  { channel, signal }: { channel: Channel; signal: AbortSignal },
): Promise<Attempt> {
  try {
    if (message.state === 'sending') {
      if (!canAsk(runtime, channel, message)) return { outcome: { state: 'unknown', code: 'fate-unknown' } };
      const fate = await channel.ask(message.id, signal);
      return { outcome: fate.known ? taken(fate.receipt) : neverSeen(message, runtime.clock.now()) };
    }
    return { outcome: taken(await channel.send(outbound(message), signal)) };
  } catch (error) {
    const fault = asSendError(runtime, channel, error);
    return { outcome: afterFault[fault.fault](message, fault, runtime.clock.now()), fault };
  }
}

function canAsk(
  { clock, log }: Runtime,
  channel: Channel,
  message: Message,
): channel is Channel & Required<Pick<Channel, 'ask'>> {
  const attemptedMs = clock.now() - (message.attemptedAt ?? 0);
  if (channel.ask && attemptedMs <= askableMs) return true;
  const what = { channel: channel.name, messageId: message.id };
  log.error(what, 'nobody can say whether this message was sent: look at it with `vafa outbox`');
  return false;
}

/** Anything else than a SendError is our own mistake, and may have happened after the message was taken. */
function asSendError({ log }: Runtime, channel: Channel, error: unknown): SendError {
  if (error instanceof SendError) return error;
  log.error({ err: error, channel: channel.name }, 'a channel broke its contract');
  return new SendError('fate-unknown', 'internal');
}

function taken(receipt: Receipt): Outcome {
  return { state: receipt.state === 'unknown' ? 'wired' : receipt.state, receipt };
}

/** Surely not sent: it may be handed over again, but not for ever. */
function neverSeen(message: Message, now: number): Outcome {
  const code = 'never-arrived';
  return isHopeless(message, now) ? { state: 'failed', code } : { state: 'queued', code, dueAt: now };
}

function isHopeless({ createdAt, attempts }: Message, now: number): boolean {
  return now - createdAt > giveUpAfterMs || attempts >= attemptsMax;
}

function outbound({ id, address, body, buttons }: Message): OutboundMessage {
  const rows = buttons === null ? undefined : (JSON.parse(buttons) as ChatButton[][]);
  return { id, to: address, text: body, ...(rows && { buttons: rows }) };
}

type AfterFault = (message: Message, error: SendError, now: number) => Outcome;

const afterFault: Readonly<Record<SendFault, AfterFault>> = {
  busy: retry,
  unreachable: retry,
  'fate-unknown': (message, error, now) => ({
    ...{ state: 'sending', code: error.code },
    dueAt: now + pauseMs(message, error),
  }),
  // The channel rests as a whole; the message itself is due as soon as it works again.
  account: (message, error, now) =>
    now - message.createdAt > giveUpAfterMs
      ? fail(message, error)
      : { state: unsent(message), code: error.code, dueAt: now },
  rejected: fail,
  'address-dead': fail,
};

/** A question that is refused says nothing of the message it asked about. */
function fail(message: Message, { code }: SendError): Outcome {
  return { state: unsent(message) === 'sending' ? 'unknown' : 'failed', code };
}

function retry(message: Message, error: SendError, now: number): Outcome {
  if (now - message.createdAt > giveUpAfterMs) return fail(message, error);
  return { state: unsent(message), code: error.code, dueAt: now + pauseMs(message, error) };
}

/** While an earlier attempt's fate is open, a question that failed must not make the message look unsent. */
function unsent(message: Message): 'sending' | 'queued' {
  return message.state === 'sending' ? 'sending' : 'queued';
}

/** What the provider asks for, or 2 s, 4 s, 8 s … up to a quarter of an hour. */
function pauseMs({ attempts }: Message, { retryAfterMs }: SendError): number {
  return retryAfterMs ?? Math.min(2000 * 2 ** Math.min(attempts, 20), 15 * 60_000);
}
