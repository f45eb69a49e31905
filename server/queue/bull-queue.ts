import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import Bull from 'bull';
import { z } from 'zod';
import { byLane, lanesMax, leasesMax } from './queue.ts';
import type { Lease, LeaseHandler, Queue } from './queue.ts';
import type { QueueOptions } from './shared.ts';
import { within } from './within.ts';

export interface BullQueueOptions extends QueueOptions {
  readonly url: string;
  /** Before all keys, with a hash tag in it: Bull's scripts touch several keys at a time. */
  readonly prefix: string;
  /** Told what Bull's connections complain of, however often they do. */
  readonly onTrouble: (error: unknown) => void;
}

type BullQueue = Bull.Queue<unknown>;
type RedisOptions = Exclude<Bull.QueueOptions['redis'], string | undefined>;

/** One job is one lane, so that messages to one address stay in their order whichever worker takes it. */
const jobData = z.object({
  lane: z.string(),
  leases: z.array(z.object({ messageId: z.int(), token: z.string() })),
});

const name = 'outbox';
const connectMaxMs = 1000;
const commandMaxMs = 1000;
const answerMaxMs = 1500;
const closeMaxMs = 2000;
/** A connection that is given up and not closed by the other side keeps the process for so long. */
const disconnectMaxMs = 100;
const reconnectMaxMs = 1000;
/** Jobs that wait in Redis, of all relays: even at a provider's pace they are through before their leases lapse. */
const waitingMax = 128;
/** A job that a dead worker held is dropped after this; its leases have lapsed by then. */
const lockMs = 60_000;

/** The outbox decides what is tried again; Bull only carries, and keeps nothing of what is over. */
const jobOptions: Bull.JobOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true };

/**
 * Carries leases through Redis to whichever worker of the installation is free. It connects when work begins.
 * `room` and `add` reject within a second or two where Redis does not answer.
 */
export function createBullQueue(options: BullQueueOptions): Queue {
  const stopping = new AbortController();
  const inHand = new Set<Promise<void>>();
  let queues: { readonly producer: BullQueue; readonly worker: BullQueue } | undefined;

  function producer(): BullQueue {
    assert(queues, 'work has begun');
    return queues.producer;
  }

  return {
    async room() {
      const waiting = await asked(producer(), (queue) => queue.getWaitingCount());
      return stopping.signal.aborted ? 0 : Math.min(leasesMax, waitingMax - waiting);
    },
    async add(leases) {
      const jobs = [...byLane(leases)].map(([lane, of]) => ({
        data: { lane, leases: of.map(({ messageId, token }) => ({ messageId, token })) },
      }));
      await asked(producer(), (queue) => queue.addBulk(jobs));
    },
    work(handler) {
      // Bull complains of its own closing.
      const onTrouble = (error: unknown) => {
        if (!stopping.signal.aborted) options.onTrouble(error);
      };
      const told = { ...options, onTrouble };
      queues = { producer: createProducer(told), worker: createWorker(told) };
      const each = { handler, onError: options.onError, stopping: stopping.signal };
      queues.worker
        .process(lanesMax, ({ data }) => {
          const work = runJob(data, each).finally(() => inHand.delete(work));
          inHand.add(work);
          return work;
        })
        .catch(options.onTrouble);
    },
    async close() {
      stopping.abort();
      if (!queues) return;
      const { producer: adding, worker } = queues;
      // Takes no more. Not to be waited for: with Redis gone it never ends.
      worker.pause(true, true).catch(options.onTrouble);
      await Promise.all(inHand);
      // Bull says that the jobs are done as soon as it gets its turn.
      await turn();
      const closing = Promise.all([worker.close(true), adding.close(true)]);
      await within(closing, closeMaxMs).catch(options.onTrouble);
      for (const queue of [worker, adding]) disconnect(queue);
    },
  };
}

interface JobRun {
  readonly handler: LeaseHandler;
  readonly onError: (error: unknown) => void;
  readonly stopping: AbortSignal;
}

/** One after the other. Never rejects: a job that failed would only be dropped, and its leases lapse anyway. */
async function runJob(data: unknown, { handler, onError, stopping }: JobRun): Promise<void> {
  const job = jobData.safeParse(data);
  if (!job.success) {
    onError(new Error('a job in Redis is none of ours', { cause: job.error }));
    return;
  }
  for (const lease of job.data.leases) {
    const whole: Lease = { ...lease, lane: job.data.lane };
    await handler(whole, stopping).catch(onError);
  }
}

/** Fails fast: while Redis is away the relay has another way, and must not wait. */
function createProducer({ url, prefix, onTrouble }: BullQueueOptions): BullQueue {
  const redis = { ...connectionOf(url), enableOfflineQueue: false, maxRetriesPerRequest: 0 };
  const queue = new Bull(name, {
    prefix,
    redis: { ...redis, commandTimeout: commandMaxMs },
    defaultJobOptions: jobOptions,
  });
  return queue.on('error', onTrouble);
}

/** Waits for Redis as long as it takes: its commands keep the locks of the jobs in hand. */
function createWorker({ url, prefix, onTrouble }: BullQueueOptions): BullQueue {
  const queue = new Bull(name, {
    prefix,
    redis: { ...connectionOf(url), maxRetriesPerRequest: null },
    settings: { maxStalledCount: 0, lockDuration: lockMs, stalledInterval: lockMs },
  });
  return queue.on('error', onTrouble);
}

function connectionOf(redisUrl: string): RedisOptions {
  const { protocol, hostname, port, username, password, pathname } = new URL(redisUrl);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? 6379 : Number(port),
    // The settings let nothing but a number through; none is 0.
    db: Number(pathname.slice(1)),
    ...(username !== '' && { username: decodeURIComponent(username) }),
    ...(password !== '' && { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' && { tls: {} }),
    connectTimeout: connectMaxMs,
    disconnectTimeout: disconnectMaxMs,
    keepAlive: 10_000,
    retryStrategy: (times) => Math.min(times * 100, reconnectMaxMs),
  };
}

/** Asks once the connection stands; rejects when that, and the answer, take too long. */
function asked<T>(queue: BullQueue, work: (queue: BullQueue) => Promise<T>): Promise<T> {
  const { client } = queue;
  const ready =
    client.status === 'ready'
      ? Promise.resolve()
      : new Promise<void>((resolve) => client.once('ready', () => resolve()));
  return within(
    ready.then(() => work(queue)),
    answerMaxMs,
    'the queue in Redis did not answer',
  );
}

/** Where closing did not end, its connections must not keep the process. */
function disconnect(queue: BullQueue): void {
  const { clients } = queue as unknown as { clients: readonly { disconnect(): void }[] };
  for (const client of clients) client.disconnect();
}
