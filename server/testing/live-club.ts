import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { createKavenegar } from '../../channels/kavenegar/kavenegar.ts';
import type { Environment } from '../config.ts';
import { marks } from '../store/tx.ts';
import { openStates } from '../outbox/states.ts';
import type { FakeInbound } from './fake-kavenegar-callbacks.ts';
import type { FakeMessage } from './fake-kavenegar-service.ts';
import { startFakeKavenegar } from './fake-kavenegar.ts';
import type { FakeKavenegar } from './fake-kavenegar.ts';
import { startFakeTelegram } from './fake-telegram.ts';
import type { FakeTelegram } from './fake-telegram.ts';
import { freePort } from './free-port.ts';
import { startRunningServer } from './running-server.ts';
import type { RunningServer } from './running-server.ts';
import { takeTestDatabase } from './test-database.ts';
import { testSecret } from './test-runtime.ts';
import type { TestRuntime } from './test-runtime.ts';

export interface LiveClubOptions {
  /** Settings over those of the club. */
  readonly env?: Environment;
  readonly startAt?: string;
  /** The bot, and how it is spoken with; none when not given. */
  readonly bot?: 'telegram-polling' | 'telegram-webhook' | 'bale-polling';
  /** How long an answer of the SMS provider is waited for; as long as in earnest when not given. */
  readonly smsTimeoutMs?: number;
}

/** What one inbound SMS may have besides its sender and text. */
type InboundDetails = Partial<Pick<FakeInbound, 'messageid' | 'form' | 'otherNames' | 'line'>>;

/**
 * A club as its customers meet it: the server with all its loops, listening, between fakes of the providers.
 * Only its clock is not real. What goes in goes in over HTTP; what came out is at the fakes.
 */
export interface LiveClub {
  /** The present one: `restart` puts another in its place. */
  readonly runtime: TestRuntime;
  readonly url: string;
  readonly sms: FakeKavenegar;
  /** The bot's service. */
  readonly chat: FakeTelegram;
  /** Lines of the log, of all runtimes so far. */
  lines(): readonly Readonly<Record<string, unknown>>[];
  /** The address of a callback, as it stands in the provider's panel. */
  callback(path: string, secret?: string): string;
  /** Waits until nothing is left to do at this moment. */
  quiet(): Promise<void>;
  /** Lets time go by, or come to a moment in ISO form, with all that falls due by it. */
  wait(time: number | string): Promise<void>;
  /** The SMS that the provider took because of what was done. */
  smsDuring(action: () => unknown): Promise<FakeMessage[]>;
  /** Somebody texts the shop's line; the texts that went out because of it. */
  text(from: string, text: string, details?: InboundDetails): Promise<string[]>;
  /** Ends the server and starts another on the same database, with other settings where they are given. */
  restart(env?: Environment): Promise<void>;
  close(): Promise<void>;
}

const botToken = '4242:the-token-of-the-test-bot';
const withinMs = 8_000;

/** Starts one, with a database that outlives its server. */
export async function openLiveClub(options: LiveClubOptions = {}): Promise<LiveClub> {
  const database = await takeTestDatabase();
  // It forgets: only asking first keeps a message from going out twice.
  const sms = await startFakeKavenegar({ remembersLocalIds: false });
  const chat = await startFakeTelegram({ token: botToken });
  // A webhook has to name its port before the server listens.
  const port = await freePort();
  const env = {
    ...environmentOf(options, { sms, chat, port }),
    ...database.env,
  };
  const start = async (more: Environment = {}, startAt = options.startAt) => {
    const channels = options.smsTimeoutMs === undefined ? undefined : impatient(sms, options.smsTimeoutMs);
    const wanted = { env: { ...env, ...more }, ...(startAt && { startAt }), ...(channels && { channels }) };
    const started = await startRunningServer(wanted);
    if (options.bot === 'telegram-webhook') await eventually(() => chat.webhook() !== undefined);
    return started;
  };
  const now: Present = { server: await start(), earlier: [] };
  return {
    ...customers(now, { sms, chat, port }),
    get runtime() {
      return now.server.runtime;
    },
    async restart(more) {
      const at = new Date(now.server.runtime.clock.now()).toISOString();
      now.earlier.push(...now.server.runtime.lines);
      await now.server.close();
      now.server = await start(more, at);
    },
    async close() {
      await now.server.close();
      await Promise.all([sms.close(), chat.close()]);
      await database.remove();
    },
  };
}

interface Outside {
  readonly sms: FakeKavenegar;
  readonly chat: FakeTelegram;
  readonly port: number;
}

/** The server that runs at present, and the log of those before it. */
interface Present {
  server: RunningServer;
  readonly earlier: Readonly<Record<string, unknown>>[];
}

function customers(
  now: Present,
  { sms, chat, port }: Outside,
): Omit<LiveClub, 'runtime' | 'restart' | 'close'> {
  const url = `http://127.0.0.1:${port}`;
  let messageId = 5_000;
  const callback = (path: string, secret = testSecret) => `${url}/channels/${path.replace('SECRET', secret)}`;
  const quiet = () => waitForQuiet(now.server.runtime, chat);
  const smsDuring = async (action: () => unknown) => {
    const before = sms.messages.length;
    await action();
    await quiet();
    return sms.messages.slice(before);
  };
  return {
    ...{ url, sms, chat, callback, quiet, smsDuring },
    lines: () => [...now.earlier, ...now.server.runtime.lines],
    async wait(time) {
      await quiet();
      const { clock } = now.server.runtime;
      if (typeof time === 'number') clock.advance(time);
      else clock.set(time);
      await quiet();
    },
    async text(from, text, details = {}) {
      messageId += 1;
      const to = callback('kavenegar/SECRET/inbound');
      const sent = await smsDuring(async () => {
        const status = await sms.inbound({ to, messageid: messageId, from, text, ...details });
        assert.equal(status, 200, 'the callback is answered 200');
      });
      return sent.map((message) => message.text);
    },
  };
}

function environmentOf({ bot, env }: LiveClubOptions, { sms, chat, port }: Outside): Environment {
  const telegram = { TELEGRAM_BOT_TOKEN: botToken, TELEGRAM_API_ROOT: chat.apiRoot };
  const bots = {
    none: {},
    'telegram-polling': telegram,
    'telegram-webhook': { ...telegram, TELEGRAM_MODE: 'webhook' },
    'bale-polling': { BALE_BOT_TOKEN: botToken, BALE_API_ROOT: chat.apiRoot },
  };
  return {
    ...{ PORT: String(port), ROLES: 'web,worker', USSD_CODE: '*789*1#' },
    ...{ KAVENEGAR_API_KEY: sms.apiKey, KAVENEGAR_BASE_URL: sms.url, KAVENEGAR_SENDER: '10004346' },
    ...bots[bot ?? 'none'],
    ...env,
  };
}

function impatient({ apiKey, url }: FakeKavenegar, timeoutMs: number) {
  return { sms: createKavenegar({ apiKey, baseUrl: url, sender: '10004346', timeoutMs }) };
}

/** Nothing is due, nothing is in anybody's hands, and the bot's service has handed everything over. */
export async function waitForQuiet(runtime: TestRuntime, chat: FakeTelegram): Promise<void> {
  await eventually(async () => {
    if (chat.pending().length > 0) return false;
    if (!(await hasWork(runtime))) return true;
    // The clock may have been moved since the loops looked last.
    runtime.bell.ring('inbox');
    runtime.bell.ring('outbox');
    return false;
  });
}

async function hasWork({ store, clock }: TestRuntime): Promise<boolean> {
  const now = clock.now();
  const row = await store.one<{ id: number }>(
    `SELECT id FROM inbox WHERE state = 'received' AND due_at <= ?
     UNION ALL
     SELECT id FROM outbox WHERE state IN (${marks(openStates)}) AND (lease_token IS NOT NULL
       OR (due_at <= ? AND channel NOT IN (SELECT channel FROM channel_pauses WHERE until_at > ?)))
     LIMIT 1`,
    [now, ...openStates, now, now],
  );
  return row !== undefined;
}

async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  const until = performance.now() + withinMs;
  while (!(await condition())) {
    assert(performance.now() < until, 'what was waited for did not come');
    await pause(3);
  }
}
