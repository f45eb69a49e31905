import type { BotUpdate } from './fake-telegram-updates.ts';

/**
 * What goes wrong with one request:
 * `hang` never answers and does nothing; `take-and-hang` does the work and never answers; `reset` cuts the
 * connection and does nothing; `take-and-reset` does the work and cuts; `server-error` answers 502 with a page
 * of HTML; `garbage` answers 200 with what is no JSON, and `odd-result` with a result of another form, both
 * after the work; `busy` answers 429.
 */
export type TelegramFault =
  | 'hang'
  | 'take-and-hang'
  | 'reset'
  | 'take-and-reset'
  | 'server-error'
  | 'garbage'
  | 'odd-result'
  | { readonly busyForS: number };

/** Why a chat cannot be written to. */
export type ChatRefusal = 'blocked' | 'deactivated' | 'not-found';

/** A `sendMessage` that was taken. */
export interface SentMessage {
  readonly messageId: number;
  readonly chatId: number;
  readonly text: string;
  readonly replyMarkup: unknown;
  /** All that was asked for, as it came. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

/** Every request with the right token, whatever became of it. */
export interface BotRequest {
  readonly method: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

export interface SetWebhook {
  readonly url: string;
  readonly secretToken: string | undefined;
  readonly allowedUpdates: unknown;
}

/** An answer of the API, before it becomes HTTP. */
export interface BotAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A long poll that waits for updates. */
interface Waiter {
  readonly limit: number;
  readonly answer: (answer: BotAnswer) => void;
}

/** All that the fake remembers. */
export interface FakeState {
  readonly sent: SentMessage[];
  readonly requests: BotRequest[];
  readonly refusals: Map<number, ChatRefusal>;
  /** Unconfirmed updates, oldest first. */
  readonly queue: BotUpdate[];
  /** Updates to be given once more, confirmed or not. */
  readonly repeats: BotUpdate[];
  readonly faults: { method: string; fault: TelegramFault; left: number }[];
  webhook: SetWebhook | undefined;
  waiter: Waiter | undefined;
  nextUpdateId: number;
  nextMessageId: number;
}

export function emptyState(): FakeState {
  return {
    sent: [],
    requests: [],
    refusals: new Map(),
    queue: [],
    repeats: [],
    faults: [],
    webhook: undefined,
    waiter: undefined,
    nextUpdateId: 700_001,
    nextMessageId: 1,
  };
}

export function succeed(result: unknown, description?: string): BotAnswer {
  return { status: 200, body: { ok: true, result, ...(description && { description }) } };
}

export function refuse(code: number, description: string, parameters?: object): BotAnswer {
  return {
    status: code,
    body: { ok: false, error_code: code, description, ...(parameters && { parameters }) },
  };
}
