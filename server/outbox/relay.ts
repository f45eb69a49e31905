import { randomUUID } from 'node:crypto';
import { failpoint } from '../failpoint.ts';
import type { Lease, Queue } from '../queue/queue.ts';
import type { Runtime } from '../runtime.ts';
import { marks } from '../store/tx.ts';
import { createSweeper } from '../sweeper.ts';
import type { Sweeper } from '../sweeper.ts';
import { openStates } from './states.ts';

/** How long a taken message stays ours: longer than a send and its timeouts ever last. */
export const leaseMs = 60_000;

const sweepMs = 1000;

export interface Relay extends Sweeper {
  /** Leases due messages and hands them to the queue until none is due or the queue is full. */
  sweep(): Promise<number>;
}

/**
 * Finds the messages whose time has come. The rows are the truth: whoever dies with a lease in hand, the lease
 * lapses and the message is found again.
 */
export function createRelay(runtime: Runtime, queue: Queue): Relay {
  async function sweep(): Promise<number> {
    let taken = 0;
    for (;;) {
      const leases = await takeDue(runtime, queue.room());
      if (leases.length === 0) return taken;
      taken += leases.length;
      failpoint('relay-leased');
      await queue.add(leases);
      failpoint('relay-queued');
    }
  }
  return { sweep, ...createSweeper(runtime, { bell: 'outbox', everyMs: sweepMs, round: sweep }) };
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
       WHERE id IN (${marks(ids)}) AND due_at <= ? AND state IN (${marks(openStates)})`,
      [token, now + leaseMs, ...ids, now, ...openStates],
    );
    failpoint('relay-before-commit');
    return tx.all<DueRow>(
      `SELECT id, channel, address FROM outbox WHERE id IN (${marks(ids)}) AND lease_token = ? ORDER BY id`,
      [...ids, token],
    );
  });
  return taken.map(({ id, channel, address }) => ({ messageId: id, token, lane: `${channel}:${address}` }));
}

/** Looks without locking; the lease decides. */
function dueRows(runtime: Runtime, limit: number): Promise<DueRow[]> {
  const now = runtime.clock.now();
  return runtime.store.all<DueRow>(
    `SELECT id, channel, address FROM outbox
     WHERE state IN (${marks(openStates)}) AND due_at <= ?
       AND channel NOT IN (SELECT channel FROM channel_pauses WHERE until_at > ?)
     ORDER BY due_at, id LIMIT ?`,
    [...openStates, now, now, limit],
  );
}
