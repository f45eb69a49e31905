import { randomUUID } from 'node:crypto';
import { bellNames } from '../bell.ts';
import type { Bell, BellName } from '../bell.ts';
import type { Log } from '../log.ts';
import { createBullQueue } from './bull-queue.ts';
import { createFallbackQueue } from './fallback-queue.ts';
import { createInProcessQueue } from './in-process.ts';
import { createRedisLink } from './redis-link.ts';
import type { RedisClient } from './redis-link.ts';
import { reserveInRedis } from './redis-turns.ts';
import { createTurns, waitForTurn } from './send-turn.ts';
import type { Hits, Shared } from './shared.ts';

export interface RedisSharedOptions {
  readonly url: string;
  /** The installation's code: nothing of another one is ever seen. */
  readonly installation: string;
  readonly bell: Bell;
  readonly log: Log;
}

/** As `Shared`, and whether Redis answers at this moment. */
export interface RedisShared extends Shared {
  up(): boolean;
}

/** What the processes of an installation share through Redis, and each by itself while Redis is away. */
export function createRedisShared({ url, installation, bell, log }: RedisSharedOptions): RedisShared {
  const prefix = `vafa:{${installation}}`;
  const epoch = createEpoch(`${prefix}:epoch`);
  const rings = createRings(bell);
  const sayChange = createTeller(log);
  const link = createRedisLink({
    ...{ url, topic: `${prefix}:bell`, check: epoch.check },
    onMessage: rings.heard,
    onChange(state, why) {
      sayChange(state, why);
      if (state === 'down') epoch.doubt();
    },
  });
  const turnsHere = createTurns();
  let quiet: (() => void) | undefined;
  return {
    up: () => link.up(),
    async start() {
      quiet = bell.onRingForAll(
        createMessenger((name) => link.ask((client) => client.publish(`${prefix}:bell`, rings.saying(name)))),
      );
      await link.start();
    },
    async stop() {
      quiet?.();
      await link.stop();
    },
    hit: (key, windowMs) => link.ask((client) => hit(client, `${prefix}:rate:${key}`, windowMs)),
    turn: (turn, signal) =>
      waitForTurn(
        async (asked, waitMaxMs) =>
          (await link.ask((client) => reserveInRedis(client, prefix, { turn: asked, waitMaxMs }))) ??
          turnsHere(asked, waitMaxMs),
        turn,
        signal,
      ),
    createQueue: ({ onError }) =>
      createFallbackQueue({
        shared: createBullQueue({
          url,
          prefix,
          onError,
          onTrouble: (error) => logTrouble(log, link.up(), error),
        }),
        own: createInProcessQueue({ onError }),
        up: () => link.up(),
        log,
      }),
    onForgotten: epoch.onDoubt,
  };
}

/** Once a change, never a line a command. Of a Redis that was never there the look at the start has told, with its cure. */
function createTeller(log: Log) {
  let answered = false;
  return (state: 'up' | 'down', why: unknown): void => {
    if (state === 'up') log.info('Redis answers');
    else
      log[answered ? 'warn' : 'debug']({ err: why }, 'Redis does not answer: this process goes on by itself');
    answered ||= state === 'up';
  };
}

/** While Redis is away every command of Bull fails, and that was said already. */
function logTrouble(log: Log, up: boolean, error: unknown): void {
  log[up ? 'warn' : 'debug']({ err: error }, 'trouble with the queue in Redis');
}

/** A random word kept in Redis: when it is another one, what was in Redis before is gone. */
function createEpoch(key: string) {
  const listeners = new Set<() => void>();
  let known: string | undefined;
  const doubt = () => {
    for (const listener of [...listeners]) listener();
  };
  return {
    check: async (client: RedisClient): Promise<void> => {
      await client.set(key, randomUUID(), { condition: 'NX' });
      const found = (await client.get(key)) ?? undefined;
      const changed = known !== undefined && known !== found;
      known = found;
      if (changed) doubt();
    },
    /** What waits in a Redis that is away waits for nobody knows how long. */
    doubt,
    onDoubt: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Rings that cross: each carries who rang, so that nobody hears himself. */
function createRings(bell: Bell) {
  const self = randomUUID();
  return {
    saying: (name: BellName) => `${self} ${name}`,
    heard: (text: string): void => {
      const [from, said] = text.split(' ');
      const name = bellNames.find((each) => each === said);
      if (name !== undefined && from !== self) bell.ringHere(name);
    },
  };
}

const restMs = 20;

/** The first ring is passed on at once; those within a moment after it together, at its end. */
function createMessenger(pass: (name: BellName) => Promise<unknown>): (name: BellName) => void {
  const resting = new Map<BellName, { again: boolean }>();
  return function send(name) {
    const rest = resting.get(name);
    if (rest) {
      rest.again = true;
      return;
    }
    const begun = { again: false };
    resting.set(name, begun);
    void pass(name);
    setTimeout(() => {
      resting.delete(name);
      if (begun.again) send(name);
    }, restMs).unref();
  };
}

async function hit(client: RedisClient, key: string, windowMs: number): Promise<Hits> {
  const answers = await client
    .multi()
    .set(key, '0', { condition: 'NX', expiration: { type: 'PX', value: windowMs } })
    .incr(key)
    .pTTL(key)
    .exec();
  return { count: Number(answers[1]), endsAt: Date.now() + Math.max(0, Number(answers[2])) };
}
