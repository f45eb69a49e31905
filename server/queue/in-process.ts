import { byLane, lanesMax as lanesMaxByDefault, leasesMax as leasesMaxByDefault } from './queue.ts';
import type { Lease, LeaseHandler, Queue } from './queue.ts';
import type { QueueOptions } from './shared.ts';

export interface InProcessOptions extends QueueOptions {
  /** Lanes worked on at the same time. */
  readonly lanesMax?: number;
  /** Leases held at the same time, waiting ones included. */
  readonly leasesMax?: number;
}

/** The queue of a single process: an array of lanes in memory. */
export function createInProcessQueue({
  lanesMax = lanesMaxByDefault,
  leasesMax = leasesMaxByDefault,
  onError,
}: InProcessOptions): Queue {
  const waiting = new Map<string, Lease[]>();
  const busy = new Map<string, Promise<void>>();
  const stopping = new AbortController();
  let held = 0;
  let handle: LeaseHandler = () => Promise.resolve();

  async function runLane(lane: string): Promise<void> {
    for (;;) {
      const lease = stopping.signal.aborted ? undefined : waiting.get(lane)?.shift();
      if (!lease) break;
      await handle(lease, stopping.signal).catch(onError);
      held -= 1;
    }
    waiting.delete(lane);
    busy.delete(lane);
    startLanes();
  }

  function startLanes(): void {
    for (const lane of waiting.keys()) {
      if (stopping.signal.aborted || busy.size >= lanesMax) return;
      if (!busy.has(lane)) busy.set(lane, runLane(lane));
    }
  }

  return {
    room: () => Promise.resolve(stopping.signal.aborted ? 0 : leasesMax - held),
    add(leases) {
      held += leases.length;
      for (const [lane, more] of byLane(leases)) waiting.set(lane, [...(waiting.get(lane) ?? []), ...more]);
      startLanes();
      return Promise.resolve();
    },
    work(handler) {
      handle = handler;
    },
    async close() {
      stopping.abort();
      await Promise.all(busy.values());
    },
  };
}
