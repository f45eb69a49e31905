import { randomUUID } from 'node:crypto';
import { failpoint } from '../failpoint.ts';
import { leasesMax } from '../queue/queue.ts';
import type { Lease, Queue } from '../queue/queue.ts';
import type { Runtime } from '../runtime.ts';
import { marks } from '../store/tx.ts';
import { createSweeper } from '../sweeper.ts';
import type { Sweeper } from '../sweeper.ts';
import { giveBack, leaseMs } from './lease.ts';
import { isAhead } from './order.ts';
import { askingChannels, endQuestions, mayGo } from './questions.ts';
import { openStates } from './states.ts';

const sweepMs = 1000;
/** Messages that wait for an earlier one to the same address and are passed over at a time. */
const blockedMax = 200;
/** Times that the queue may refuse leases within one round. */
const refusalsMax = 3;
/** Handed over and perhaps not begun: more than a queue ever carries. */
const rememberedMax = 200;

export interface Relay extends Sweeper {
  /** Leases due messages and hands them to the queue until none is due, the queue is full, or it is told to stop. */
  sweep(stopping?: AbortSignal): Promise<number>;
  /** Gives back what was handed over and not begun: once nobody works on the queue any more. Never rejects. */
  release(): Promise<void>;
}

/**
 * Finds the messages whose time has come. The rows are the truth: whoever dies with a lease in hand, the lease
 * lapses and the message is found again.
 */
export function createRelay(runtime: Runtime, queue: Queue): Relay {
  const handedOver = createMemory(runtime);
  let quiet: (() => void) | undefined;

  async function sweep(stopping?: AbortSignal): Promise<number> {
    let taken = 0;
    let refusals = 0;
    await liftAnswered(runtime);
    while (stopping?.aborted !== true) {
      const leases = await takeDue(runtime, await queue.room());
      if (leases.length === 0) return taken;
      handedOver.add(leases);
      try {
        failpoint('relay-leased');
        await queue.add(leases);
        failpoint('relay-queued');
        taken += leases.length;
      } catch (error) {
        // Some of them may have been carried: only what is leased anew is surely sent once.
        await handedOver.takeBack();
        if (++refusals === refusalsMax) throw error;
      }
    }
    return taken;
  }

  const sweeper = createSweeper(runtime, { bell: 'outbox', everyMs: sweepMs, round: sweep });
  return {
    sweep,
    start() {
      quiet = runtime.shared.onForgotten(() => void handedOver.takeBackSafely());
      sweeper.start();
    },
    async stop() {
      quiet?.();
      await sweeper.stop();
    },
    release: () => handedOver.takeBackSafely(),
  };
}

/** What was handed over lately, so that it need not lapse where the queue is known to have lost it. */
function createMemory({ store, clock, log, bell }: Runtime) {
  let batches: (readonly Lease[])[] = [];

  async function takeBack(): Promise<void> {
    const now = clock.now();
    const all = batches.flat();
    batches = [];
    if (all.length === 0) return;
    const count = await store.transaction(async (tx) => {
      let given = 0;
      for (let from = 0; from < all.length; from += leasesMax) {
        const some = all.slice(from, from + leasesMax);
        const ids = some.map(({ messageId }) => messageId);
        const tokens = [...new Set(some.map(({ token }) => token))];
        given += await giveBack(tx, { ids, tokens, dueAt: now });
      }
      return given;
    });
    if (count > 0) log.info({ count }, 'leases that nobody had begun with were given back');
    bell.ring('outbox');
  }

  return {
    takeBack,
    /** Where it fails, the leases lapse. */
    takeBackSafely: () =>
      takeBack().catch((error: unknown) => log.warn({ err: error }, 'leases were not given back')),
    add(leases: readonly Lease[]): void {
      batches.push(leases);
      if (batches.length > rememberedMax) batches.shift();
    },
  };
}

/** A channel whose last question since a restore is answered sends again. */
async function liftAnswered({ store, log }: Runtime): Promise<void> {
  if (!(await askingChannels(store)).some(({ open }) => open === 0)) return;
  const channels = await store.transaction((tx) => endQuestions(tx));
  log.info({ channels }, 'every question since the restore is answered: sending again');
}

interface DueRow {
  readonly id: number;
  readonly channel: string;
  readonly address: string;
}

async function takeDue(runtime: Runtime, room: number): Promise<Lease[]> {
  if (room <= 0) return [];
  const due = await dueRows(runtime, room);
  if (due.length === 0) return [];
  const token = randomUUID();
  const now = runtime.clock.now();
  const taken = await runtime.store.transaction(async (tx) => {
    const ids = due.map((row) => row.id);
    await tx.run(
      `UPDATE outbox SET lease_token = ?, due_at = ?
       WHERE id IN (${marks(ids)}) AND due_at <= ? AND state IN (${marks(openStates)}) AND ${mayGo}`,
      [token, now + leaseMs, ...ids, now, ...openStates],
    );
    failpoint('relay-before-commit');
    return tx.all<DueRow>(
      `SELECT id, channel, address FROM outbox WHERE id IN (${marks(ids)}) AND lease_token = ? ORDER BY created_at, id`,
      [...ids, token],
    );
  });
  return taken.map(({ id, channel, address }) => ({ messageId: id, token, lane: `${channel}:${address}` }));
}

/** The first of one state, in the order of its index: a backlog is never sorted as a whole. */
const firstOfState = (alias: string) =>
  `SELECT * FROM (
     SELECT id, channel, address, due_at, created_at FROM outbox
     WHERE state = ? AND due_at <= ?
       AND channel NOT IN (SELECT channel FROM channel_pauses WHERE until_at > ?) AND ${mayGo}
     ORDER BY due_at, id LIMIT ?
   ) ${alias}`;

/** Looks without locking; the lease decides. */
function dueRows(runtime: Runtime, limit: number): Promise<DueRow[]> {
  const now = runtime.clock.now();
  return runtime.store.all<DueRow>(
    `SELECT id, channel, address FROM (${openStates.map(firstOfState).join(' UNION ALL ')}) due
     WHERE NOT EXISTS (SELECT 1 FROM outbox ahead WHERE ${isAhead('due')})
     ORDER BY due_at, created_at, id LIMIT ?`,
    [...openStates.flatMap((state) => [state, now, now, limit + blockedMax]), ...openStates, now, limit],
  );
}
