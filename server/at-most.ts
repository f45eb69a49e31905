import { setTimeout as rest } from 'node:timers/promises';

/** How long a process that is stopped waits for what another one does just as well, or what lapses by itself. */
export const partingMaxMs = 1500;

/**
 * Waits for `work`, but no longer than `limitMs`; answers whether it has ended, and rejects where it has failed by
 * then. What becomes of it later is nobody's.
 */
export async function atMost(limitMs: number, work: Promise<unknown>): Promise<boolean> {
  const waiting = new AbortController();
  const over = rest(limitMs, false, { signal: waiting.signal });
  try {
    return await Promise.race([work.then(() => true), over]);
  } finally {
    // Nobody waits for it any more where the work was first.
    over.catch(() => undefined);
    waiting.abort();
  }
}
