import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { METHODS, wakePoll } from './fake-telegram-methods.ts';
import {
  emptyState,
  refuse,
  type BotAnswer,
  type BotRequest,
  type ChatRefusal,
  type FakeState,
  type SentMessage,
  type SetWebhook,
  type TelegramFault,
} from './fake-telegram-state.ts';
import {
  contactMessage,
  textMessage,
  type BotUpdate,
  type SaidContact,
  type SaidText,
} from './fake-telegram-updates.ts';

/** What became of an update that a person caused. */
interface GivenUpdate {
  readonly updateId: number;
  /** How the webhook answered its push; undefined when no webhook is set and it waits for a poll. */
  readonly status: number | undefined;
}

/** A Bot API of our own on loopback, for one bot, with the wire format and the limits of the real one. */
export interface FakeTelegram {
  readonly apiRoot: string;
  readonly sent: readonly SentMessage[];
  readonly requests: readonly BotRequest[];
  /** The webhook in force. */
  webhook(): SetWebhook | undefined;
  /** Updates that no poll has confirmed. */
  pending(): readonly BotUpdate[];
  /** A text in a private chat. Given to pollers, or pushed to the webhook. */
  say(said: SaidText): Promise<GivenUpdate>;
  shareContact(said: SaidContact): Promise<GivenUpdate>;
  /** Any update; it gets an `update_id` unless it has one. `allowed_updates` does not hold it back. */
  sayRaw(update: Readonly<Record<string, unknown>>): Promise<GivenUpdate>;
  /** Gives an update once more, even one that was confirmed. */
  repeat(updateId: number): Promise<GivenUpdate>;
  /** The next `times` requests (1; Infinity until `recover`) of `method` (`sendMessage`) go wrong. */
  fail(fault: TelegramFault, options?: { times?: number; method?: string }): void;
  recover(): void;
  /** From now on the chat refuses messages. */
  refuseChat(chatId: number, refusal: ChatRefusal): void;
  /** Resolves once `count` messages were taken; rejects after `withinMs` (2,000). */
  waitForSent(count: number, withinMs?: number): Promise<readonly SentMessage[]>;
  /** Cuts every connection and stops. */
  close(): Promise<void>;
}

const PUSH_TIMEOUT_MS = 5_000;
const BODY_BYTES_MAX = 1_000_000;

/** Starts the fake on a free port of 127.0.0.1. */
export async function startFakeTelegram({ token }: { token: string }): Promise<FakeTelegram> {
  const state = emptyState();
  const server = createServer((request, response) => {
    void serve({ state, token }, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    apiRoot: `http://127.0.0.1:${port}`,
    sent: state.sent,
    requests: state.requests,
    webhook: () => state.webhook,
    pending: () => [...state.queue],
    ...people(state),
    fail: (fault, { times = 1, method = 'sendMessage' } = {}) =>
      void state.faults.push({ method: method.toLowerCase(), fault, left: times }),
    recover: () => void state.faults.splice(0),
    refuseChat: (chatId, refusal) => void state.refusals.set(chatId, refusal),
    waitForSent: (count, withinMs = 2_000) => waitForSent(state, count, withinMs),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

type People = Pick<FakeTelegram, 'say' | 'shareContact' | 'sayRaw' | 'repeat'>;

function people(state: FakeState): People {
  const given: BotUpdate[] = [];
  const give = async (update: Readonly<Record<string, unknown>>): Promise<GivenUpdate> => {
    const complete: BotUpdate = { update_id: state.nextUpdateId++, ...update };
    given.push(complete);
    if (state.webhook !== undefined) return push(state.webhook, complete);
    state.queue.push(complete);
    wakePoll(state);
    return { updateId: complete.update_id, status: undefined };
  };
  return {
    say: (said) => give({ message: textMessage(said, state.nextMessageId++) }),
    shareContact: (said) => give({ message: contactMessage(said, state.nextMessageId++) }),
    sayRaw: give,
    async repeat(updateId) {
      const update = given.find(({ update_id: id }) => id === updateId);
      if (update === undefined) throw new Error(`no update ${updateId} was given`);
      if (state.webhook !== undefined) return push(state.webhook, update);
      state.repeats.push(update);
      wakePoll(state);
      return { updateId, status: undefined };
    },
  };
}

async function push({ url, secretToken }: SetWebhook, update: BotUpdate): Promise<GivenUpdate> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(secretToken !== undefined && { 'x-telegram-bot-api-secret-token': secretToken }),
    },
    body: JSON.stringify(update),
    signal: AbortSignal.timeout(PUSH_TIMEOUT_MS),
  });
  await response.arrayBuffer();
  return { updateId: update.update_id, status: response.status };
}

async function serve(
  { state, token }: { state: FakeState; token: string },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake');
  const payload = { ...Object.fromEntries(searchParams), ...(await readJson(request)) };
  const [, givenToken = '', name = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(decodeURIComponent(pathname)) ?? [];
  if (givenToken !== token) {
    reply(response, wrongToken(givenToken), undefined);
    return;
  }
  state.requests.push({ method: name, payload, at: new Date() });
  const fault = takeFault(state, name);
  if (failsBeforeWork(fault, response)) return;
  const answer = (given: BotAnswer): void => reply(response, given, fault);
  const method = METHODS.get(name.toLowerCase()) ?? noSuchMethod;
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const done = method(state, payload, { answer, gone: gone.signal });
  if (done !== undefined) answer(done);
}

const noSuchMethod = (): BotAnswer => refuse(404, 'Not Found: method not found');

/** The real one answers 401 for a token that is none of its bots', and 404 for what is no token at all. */
function wrongToken(given: string): BotAnswer {
  return /^\d+:[\w-]+$/.test(given) ? refuse(401, 'Unauthorized') : refuse(404, 'Not Found');
}

async function readJson(request: IncomingMessage): Promise<object> {
  let body = '';
  try {
    for await (const chunk of request.setEncoding('utf8')) {
      body += String(chunk);
      if (body.length > BODY_BYTES_MAX) return {};
    }
    const parsed: unknown = body === '' ? {} : JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}

function takeFault(state: FakeState, name: string): TelegramFault | undefined {
  const planned = state.faults.find(({ method, left }) => method === name.toLowerCase() && left > 0);
  if (planned !== undefined) planned.left -= 1;
  return planned?.fault;
}

function failsBeforeWork(fault: TelegramFault | undefined, response: ServerResponse): boolean {
  if (fault === 'hang') return true;
  if (fault === 'reset') response.socket?.resetAndDestroy();
  else if (fault === 'server-error') {
    response.writeHead(502, { 'content-type': 'text/html' }).end('<html><h1>502 Bad Gateway</h1></html>');
  } else if (typeof fault === 'object') {
    const { busyForS } = fault;
    const description = `Too Many Requests: retry after ${busyForS}`;
    reply(response, refuse(429, description, { retry_after: busyForS }), undefined);
  } else return false;
  return true;
}

function reply(response: ServerResponse, answer: BotAnswer, fault: TelegramFault | undefined): void {
  if (fault === 'take-and-hang') return;
  if (fault === 'take-and-reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const body = fault === 'odd-result' ? { ok: true, result: 'yes' } : answer.body;
  const text = fault === 'garbage' ? '<html>welcome to the hotel network</html>' : JSON.stringify(body);
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
}

async function waitForSent(
  state: FakeState,
  count: number,
  withinMs: number,
): Promise<readonly SentMessage[]> {
  const until = Date.now() + withinMs;
  while (state.sent.length < count) {
    if (Date.now() > until) {
      throw new Error(`${state.sent.length} of ${count} messages came within ${withinMs} ms`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return state.sent;
}
