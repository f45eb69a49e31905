import { refuse, succeed, type BotAnswer, type FakeState } from './fake-telegram-state.ts';
import type { BotUpdate } from './fake-telegram-updates.ts';

type Payload = Readonly<Record<string, unknown>>;
/** Answers at once, or not yet: a long poll answers by itself, and `gone` tells that its caller went away. */
type Method = (
  state: FakeState,
  payload: Payload,
  later: { answer: (answer: BotAnswer) => void; gone: AbortSignal },
) => BotAnswer | undefined;

const TEXT_LENGTH_MAX = 4096;
const UPDATES_MAX = 100;

const REFUSALS = {
  blocked: refuse(403, 'Forbidden: bot was blocked by the user'),
  deactivated: refuse(403, 'Forbidden: user is deactivated'),
  'not-found': refuse(400, 'Bad Request: chat not found'),
};

const WEBHOOK_SET =
  "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
const ANOTHER_POLL =
  'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';

/** The methods of the Bot API that the fake knows, by their lower-case names (the real one ignores case too). */
export const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  [
    'getme',
    () =>
      succeed({
        id: 4242,
        is_bot: true,
        first_name: 'وفا',
        username: 'vafa_test_bot',
        can_join_groups: true,
        can_read_all_group_messages: false,
        supports_inline_queries: false,
      }),
  ],
  ['sendmessage', sendMessage],
  ['getupdates', getUpdates],
  ['setwebhook', setWebhook],
  [
    'deletewebhook',
    (state, payload) => {
      state.webhook = undefined;
      dropPending(state, payload);
      return succeed(true, 'Webhook was deleted');
    },
  ],
  [
    'getwebhookinfo',
    ({ webhook, queue }) =>
      succeed({
        url: webhook?.url ?? '',
        has_custom_certificate: false,
        pending_update_count: queue.length,
        ...(webhook?.allowedUpdates !== undefined && { allowed_updates: webhook.allowedUpdates }),
      }),
  ],
]);

function sendMessage(state: FakeState, payload: Payload): BotAnswer {
  const chatId = Number(payload['chat_id']);
  if (!Number.isSafeInteger(chatId) || chatId === 0) return refuse(400, 'Bad Request: chat_id is empty');
  const refusal = state.refusals.get(chatId);
  if (refusal !== undefined) return REFUSALS[refusal];
  const text = typeof payload['text'] === 'string' ? payload['text'].trim() : '';
  if (text === '') return refuse(400, 'Bad Request: message text is empty');
  if (Array.from(text).length > TEXT_LENGTH_MAX) return refuse(400, 'Bad Request: message is too long');
  const messageId = state.nextMessageId++;
  const at = new Date();
  state.sent.push({ messageId, chatId, text, replyMarkup: payload['reply_markup'], payload, at });
  return succeed({
    message_id: messageId,
    from: { id: 4242, is_bot: true, first_name: 'وفا', username: 'vafa_test_bot' },
    chat: { id: chatId, first_name: 'سارا', type: 'private' },
    date: Math.floor(at.getTime() / 1000),
    text,
  });
}

function getUpdates(...[state, payload, { answer, gone }]: Parameters<Method>): BotAnswer | undefined {
  if (state.webhook !== undefined) return refuse(409, WEBHOOK_SET);
  state.waiter?.answer(refuse(409, ANOTHER_POLL));
  state.waiter = undefined;
  confirm(state, numberOr(payload['offset'], 0));
  const limit = Math.min(UPDATES_MAX, Math.max(1, numberOr(payload['limit'], UPDATES_MAX)));
  const ready = takeUpdates(state, limit);
  const timeoutMs = numberOr(payload['timeout'], 0) * 1000;
  if (ready.length > 0 || timeoutMs <= 0) return succeed(ready);
  waitForUpdates(state, { limit, answer }, { timeoutMs, gone });
  return undefined;
}

function waitForUpdates(
  state: FakeState,
  { limit, answer }: { limit: number; answer: (answer: BotAnswer) => void },
  { timeoutMs, gone }: { timeoutMs: number; gone: AbortSignal },
): void {
  const finish = (result?: BotAnswer): void => {
    clearTimeout(timer);
    if (state.waiter === waiter) state.waiter = undefined;
    if (result !== undefined) answer(result);
  };
  const waiter = { limit, answer: finish };
  const timer = setTimeout(() => finish(succeed([])), timeoutMs);
  gone.addEventListener('abort', () => finish(), { once: true });
  state.waiter = waiter;
}

/** Gives a waiting poll what has come meanwhile. */
export function wakePoll(state: FakeState): void {
  const { waiter } = state;
  if (waiter === undefined) return;
  const ready = takeUpdates(state, waiter.limit);
  if (ready.length > 0) waiter.answer(succeed(ready));
}

/** Unconfirmed updates stay; the ones to be repeated are given once. */
function takeUpdates(state: FakeState, limit: number): BotUpdate[] {
  const repeats = state.repeats.splice(0, limit);
  const fresh = state.queue.filter(({ update_id: id }) => repeats.every((again) => again.update_id !== id));
  return [...repeats, ...fresh].slice(0, limit);
}

/** Updates below `offset` were received: the real one forgets them too. */
function confirm(state: FakeState, offset: number): void {
  const kept = state.queue.filter(({ update_id: id }) => id >= offset);
  state.queue.splice(0, state.queue.length, ...kept);
}

function setWebhook(state: FakeState, payload: Payload): BotAnswer {
  const { url, secret_token: secret, allowed_updates: allowedUpdates } = payload;
  if (typeof url === 'string' && !/^(https?:\/\/.+)?$/.test(url)) {
    return refuse(400, 'Bad Request: bad webhook: invalid webhook URL specified');
  }
  state.webhook =
    typeof url === 'string' && url !== ''
      ? { url, secretToken: typeof secret === 'string' ? secret : undefined, allowedUpdates }
      : undefined;
  state.waiter?.answer(refuse(409, 'Conflict: terminated by setWebhook request'));
  dropPending(state, payload);
  return succeed(true, 'Webhook was set');
}

function dropPending(state: FakeState, payload: Payload): void {
  if (payload['drop_pending_updates'] === true) state.queue.splice(0);
}

function numberOr(value: unknown, otherwise: number): number {
  const number = Number(value);
  return value === undefined || !Number.isFinite(number) ? otherwise : number;
}
