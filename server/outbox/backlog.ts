import type { Clock } from '../clock.ts';
import type { Metrics, OutboxBacklog, Standing } from '../metrics.ts';
import type { Reader } from '../store/tx.ts';
import { marks } from '../store/tx.ts';
import { channelPauses } from './pause.ts';
import { askingChannels } from './questions.ts';
import { openStates } from './states.ts';
import { missedStates, unsettledCounts } from './unsettled.ts';

/** Has the metrics ask, at each scrape, what waits to be sent and for how long, and now and then what else stands. */
export function watchBacklog(metrics: Metrics, store: Reader, clock: Clock): void {
  metrics.watchOutbox(() => readBacklog(store, clock));
  metrics.watchStanding(() => readStanding(store, clock));
}

/** What is at the provider counts from its last attempt, as it may have waited for its hour before. Walks the open messages by the index on their state; how many have ended does not matter. */
async function readBacklog(store: Reader, clock: Clock): Promise<OutboxBacklog[]> {
  const rows = await store.all<{ channel: string; state: string; count: number; oldest: number }>(
    `SELECT channel, state, COUNT(*) AS count, 
       MIN(CASE WHEN state = 'sending' THEN COALESCE(attempted_at, created_at) ELSE created_at END) AS oldest
     FROM outbox
     WHERE state IN (${marks(openStates)}) GROUP BY channel, state`,
    openStates,
  );
  return rows.map(({ channel, state, count, oldest }) => ({
    channel,
    state,
    count,
    oldestAgeSeconds: (clock.now() - oldest) / 1000,
  }));
}

async function readStanding(store: Reader, clock: Clock): Promise<Standing> {
  const inbox = await readInbox(store);
  const pauses = [...(await channelPauses(store)), ...(await askingChannels(store))];
  return {
    deadLetters: [{ box: 'inbox', state: 'failed', count: inbox.failed }, ...(await deadMessages(store))],
    inboxWaiting: inbox.waiting,
    inboxOldestAgeSeconds: inbox.oldest === null ? 0 : (clock.now() - inbox.oldest) / 1000,
    jobSuccesses: await jobSuccesses(store),
    pausedChannels: [...new Set(pauses.map(({ channel }) => channel))],
  };
}

/** Zero is said too: an alert on what is not there never fires. */
async function deadMessages(store: Reader): Promise<Standing['deadLetters']> {
  const counts = new Map((await unsettledCounts(store)).map(({ state, count }) => [state, count]));
  return missedStates.map((state) => ({ box: 'outbox', state, count: counts.get(state) ?? 0 }));
}

/** Delivery reports may wait long for the message they tell of, and are nobody's question. */
async function readInbox(store: Reader): Promise<{ failed: number; waiting: number; oldest: number | null }> {
  const failed = await store.one<{ count: number }>(
    `SELECT COUNT(*) AS count FROM inbox WHERE state = 'failed'`,
  );
  const waiting = await store.one<{ count: number; oldest: number | null }>(
    `SELECT COUNT(*) AS count, MIN(received_at) AS oldest FROM inbox WHERE state = 'received' AND kind <> 'delivery'`,
  );
  return { failed: failed?.count ?? 0, waiting: waiting?.count ?? 0, oldest: waiting?.oldest ?? null };
}

async function jobSuccesses(store: Reader): Promise<Standing['jobSuccesses']> {
  const rows = await store.all<{ job: string; at: number }>(
    `SELECT job, MAX(finished_at) AS at FROM job_runs WHERE state = 'done' AND failed = 0 GROUP BY job`,
  );
  return rows.map(({ job, at }) => ({ job, atSeconds: at / 1000 }));
}
