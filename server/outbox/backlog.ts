import type { Clock } from '../clock.ts';
import type { Metrics } from '../metrics.ts';
import type { Store } from '../store/store.ts';
import { marks } from '../store/tx.ts';
import { openStates } from './states.ts';

/** Has the metrics ask, at each scrape, what waits to be sent and for how long. */
export function watchBacklog(metrics: Metrics, store: Store, clock: Clock): void {
  metrics.watchOutbox(async () => {
    const rows = await store.all<{ channel: string; state: string; count: number; oldest: number }>(
      `SELECT channel, state, COUNT(*) AS count, MIN(created_at) AS oldest FROM outbox
       WHERE state IN (${marks(openStates)}) GROUP BY channel, state`,
      openStates,
    );
    return rows.map(({ channel, state, count, oldest }) => ({
      channel,
      state,
      count,
      oldestAgeSeconds: (clock.now() - oldest) / 1000,
    }));
  });
}
