import { setTimeout as pause } from 'node:timers/promises';
import { createClient, ErrorReply } from 'redis';
import { Late, within } from './within.ts';

export type RedisClient = ReturnType<typeof makeClient>;

export interface RedisLinkOptions {
  readonly url: string;
  /** What is listened to, and who hears it. */
  readonly topic: string;
  readonly onMessage: (text: string) => void;
  /** Asked when a connection stands and each second after: where it rejects, Redis is as good as gone. */
  readonly check: (client: RedisClient) => Promise<unknown>;
  /** Told at each change, and first of all where the first try finds nobody. */
  readonly onChange: (state: 'up' | 'down', why?: unknown) => void;
}

/** The way to a Redis that may come and go. */
export interface RedisLink {
  /** Resolves after the first try, whatever it came to; from then on it tries again and again. */
  start(): Promise<void>;
  stop(): Promise<void>;
  up(): boolean;
  /** `undefined`, at once or within a moment, where Redis does not answer or refuses: nobody waits for it. */
  ask<T>(work: (client: RedisClient) => Promise<T>): Promise<T | undefined>;
}

const connectMaxMs = 1000;
const answerMaxMs = 250;
const checkMaxMs = 1000;
const checkEveryMs = 1000;
const restMs = 500;

interface Connection {
  readonly client: RedisClient;
  readonly subscriber: RedisClient;
  /** Aborted, with the reason, when the connection is of no use any more. */
  readonly lost: AbortController;
  /** An answer was late: nobody else waits until the check has said whether Redis is there. */
  doubted: boolean;
}

export function createRedisLink(options: RedisLinkOptions): RedisLink {
  const stopping = new AbortController();
  let current: Connection | undefined;
  let living: Promise<void> | undefined;
  let told: 'up' | 'down' | undefined;

  function tell(state: 'up' | 'down', why?: unknown): void {
    if (state === told || stopping.signal.aborted) return;
    told = state;
    options.onChange(state, why);
  }

  /** One connection from its making to its end; resolves early, through `stands`, when it stands. */
  async function live(stands: () => void): Promise<void> {
    const connection = createConnection(options);
    try {
      await open(connection, options);
      current = connection;
      tell('up');
      stands();
      await keepWatch(connection, options, stopping.signal);
    } catch (error) {
      tell('down', connection.lost.signal.aborted ? connection.lost.signal.reason : error);
    } finally {
      current = undefined;
      destroy(connection);
    }
  }

  async function liveOn(tried: () => void): Promise<void> {
    while (!stopping.signal.aborted) {
      await live(tried);
      tried();
      await pause(restMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  return {
    start: () =>
      new Promise((resolve) => {
        living = liveOn(resolve);
      }),
    async stop() {
      stopping.abort();
      await living;
    },
    up: () => current !== undefined,
    async ask(work) {
      const connection = current;
      if (!connection || connection.doubted) return undefined;
      try {
        return await within(work(connection.client), answerMaxMs, 'Redis did not answer');
      } catch (error) {
        // A refusal is an answer; whether Redis is of any use is for the check to say, also of one that is late:
        // on a busy machine it often is, and a connection that is given up too soon comes and goes.
        if (error instanceof Late) connection.doubted = true;
        else if (!(error instanceof ErrorReply)) lose(connection, error);
        return undefined;
      }
    },
  };

  function lose(connection: Connection, error: unknown): void {
    if (current === connection) current = undefined;
    connection.lost.abort(error);
  }
}

/** No reconnecting and no queue of its own: what waits for Redis would wait for minutes. */
function makeClient(url: string) {
  const socket = { connectTimeout: connectMaxMs, reconnectStrategy: false } as const;
  return createClient({ url, disableOfflineQueue: true, socket });
}

function createConnection({ url }: RedisLinkOptions): Connection {
  const lost = new AbortController();
  const [client, subscriber] = [makeClient(url), makeClient(url)];
  for (const each of [client, subscriber]) each.on('error', (error: unknown) => lost.abort(error));
  return { client, subscriber, lost, doubted: false };
}

async function open({ client, subscriber }: Connection, options: RedisLinkOptions): Promise<void> {
  const { topic, onMessage, check } = options;
  const work = async () => {
    await client.connect();
    await check(client);
    await subscriber.connect();
    await subscriber.subscribe(topic, onMessage);
  };
  await within(work(), connectMaxMs, 'Redis did not answer');
}

/** Rejects when the connection is lost; resolves when `stopping` aborts. */
async function keepWatch(
  connection: Connection,
  { check }: RedisLinkOptions,
  stopping: AbortSignal,
): Promise<void> {
  const { client, subscriber, lost } = connection;
  const end = AbortSignal.any([lost.signal, stopping]);
  for (;;) {
    await pause(checkEveryMs, undefined, { signal: end }).catch(() => undefined);
    if (stopping.aborted) return;
    lost.signal.throwIfAborted();
    await within(Promise.all([check(client), subscriber.ping()]), checkMaxMs, 'Redis did not answer');
    connection.doubted = false;
  }
}

function destroy({ client, subscriber }: Connection): void {
  for (const each of [client, subscriber]) if (each.isOpen) each.destroy();
}
