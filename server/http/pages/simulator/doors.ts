import { setTimeout as sleep } from 'node:timers/promises';
import type { InboundMessage, MessageChannel } from '../../../../channels/types.ts';
import type { UssdScreen } from '../../../../channels/ussd/gateway.ts';
import { receive } from '../../../inbox/receive.ts';
import { answerUssd, simulatorGateway } from '../../../inbox/ussd.ts';
import type { Runtime } from '../../../runtime.ts';
import type { Dialling, Texting } from './input.ts';
import { partyOf } from './reads.ts';

/** Whose number is shown when somebody sends another person's contact. */
const anotherNumber = '+989000000000';

const waitMs = 75;
const waitsMax = 20;

/**
 * Hands a text to the channel's own door, exactly as a provider's callback would, and waits a moment for it to
 * be handled, so that the answer is on the page that comes back.
 */
export async function sayText(runtime: Runtime, texting: Texting): Promise<void> {
  const { from, id, quick, text } = texting;
  const body = { from, id, text: quick ?? text };
  const received = runtime.channels.sms?.receiveMessage({ method: 'POST', headers: {}, query: {}, body });
  if (received?.kind === 'message') await receiveAndWait(runtime, 'sms', received);
}

/** The same for the chat bot, where a contact can be shared too. */
export async function sayInChat(runtime: Runtime, texting: Texting): Promise<void> {
  const { from, id, quick, text, contact } = texting;
  const { address } = partyOf({ tab: 'chat', from });
  if (contact !== undefined) {
    const own = contact === 'own';
    const message = { kind: 'message', providerId: `sim-${id}`, from: address, text: quick ?? '' } as const;
    const shown = { phone: own ? `+${address}` : anotherNumber, own };
    return receiveAndWait(runtime, 'telegram', { ...message, contact: shown });
  }
  const body = { from: address, id, text: quick ?? text };
  const received = runtime.channels.telegram?.receiveMessage({
    method: 'POST',
    headers: {},
    query: {},
    body,
  });
  if (received?.kind === 'message') await receiveAndWait(runtime, 'telegram', received);
}

async function receiveAndWait(
  runtime: Runtime,
  channel: MessageChannel,
  message: InboundMessage,
): Promise<void> {
  await receive(runtime, channel, { ...message, simulated: true });
  for (let waits = 0; waits < waitsMax; waits++) {
    const row = await runtime.store.one<{ state: string }>(
      'SELECT state FROM inbox WHERE channel = ? AND provider_id = ?',
      [channel, message.providerId],
    );
    if (row?.state !== 'received') return;
    await sleep(waitMs);
  }
}

/** A session as the page carries it from step to step. */
export interface Call {
  readonly session: string;
  /** What was typed so far, as gateways repeat it. */
  readonly path: string;
  readonly screen: UssdScreen;
}

/** One step of a USSD session: dialling, or an answer to the last screen. */
export async function stepInCall(runtime: Runtime, { from, session, path, input }: Dialling): Promise<Call> {
  const text = input === undefined || path === '' ? (input ?? '') : `${path}*${input}`;
  const screen = await answerUssd(runtime, simulatorGateway, {
    kind: 'ussd',
    sessionId: session,
    from,
    text,
  });
  return { session, path: text, screen };
}
