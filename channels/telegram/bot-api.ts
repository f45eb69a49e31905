import { Agent } from 'node:https';
import { Telegram } from 'telegraf';
import type { Opts, Telegram as Methods } from 'telegraf/types';
import type { ZodType } from 'zod';
import { SendError } from '../types.ts';
import { toSendError } from './faults.ts';

/** One call of a Bot API method; `schema` is what the answer must look like to be believed. */
interface BotCall<M extends keyof Methods, T> {
  readonly method: M;
  readonly payload: Opts<M>;
  readonly schema: ZodType<T>;
  readonly signal: AbortSignal;
  /** How long the other side may rightly keep us waiting (a long poll), on top of the time limit. */
  readonly holdMs?: number;
}

/** The Bot API of one bot. Throws only `SendError`. */
export interface BotApi {
  call<M extends keyof Methods, T>(call: BotCall<M, T>): Promise<T>;
}

export interface BotApiOptions {
  readonly token: string;
  /** `https://api.telegram.org`, `https://tapi.bale.ai` or a relay; a path in it is kept. */
  readonly apiRoot: string;
  readonly timeoutMs: number;
}

/**
 * Idle connections are let go after 5 s, before a provider or a router drops them: a message written to a
 * connection that died meanwhile has an unknown fate, and there is nobody to ask.
 */
const KEEP_IDLE_MS = 5_000;

/** Speaks to the Bot API through telegraf's client, with a time limit that telegraf does not have (it waits 500 s). */
export function createBotApi({ token, apiRoot, timeoutMs }: BotApiOptions): BotApi {
  const telegram = new Telegram(token, {
    apiRoot: apiRoot.endsWith('/') ? apiRoot : `${apiRoot}/`,
    agent: new Agent({ keepAlive: true, scheduling: 'lifo', timeout: KEEP_IDLE_MS }),
    webhookReply: false,
  });
  return {
    async call({ method, payload, schema, signal, holdMs = 0 }) {
      // Surely not sent: better than leaving somebody to decide about a message that never left.
      if (signal.aborted) throw new SendError('unreachable', 'aborted');
      const deadline = startDeadline(signal, timeoutMs + holdMs);
      try {
        return believe(schema, await telegram.callApi(method, payload, { signal: asShim(deadline.signal) }));
      } catch (error) {
        throw toSendError(error, { token, cutBy: deadline.cutBy() });
      } finally {
        deadline.clear();
      }
    },
  };
}

type ShimSignal = NonNullable<NonNullable<Parameters<Telegram['callApi']>[2]>['signal']>;

/** Telegraf's types want the signal of a package that stood in for Node's own before there was one. */
function asShim(signal: unknown): ShimSignal {
  return signal as ShimSignal;
}

function believe<T>(schema: ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  if (!parsed.success)
    throw new SendError('fate-unknown', 'garbage', { message: 'an answer of another form' });
  return parsed.data;
}

/**
 * A signal that aborts with `outer` or after `ms`. Not `AbortSignal.any`: on a signal that lives as long as
 * the process, each call would leave something behind (nodejs/node#54614).
 */
function startDeadline(outer: AbortSignal, ms: number) {
  const controller = new AbortController();
  let cut: 'timeout' | 'aborted' | undefined;
  const end = (by: 'timeout' | 'aborted'): void => {
    cut ??= by;
    controller.abort();
  };
  const abort = (): void => end('aborted');
  const timer = setTimeout(() => end('timeout'), ms);
  outer.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    cutBy: () => cut,
    clear(): void {
      clearTimeout(timer);
      outer.removeEventListener('abort', abort);
    },
  };
}
