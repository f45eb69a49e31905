import { bad, fine, look } from '../../server/finding.ts';
import type { Finding } from '../../server/finding.ts';
import { channelPauses } from '../../server/outbox/pause.ts';
import { askingChannels } from '../../server/outbox/questions.ts';
import { openStates } from '../../server/outbox/states.ts';
import { unsettledCounts } from '../../server/outbox/unsettled.ts';
import type { UnsettledCount } from '../../server/outbox/unsettled.ts';
import type { Club } from '../../server/club.ts';
import type { Runtime } from '../../server/runtime.ts';
import { marks } from '../../server/store/tx.ts';
import { count, when } from './print.ts';

/** Channels at rest because their provider refuses everything. */
export async function looksAtPauses({ store, club }: Runtime): Promise<Finding[]> {
  const pauses = await channelPauses(store);
  return pauses.map(({ channel, code, reason, sinceAt }) =>
    bad(
      channel,
      `paused since ${when(club, sinceAt)}: ${reason} (${code})`,
      'Mend it at the provider (key, credit or line); it is tried again every five minutes by itself.',
    ),
  );
}

/** Channels on which, since a restore, only questions go out. */
export async function looksAtQuestions({ store, club }: Runtime): Promise<Finding[]> {
  const asking = await askingChannels(store);
  return asking.map(({ channel, takenAt, open }) =>
    look(
      channel,
      `since the restore only questions go out: ${count(open, 'message')} may have been sent after ${when(club, takenAt)}`,
      'It ends by itself once the provider has answered; see that a server with the role worker is running.',
    ),
  );
}

/** Longer than any look of the relay or the inbox, and than their leases and retries. */
const lateMs = 5 * 60_000;

/** What waits to be sent, and what waits for a person. */
export async function looksAtOutbox(runtime: Runtime): Promise<Finding[]> {
  const { store, clock, club } = runtime;
  const row = await store.one<{ waiting: number; oldest: number | null }>(
    `SELECT COUNT(*) AS waiting, MIN(due_at) AS oldest FROM outbox WHERE state IN (${marks(openStates)})`,
    openStates,
  );
  const { waiting, oldest } = row ?? { waiting: 0, oldest: null };
  const late = oldest !== null && oldest < clock.now() - lateMs;
  const what = waiting === 0 ? 'nothing waits to be sent' : `${count(waiting, 'message')} to be sent`;
  const cure = 'See that a server with the role worker is running, and that no channel is paused.';
  const backlog = late
    ? bad('outbox', `${what}, the first due since ${when(club, oldest)}`, cure)
    : fine('outbox', what);
  return [backlog, ...(await unsettledCounts(store)).map(unsettled)];
}

const fates: Readonly<Record<UnsettledCount['state'], string>> = {
  failed: 'failed',
  undelivered: 'did not reach the phone',
  unknown: 'may have arrived or not',
};

function unsettled({ state, count: number }: UnsettledCount): Finding {
  const cure = `./scripts/vafa outbox list --state ${state}, then retry or discard each.`;
  return look('outbox', `${count(number, 'message')} ${fates[state]}`, cure);
}

/** What came in and waits, and what could not be handled. */
export async function looksAtInbox({ store, clock, club }: Runtime): Promise<Finding[]> {
  const states = await store.all<{ state: string; count: number; oldest: number }>(
    `SELECT state, COUNT(*) AS count, MIN(due_at) AS oldest FROM inbox
     WHERE state IN ('received', 'failed') GROUP BY state`,
  );
  const waiting = states.find(({ state }) => state === 'received');
  const failed = states.find(({ state }) => state === 'failed');
  const cure = './scripts/vafa inbox list, then retry or discard each; the log says more.';
  const found = [
    ...(waiting && waiting.oldest < clock.now() - lateMs ? [unhandled(waiting, club)] : []),
    ...(failed
      ? [look('inbox', `${count(failed.count, 'message')} that came in could not be handled`, cure)]
      : []),
  ];
  return found.length > 0 ? found : [fine('inbox', 'everything that came in was handled')];
}

function unhandled({ count: number, oldest }: { count: number; oldest: number }, club: Club): Finding {
  return bad(
    'inbox',
    `${count(number, 'message')} ${number === 1 ? 'waits' : 'wait'}, the first since ${when(club, oldest)}`,
    'See that a server with the role worker is running.',
  );
}
