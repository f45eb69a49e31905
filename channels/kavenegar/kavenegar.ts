import { wellFormed } from '../parameters.ts';
import {
  SendError,
  type Channel,
  type Fate,
  type OutboundMessage,
  type ProviderAccount,
  type Receipt,
} from '../types.ts';
import { createClient, type Call, type Entry } from './client.ts';
import { meaningOfStatus } from './codes.ts';
import { receiveDelivery, receiveMessage } from './receive.ts';

/** How the account at Kavenegar is spoken to. */
export interface KavenegarOptions {
  readonly apiKey: string;
  /** The line that sends; without it the account's default line does. */
  readonly sender?: string;
  /** `https://api.kavenegar.com`, a relay or a fake, without `/v1`. */
  readonly baseUrl: string;
  /** For one whole exchange; 10 s when not given. */
  readonly timeoutMs?: number;
  /** The clock that the service's is compared with, in milliseconds. */
  readonly now?: () => number;
}

const TIMEOUT_MS = 10_000;
const STATUS_UNKNOWN = 100;
/** Ours: the provider publishes no number, and answers 451 or 429 where it is too much. */
const CALLS_PER_SECOND = 20;

/** SMS through Kavenegar (https://kavenegar.com/rest.html). See `send`, `ask` and `account` of `Channel`. */
export function createKavenegar(options: KavenegarOptions): Channel {
  const { apiKey, baseUrl, timeoutMs = TIMEOUT_MS, now = Date.now } = options;
  const call = createClient({ apiKey, baseUrl, timeoutMs });
  return {
    name: 'sms',
    simulated: false,
    rate: { perSecond: CALLS_PER_SECOND },
    receiveMessage,
    receiveDelivery,
    send: (message, signal) => send(call, { message, sender: options.sender, signal }),
    ask: (id, signal) => ask(call, id, signal),
    account: (signal) => account(call, now, signal),
  };
}

/**
 * Sends under our own id (`localid`). Under an id that the service remembers nothing is sent again and the
 * first record comes back. An accepted call without a record of the message is `fate-unknown`.
 */
async function send(
  call: Call,
  { message, sender, signal }: { message: OutboundMessage; sender: string | undefined; signal: AbortSignal },
): Promise<Receipt> {
  if (!Number.isSafeInteger(message.id) || message.id <= 0) throw new SendError('rejected', 'bad-id');
  const params = {
    receptor: receptorOf(message.to),
    message: wellFormed(message.text),
    sender,
    localid: message.id,
  };
  const entries = await call((api, callback) => api.Send(params, callback), signal);
  const receipt = entries.map(receiptOf).find((each) => each !== undefined);
  if (receipt === undefined) throw new SendError('fate-unknown', 'no-receipt');
  return receipt;
}

/**
 * Asks by `localid`. What the service answers for an id it never saw is not documented, so each likely form
 * is taken for "never seen": no entries, an entry that is null or without a `messageid`, and status 100
 * without one. A `messageid` means it was taken, whatever the status. A refusal to answer is no
 * answer: it throws, and never as `rejected`, which would say something of the message. So does an answer about
 * another id. The service forgets after 12 hours, so "never seen" is only to be believed within them.
 */
async function ask(call: Call, id: number, signal: AbortSignal): Promise<Fate> {
  const entries = await answerTo(call, id, signal);
  if (entries.some(({ localId = String(id) }) => localId !== String(id))) {
    throw new SendError('fate-unknown', 'other-id');
  }
  const receipt = entries.map(receiptOf).find((each) => each !== undefined);
  if (receipt !== undefined) return { known: true, receipt };
  if (entries.some(({ status = STATUS_UNKNOWN }) => status !== STATUS_UNKNOWN)) {
    throw new SendError('fate-unknown', 'no-receipt');
  }
  return { known: false };
}

async function answerTo(call: Call, id: number, signal: AbortSignal): Promise<Entry[]> {
  try {
    return await call((api, callback) => api.StatusLocalMessageid({ localid: id }, callback), signal);
  } catch (error) {
    if (!(error instanceof SendError) || error.fault !== 'rejected') throw error;
    throw new SendError('fate-unknown', error.code, { message: `the service would not say (${error.code})` });
  }
}

/** Credit and type of the account, and the service's clock where it tells it (to the second). */
async function account(call: Call, now: () => number, signal: AbortSignal): Promise<ProviderAccount> {
  const [info] = await call((api, callback) => api.AccountInfo({}, callback), signal);
  const clockAheadMs = await clockAhead(call, now, signal);
  return {
    identity: info?.accountType ?? 'kavenegar',
    ...(info?.creditRial === undefined ? {} : { creditRial: info.creditRial }),
    ...(clockAheadMs === undefined ? {} : { clockAheadMs }),
  };
}

async function clockAhead(call: Call, now: () => number, signal: AbortSignal): Promise<number | undefined> {
  const askedAt = now();
  try {
    // The package has no method for it.
    const [date] = await call((api, callback) => api.request('utils', 'getdate', {}, callback), signal);
    const between = (askedAt + now()) / 2;
    return date?.unixSeconds === undefined ? undefined : Math.round(date.unixSeconds * 1_000 - between);
  } catch (error) {
    if (error instanceof SendError) return undefined;
    throw error;
  }
}

function receiptOf(entry: Entry): Receipt | undefined {
  if (entry.messageId === undefined) return undefined;
  const { state, blocksPromotions } = meaningOfStatus(entry.status ?? STATUS_UNKNOWN);
  return {
    providerId: entry.messageId,
    state,
    ...(entry.costRial === undefined ? {} : { costRial: entry.costRial }),
    ...(blocksPromotions && { blocksPromotions }),
  };
}

/** The forms in the service's own examples: 09… for Iran, 00… for elsewhere. */
function receptorOf(phone: string): string {
  return phone.replace(/^\+98/, '0').replace(/^\+/, '00');
}
