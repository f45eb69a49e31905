/**
 * The contract of a channel: a folder that knows how one provider is spoken to, and nothing of members,
 * rules or tables. Plain values cross; `server/` maps them.
 */

/** The channels a message can come in on or go out by. Telegram and Bale speak the same API. */
export type ChannelName = 'sms' | 'telegram' | 'bale' | 'ussd';
/** Those that carry messages; a USSD screen is the answer to its own request. */
export type MessageChannel = Exclude<ChannelName, 'ussd'>;

/** An HTTP request as a channel sees it: parsed, and already past the secret in its path. */
export interface ChannelRequest {
  readonly method: string;
  /** Lower-case header names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** A parsed JSON or form body; `undefined` when there was none. */
  readonly body: unknown;
}

/** A text (or a shared contact) that somebody sent. */
export interface InboundMessage {
  readonly kind: 'message';
  /** The provider's own id of the message; the same message repeated has the same id. */
  readonly providerId: string;
  /** The sender as the provider writes it: a number in any form, or a chat id. */
  readonly from: string;
  readonly text: string;
  readonly contact?: SharedContact;
}

/** A contact card sent in a chat. `own` is true only when the provider vouches that it is the sender's. */
export interface SharedContact {
  readonly phone: string;
  readonly own: boolean;
}

/** One step of a USSD session, as the gateway tells it. */
export interface UssdStep {
  readonly kind: 'ussd';
  readonly sessionId: string;
  readonly from: string;
  /** What was typed after the service code: the whole path so far (`1*2`) or only the last input. */
  readonly text: string;
}

/** What the provider says became of a message it took. */
export interface DeliveryReport {
  readonly kind: 'delivery';
  /** The id the provider gave the message when it took it. */
  readonly providerId: string;
  readonly state: 'wired' | 'delivered' | 'undelivered' | 'failed' | 'unknown';
  /** The provider's own code, for people who look it up. */
  readonly code: string;
  /** The receiver blocks advertising lines: to be treated as a promotional opt-out. */
  readonly blocksPromotions: boolean;
}

/** A well-formed request that needs nothing done, and why. */
export interface Ignored {
  readonly kind: 'ignored';
  readonly reason: string;
}

/** A request that is not what the provider's protocol says; answered 4xx, nothing stored. */
export interface Malformed {
  readonly kind: 'malformed';
  /** What is wrong, for the one who set the callback up. */
  readonly reason: string;
  /** The sender did not show the channel's secret: answered 404, as if nothing were here. */
  readonly unproven?: true;
}

export type Received = InboundMessage | DeliveryReport | Ignored | Malformed;

/** Buttons under a chat message; each sends its label as text, or asks for the sender's own contact. */
export interface ChatButton {
  readonly label: string;
  readonly asksContact?: boolean;
}

/** A message to be sent, complete. */
export interface OutboundMessage {
  /** Our own id: a whole number below 2^53, never used for another message. Kavenegar's `localid`. */
  readonly id: number;
  /** E.164 for SMS, the chat id for chats. */
  readonly to: string;
  readonly text: string;
  /** Rows of buttons; ignored by channels that have none. */
  readonly buttons?: readonly (readonly ChatButton[])[];
}

/** What the provider said when it took a message. */
export interface Receipt {
  readonly providerId: string;
  readonly state: DeliveryReport['state'];
  /** What the provider charged, in rial, where it says. */
  readonly costRial?: number;
  /** The receiver blocks advertising lines: to be treated as a promotional opt-out. */
  readonly blocksPromotions?: true;
}

/**
 * Why a send did not end in a receipt; the closed list that the outbox decides by.
 *
 * - `busy`: refused for now (rate, load); surely not sent; retry, after `retryAfterMs` where given.
 * - `unreachable`: no connection was made; surely not sent; retry.
 * - `fate-unknown`: the request may have been taken (timeout, reset, 5xx, garbage); ask before any re-send.
 * - `account`: the provider refuses everything (key, credit, line); not sent; pause the channel, tell the owner.
 * - `rejected`: the provider refuses this message; not sent; it has failed.
 * - `address-dead`: nobody is there any more (bot blocked, chat gone); it has failed, and so will the next.
 */
export type SendFault = 'busy' | 'unreachable' | 'fate-unknown' | 'account' | 'rejected' | 'address-dead';

/** Thrown by `send` and `ask`. The message never holds a key or a whole phone number. */
export class SendError extends Error {
  override readonly name = 'SendError';
  readonly fault: SendFault;
  /** The provider's code or the network's (`411`, `ECONNREFUSED`, `timeout`). */
  readonly code: string;
  readonly retryAfterMs: number | undefined;

  constructor(fault: SendFault, code: string, options: { message?: string; retryAfterMs?: number } = {}) {
    super(`${fault}: ${options.message ?? code}`);
    this.fault = fault;
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** What the provider answers when asked by our own id. */
export type Fate =
  | { readonly known: true; readonly receipt: Receipt }
  /** The provider has never seen the id: sending it is safe. */
  | { readonly known: false };

/** How fast a provider takes messages. */
export interface SendRate {
  /** Calls, for all that send with one account. */
  readonly perSecond: number;
  /** From one message to the next to the same address. */
  readonly perAddressEveryMs?: number;
}

/** A provider that messages can be sent through. */
export interface Channel {
  readonly name: ChannelName;
  /** True when nothing leaves the machine. */
  readonly simulated: boolean;
  /** What `send` and `ask` together must keep to; the one who calls them does. Absent: as fast as can be. */
  readonly rate?: SendRate;
  /** A message came in, or a bot update. Never throws. */
  receiveMessage(request: ChannelRequest): Received;
  /** A delivery report came in. Never throws. */
  receiveDelivery?(request: ChannelRequest): Received;
  /** Sends one message. Throws only `SendError`; ends when `signal` aborts (`fate-unknown`). */
  send(message: OutboundMessage, signal: AbortSignal): Promise<Receipt>;
  /**
   * Asks what became of message `id`. Absent where the provider cannot be asked: an unknown fate then stays
   * unknown until a person decides. Throws only `SendError`.
   */
  ask?(id: number, signal: AbortSignal): Promise<Fate>;
  /**
   * Fetches messages until `signal` aborts, handing each to `store` and acknowledging it to the provider only
   * once `store` has resolved. Rejections of `store` are retried. Absent where messages are pushed to us.
   */
  listen?(store: (received: Received) => Promise<void>, signal: AbortSignal): Promise<void>;
  /** An address that leads to us and hands us `payload`; `undefined` as long as the provider has not told who we are. */
  linkTo?(payload: string): string | undefined;
  /** What the provider says of the account. Throws only `SendError`. */
  account?(signal: AbortSignal): Promise<ProviderAccount>;
}

export interface ProviderAccount {
  /** Money left with the provider, in rial; absent where it has no such notion. */
  readonly creditRial?: number;
  /** How far the provider's clock is ahead of ours, where it tells the time. */
  readonly clockAheadMs?: number;
  /** Who we are there (bot name, account type). */
  readonly identity: string;
}
