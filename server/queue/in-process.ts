import type { Lease, Queue } from './queue.ts';

export interface InProcessOptions {
  /** Lanes worked on at the same time. */
  readonly lanesMax?: number;
  /** Leases held at the same time, waiting ones included. */
  readonly leasesMax?: number;
  readonly onError: (error: unknown) => void;
}

/** The queue of a single process: an array of lanes in memory. */
export function createInProcessQueue({ lanesMax = 8, leasesMax = 64, onError }: InProcessOptions): Queue {
  const waiting = new Map<string, Lease[]>();
  const busy = new Map<string, Promise<void>>();
  let held = 0;
  let closed = false;
  let handle: (lease: Lease) => Promise<void> = () => Promise.resolve();

  async function runLane(lane: string): Promise<void> {
    for (;;) {
      const lease = closed ? undefined : waiting.get(lane)?.shift();
      if (!lease) break;
      await handle(lease).catch(onError);
      held -= 1;
    }
    waiting.delete(lane);
    busy.delete(lane);
    startLanes();
  }

  function startLanes(): void {
    for (const lane of waiting.keys()) {
      if (closed || busy.size >= lanesMax) return;
      if (!busy.has(lane)) busy.set(lane, runLane(lane));
    }
  }

  return {
    room: () => (closed ? 0 : leasesMax - held),
    add(leases) {
      for (const lease of leases) {
        held += 1;
        const lane = waiting.get(lease.lane);
        if (lane) lane.push(lease);
        else waiting.set(lease.lane, [lease]);
      }
      startLanes();
      return Promise.resolve();
    },
    work(handler) {
      handle = handler;
    },
    async close() {
      closed = true;
      await Promise.all(busy.values());
    },
  };
}
