import type { Log } from '../log.ts';
import type { Lease, Queue } from './queue.ts';

export interface FallbackQueueOptions {
  /** The one that all workers share. */
  readonly shared: Queue;
  /** The one of this process, which always works. */
  readonly own: Queue;
  /** Whether it is worth while to try the shared one. */
  readonly up: () => boolean;
  readonly log: Log;
}

/** After a failure the shared queue is left alone for a while. */
const restMs = 5000;
/** A shared queue that was full for so long is one that nobody works on. */
const stuckMs = 30_000;

/** Carries leases through the shared queue, and inside this process for as long as that does not work. */
export function createFallbackQueue({ shared, own, up, log }: FallbackQueueOptions): Queue {
  let restsUntilMs = 0;
  let fullSinceMs: number | undefined;
  let current: Queue = shared;

  /** Throws what the shared queue throws; `undefined`: it is of no use now. */
  async function roomOfShared(): Promise<number | undefined> {
    const nowMs = performance.now();
    if (!up() || nowMs < restsUntilMs) return undefined;
    const room = await shared.room();
    if (room > 0) {
      fullSinceMs = undefined;
      return room;
    }
    fullSinceMs ??= nowMs;
    return nowMs - fullSinceMs < stuckMs ? 0 : undefined;
  }

  function rest(error: unknown): void {
    restsUntilMs = performance.now() + restMs;
    // Where Redis is away altogether, that is said elsewhere.
    if (up()) log.warn({ err: error }, 'the shared queue fails: messages go out from this process for now');
  }

  return {
    async room() {
      const room = await roomOfShared().catch(rest);
      current = typeof room === 'number' ? shared : own;
      return room ?? own.room();
    },
    async add(leases: readonly Lease[]) {
      try {
        await current.add(leases);
      } catch (error) {
        if (current === shared) rest(error);
        throw error;
      }
    },
    work(handler) {
      own.work(handler);
      shared.work(handler);
    },
    async close() {
      await Promise.all([shared.close(), own.close()]);
    },
  };
}
