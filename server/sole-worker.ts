import { randomUUID } from 'node:crypto';
import { setTimeout as rest } from 'node:timers/promises';
import { atMost, partingMaxMs } from './at-most.ts';
import { levelOf } from './database-watch.ts';
import type { Runtime } from './runtime.ts';

export interface SoleWorker {
  start(): void;
  /** Has the work end, and lets the next process have it at once. */
  stop(): Promise<void>;
}

export interface SoleWorkerOptions {
  /** What the lease is called, for all processes the same. */
  readonly name: string;
  /** Goes on until it is told to end. */
  readonly work: (signal: AbortSignal) => Promise<void>;
  /** How long the work stays with a process of which nothing is heard any more. */
  readonly leaseMs?: number;
}

/**
 * Does work that only one process at a time may do, such as polling a bot: of all that share the database, the one
 * that holds the lease does it, and when that one dies another takes it over.
 */
export function createSoleWorker(
  runtime: Pick<Runtime, 'store' | 'clock' | 'log'>,
  { name, work, leaseMs = 15_000 }: SoleWorkerOptions,
): SoleWorker {
  const { store, clock, log } = runtime;
  const token = randomUUID();
  const stopping = new AbortController();
  const pauseMs = leaseMs / 3;
  let living: Promise<void> | undefined;

  /** Takes the lease, or makes it last longer; false where another process has it. */
  function hold(): Promise<boolean> {
    const now = clock.now();
    return store.transaction(async (tx) => {
      const held = await tx.run(
        'UPDATE leases SET token = ?, until_at = ? WHERE name = ? AND (token = ? OR until_at <= ?)',
        [token, now + leaseMs, name, token, now],
      );
      if (held > 0) return true;
      return (await tx.insertNew('leases', [{ name, token, until_at: now + leaseMs }])) > 0;
    });
  }

  /** As `hold`; nothing where the database cannot say. */
  async function ask(): Promise<boolean | undefined> {
    try {
      return await unlessParted(hold(), stopping.signal);
    } catch (error) {
      log[levelOf(error, 'warn')]({ err: error, lease: name }, 'a lease could not be taken or renewed');
      return undefined;
    }
  }

  async function live(): Promise<void> {
    while (!stopping.signal.aborted) {
      if ((await ask()) === true) await workWhileHeld();
      await pause(pauseMs, stopping.signal);
    }
  }

  async function workWhileHeld(): Promise<void> {
    const ending = new AbortController();
    const working = work(ending.signal)
      .catch((error: unknown) => log.error({ err: error, lease: name }, 'work of one process broke off'))
      .finally(() => ending.abort());
    let heardAt = performance.now();
    while (!ending.signal.aborted) {
      await pause(pauseMs, AbortSignal.any([stopping.signal, ending.signal]));
      const answer = stopping.signal.aborted ? false : await ask();
      if (answer === true) heardAt = performance.now();
      // Without the database the work goes on for as long as nobody else can have taken it.
      const stillOurs = answer ?? performance.now() - heardAt < leaseMs - pauseMs;
      if (!stillOurs) ending.abort();
    }
    await working;
  }

  async function release(): Promise<void> {
    await store.transaction((tx) => tx.run('DELETE FROM leases WHERE name = ? AND token = ?', [name, token]));
  }

  return {
    start() {
      living = live();
    },
    async stop() {
      stopping.abort();
      await living;
      try {
        if (!(await atMost(partingMaxMs, release()))) throw new Error('the database does not answer');
      } catch (error) {
        log.warn({ err: error, lease: name }, 'a lease could not be given back: it lapses by itself');
      }
    },
  };
}

/** Rests, but no longer than until the signal. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await rest(ms, undefined, { signal }).catch(() => undefined);
}

/** Once the worker is to stop, its lease is waited for no longer than it has to be: nobody needs the answer. */
async function unlessParted(asked: Promise<boolean>, stopping: AbortSignal): Promise<boolean> {
  const answered = new AbortController();
  const told = new Promise<void>((resolve) => {
    if (stopping.aborted) resolve();
    else stopping.addEventListener('abort', () => resolve(), { once: true, signal: answered.signal });
  });
  const parted = told.then(() => atMost(partingMaxMs, asked)).then(() => false);
  try {
    return await Promise.race([asked, parted]);
  } finally {
    answered.abort();
  }
}
