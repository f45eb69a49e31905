import assert from 'node:assert';
import type { KeyboardButton, ReplyKeyboardMarkup, ReplyKeyboardRemove } from 'telegraf/types';
import { z } from 'zod';
import {
  SendError,
  type Channel,
  type ChatButton,
  type OutboundMessage,
  type Receipt,
  type SendRate,
} from '../types.ts';
import type { ListenProblem, Pace } from './backoff.ts';
import { createBotApi, type BotApi } from './bot-api.ts';
import { pollUpdates } from './polling.ts';
import { keepWebhook, receivePush } from './webhook.ts';

export interface TelegramOptions {
  /** Bale answers the same API at its own `apiRoot`. */
  readonly name: 'telegram' | 'bale';
  readonly token: string;
  /** `https://api.telegram.org`, `https://tapi.bale.ai`, or a relay where these are filtered. */
  readonly apiRoot: string;
  readonly mode: 'polling' | 'webhook';
  /** Where updates are to be pushed; needed in webhook mode. */
  readonly webhookUrl?: string;
  /**
   * What each push must carry in its header: 1-256 of `A-Za-z0-9_-`. Left out where the service may not send
   * the header (nobody could say whether Bale does); the secret in the path is then the only proof.
   */
  readonly webhookSecret?: string;
  /** The longest wait for an answer; default 15 s. */
  readonly timeoutMs?: number;
  /** Rests after failures of `listen`; default 1 s doubling to 30 s, and 5 min where only a person can help. */
  readonly backoff?: Partial<Pace>;
  /** Told why messages do not come in, at every failed attempt; must not throw. */
  readonly onProblem?: (problem: ListenProblem) => void;
}

/** Telegram's limit, in characters. */
const TEXT_LENGTH_MAX = 4096;
const TIMEOUT_MS = 15_000;
/** https://core.telegram.org/bots/faq: about 30 messages a second in all, one a second to a chat. */
const RATE: SendRate = { perSecond: 30, perAddressEveryMs: 1000 };
const PACE: Pace = { firstMs: 1_000, maxMs: 30_000, personMs: 300_000 };

const sentMessage = z.object({ message_id: z.int() });
/** Where a bot is found by its name. */
const LINKS = { telegram: 'https://t.me', bale: 'https://ble.ir' } as const;

const me = z.object({
  id: z.int(),
  username: z.string().optional(),
  first_name: z.string().optional(),
});

/**
 * The chat channel of Telegram and Bale.
 *
 * Of telegraf only the API client is used, not its bots, handlers and middleware. Telegraf's polling moves its
 * offset before the handlers have run, so an update whose handler fails is lost; its webhook answers 200 for a
 * handler that threw, and without `bot.catch` the process dies. Here every update is stored first and
 * confirmed after, and the work is done from the store: there is nothing left for a handler to do.
 */
export function createTelegram(options: TelegramOptions): Channel {
  const { name, token, apiRoot, mode, webhookUrl, webhookSecret, onProblem = () => undefined } = options;
  assert(mode === 'polling' || webhookUrl !== undefined, 'webhook mode needs a webhookUrl');
  assert(
    webhookSecret === undefined || /^[\w-]{1,256}$/.test(webhookSecret),
    'a webhookSecret of A-Za-z0-9_-',
  );
  const api = createBotApi({ token, apiRoot, timeoutMs: options.timeoutMs ?? TIMEOUT_MS });
  const botId = token.split(':', 1).join();
  const pace = { ...PACE, ...options.backoff };
  let username: string | undefined;
  return {
    name,
    simulated: false,
    rate: RATE,
    receiveMessage: (request) => receivePush(request, { botId, secret: webhookSecret }),
    send: (message, signal) => sendText(api, message, signal),
    async account(signal) {
      const bot = await api.call({ method: 'getMe', payload: {}, schema: me, signal });
      username = bot.username;
      return { identity: username === undefined ? (bot.first_name ?? String(bot.id)) : `@${username}` };
    },
    linkTo: (payload) =>
      username === undefined ? undefined : `${LINKS[name]}/${username}?start=${encodeURIComponent(payload)}`,
    listen: (store, signal) =>
      mode === 'webhook' && webhookUrl !== undefined
        ? keepWebhook({ api, url: webhookUrl, secret: webhookSecret, signal, onProblem, pace })
        : pollUpdates({ api, botId, store, signal, onProblem, pace }),
  };
}

/**
 * Plain text, with no marks read into it; `buttons: []` takes a keyboard away, no `buttons` leaves it as it is.
 * What was taken stands in the person's chat: `delivered`, for no report will ever follow.
 */
async function sendText(api: BotApi, message: OutboundMessage, signal: AbortSignal): Promise<Receipt> {
  const { to, text, buttons } = message;
  if (!/^\d{1,15}$/.test(to))
    throw new SendError('rejected', 'bad-address', { message: 'not a private chat id' });
  if (Array.from(text).length > TEXT_LENGTH_MAX) {
    throw new SendError('rejected', 'too-long', { message: `more than ${TEXT_LENGTH_MAX} characters` });
  }
  const sent = await api.call({
    method: 'sendMessage',
    payload: {
      chat_id: Number(to),
      text,
      link_preview_options: { is_disabled: true },
      ...(buttons && { reply_markup: keyboard(buttons) }),
    },
    schema: sentMessage,
    signal,
  });
  return { providerId: `${to}:${sent.message_id}`, state: 'delivered' };
}

function keyboard(rows: readonly (readonly ChatButton[])[]): ReplyKeyboardMarkup | ReplyKeyboardRemove {
  if (rows.length === 0) return { remove_keyboard: true };
  return { keyboard: rows.map((row) => row.map(toKey)), resize_keyboard: true };
}

/** Plain objects: telegraf's own builder adds a field (`hide`) that is not in the API. */
function toKey({ label, asksContact }: ChatButton): KeyboardButton {
  return asksContact === true ? { text: label, request_contact: true } : { text: label };
}
