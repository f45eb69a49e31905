import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What waits in the outbox, of one channel and state. */
export interface OutboxBacklog {
  readonly channel: string;
  readonly state: string;
  readonly count: number;
  /** Of the oldest of them. */
  readonly oldestAgeSeconds: number;
}

/** What is read from the tables less often, as counting it may take a moment. */
export interface Standing {
  /** Failed, undelivered or unknown messages, and inbound ones set aside, that nobody has dealt with. */
  readonly deadLetters: readonly { readonly box: string; readonly state: string; readonly count: number }[];
  readonly inboxWaiting: number;
  /** Of the oldest of them; 0 when none waits. */
  readonly inboxOldestAgeSeconds: number;
  readonly jobSuccesses: readonly { readonly job: string; readonly atSeconds: number }[];
  /** Channels that rest because their provider refuses everything, or that are only asked since a restore. */
  readonly pausedChannels: readonly string[];
}

/** What is counted, by what. Labels are of closed sets: never a phone, a path with an id in it or a text. */
export type Metrics = ReturnType<typeof createMetrics>;

const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const PURCHASE_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

/** The process's own figures. What gathers them (observers of the event loop and of gc) never ends, so: once. */
const ofProcess = new Registry();
collectDefaultMetrics({ register: ofProcess });

/** A set of metrics with a registry of its own, so that two servers in one process do not mix theirs. */
export function createMetrics() {
  const registry = new Registry();
  const outbox = outboxGauges(registry);
  const standing = standingGauges(registry);
  const counts = eventCounters(registry);
  return {
    ...counts,
    ...timings(registry),
    ...ledgerGauges(registry),
    /** In rial, as the provider said when it was last asked; absent where it did not answer. */
    providerCreditRial: new Gauge({
      name: 'vafa_provider_credit_rial',
      help: 'Money left with the provider, in rial',
      labelNames: ['channel'] as const,
      registers: [registry],
    }),
    /** `read` is asked at each scrape. When it throws, the gauges are left empty and the error is counted. */
    watchOutbox: outbox.watch,
    /** As `watchOutbox`, for what changes slowly: asked once a minute at most. */
    watchStanding: standing.watch,
    /** `up` is asked at each scrape; without a Redis there is no such gauge. */
    watchRedis(up: () => boolean): void {
      new Gauge({
        name: 'vafa_redis_up',
        help: '1 while Redis answers this process, else 0',
        registers: [registry],
        collect() {
          this.set(up() ? 1 : 0);
        },
      });
    },
    /** All of them, in the form that `contentType` names. */
    async text(): Promise<string> {
      for (const gauges of [outbox, standing]) {
        await gauges.refresh().catch(() => counts.errors.inc({ where: 'metrics' }));
      }
      return Registry.merge([registry, ofProcess]).metrics();
    },
    contentType: registry.contentType as string,
  };
}

function timings(registry: Registry) {
  return {
    /** `route` is the pattern (`/v1/members/:phone`), `status` the class (`2xx`). */
    httpRequestSeconds: new Histogram({
      name: 'vafa_http_request_seconds',
      help: 'Answering a request',
      labelNames: ['route', 'method', 'status'] as const,
      buckets: REQUEST_SECONDS,
      registers: [registry],
    }),
    purchaseSeconds: new Histogram({
      name: 'vafa_purchase_seconds',
      help: 'Posting a purchase durably, from the call of the use case to its commit',
      buckets: PURCHASE_SECONDS,
      registers: [registry],
    }),
    ledgerPostSeconds: new Histogram({
      name: 'vafa_ledger_post_seconds',
      help: 'Posting to the ledger, from the lock of the members to the commit',
      buckets: PURCHASE_SECONDS,
      registers: [registry],
    }),
  };
}

/** Absent until somebody has looked: a zero of who looks at nothing would be a lie. */
function ledgerGauges(registry: Registry) {
  const registers = [registry];
  const gauges = {
    ledgerImbalancedMembers: new Gauge({
      name: 'vafa_ledger_imbalanced_members',
      help: 'Members whose balance was not the sum of entries and lots when last looked at',
      registers,
    }),
    ledgerRoundEndedSeconds: new Gauge({
      name: 'vafa_ledger_round_ended_timestamp_seconds',
      help: 'When every member had been looked at for the last time, in seconds since 1970',
      registers,
    }),
  };
  for (const gauge of Object.values(gauges)) gauge.remove();
  return gauges;
}

/** A counter whose labels are of closed sets: all of them are there from the start, as an alert on what is not never fires. */
type ClosedCounter<T extends Sets> = Omit<Counter<keyof T & string>, 'inc'> & {
  inc(labels: { readonly [L in keyof T]: T[L][number] }, by?: number): void;
};
type Sets = Readonly<Record<string, readonly string[]>>;

const chatChannels = ['telegram', 'bale'] as const;
const messageStates = [
  ...(['queued', 'deferred', 'sending', 'wired', 'delivered'] as const),
  ...(['undelivered', 'failed', 'suppressed', 'unknown'] as const),
] as const;
const entryTypes = [
  ...(['accrual', 'redemption', 'reversal', 'adjustment', 'expiry'] as const),
  ...(['transfer_in', 'transfer_out', 'conversion', 'opening'] as const),
] as const;
const purchaseResults = ['recorded', 'repeated', 'key-reused', 'no-member', 'receipt-taken'] as const;

function eventCounters(registry: Registry) {
  const counter = <L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Counter<L>({ name: `vafa_${name}_total`, help, labelNames, registers: [registry] });
  const closed = <const T extends Sets>(name: string, help: string, sets: T): ClosedCounter<T> => {
    const made = counter(name, help, ...Object.keys(sets));
    for (const labels of combinations(sets)) made.inc(labels, 0);
    return made;
  };
  return {
    ledgerPostings: closed('ledger_postings', 'Ledger entries written', { type: entryTypes }),
    purchases: closed('purchases', 'Purchases asked to be recorded', { result: purchaseResults }),
    transactionRetries: counter('transaction_retries', 'Transactions that were repeated', 'reason'),
    inboxMessages: closed('inbox_messages', 'Messages that came in', {
      channel: ['sms', ...chatChannels, 'ussd'],
      outcome: ['stored', 'duplicate'],
    }),
    outboxSends: closed('outbox_sends', 'Messages handed to a provider', {
      channel: ['sms', ...chatChannels],
      result: messageStates,
    }),
    /** Its names are the scheduler's to know. */
    jobRuns: counter('job_runs', 'Runs of scheduled jobs', 'job', 'outcome'),
    /** What sends come to is counted with them. */
    errors: closed('errors', 'Requests, messages, members of a job and scrapes that a fault of ours spoilt', {
      where: ['http', 'inbox', 'job', 'metrics'],
    }),
  };
}

function combinations(sets: Sets): Record<string, string>[] {
  return Object.entries(sets).reduce<Record<string, string>[]>(
    (all, [label, values]) => all.flatMap((one) => values.map((value) => ({ ...one, [label]: value }))),
    [{}],
  );
}

function outboxGauges(registry: Registry) {
  const labelNames = ['channel', 'state'] as const;
  const registers = [registry];
  const waiting = new Gauge({
    name: 'vafa_outbox_waiting',
    help: 'Messages in the outbox that are not in a final state',
    labelNames,
    registers,
  });
  const oldest = new Gauge({
    name: 'vafa_outbox_oldest_age_seconds',
    help: 'Age of the oldest message in the outbox that is not in a final state',
    labelNames,
    registers,
  });
  let read: () => Promise<readonly OutboxBacklog[]> = () => Promise.resolve([]);
  return {
    watch: (reader: typeof read): void => {
      read = reader;
    },
    async refresh(): Promise<void> {
      const rows = await read().finally(() => {
        waiting.reset();
        oldest.reset();
      });
      for (const { channel, state, count, oldestAgeSeconds } of rows) {
        waiting.set({ channel, state }, count);
        oldest.set({ channel, state }, oldestAgeSeconds);
      }
    },
  };
}

/** Between two looks at what changes slowly. */
const standingEveryMs = 60_000;

function standingGauges(registry: Registry) {
  const gauge = <L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Gauge<L>({ name: `vafa_${name}`, help, labelNames, registers: [registry] });
  const dead = gauge('dead_letters', 'Messages that wait for a person, by their end', 'box', 'state');
  const waiting = gauge('inbox_waiting', 'Messages that came in and are not handled yet');
  const oldest = gauge('inbox_oldest_age_seconds', 'Age of the oldest message that is not handled yet');
  const jobs = gauge('job_last_success_timestamp_seconds', 'When a job last ended well', 'job');
  const paused = gauge('channel_paused', '1 for a channel on which messages are held back', 'channel');
  let read: (() => Promise<Standing>) | undefined;
  let readAt = -Infinity;
  forget();

  /** Resetting one without labels would make it 0. */
  function forget(): void {
    for (const each of [dead, jobs, paused]) each.reset();
    for (const each of [waiting, oldest]) each.remove();
  }

  async function refresh(): Promise<void> {
    if (!read || performance.now() - readAt < standingEveryMs) return;
    readAt = performance.now();
    const now = await read().finally(() => {
      forget();
    });
    for (const { count, ...labels } of now.deadLetters) dead.set(labels, count);
    for (const { job, atSeconds } of now.jobSuccesses) jobs.set({ job }, atSeconds);
    for (const channel of now.pausedChannels) paused.set({ channel }, 1);
    waiting.set(now.inboxWaiting);
    oldest.set(now.inboxOldestAgeSeconds);
  }

  return {
    watch: (reader: typeof read): void => {
      read = reader;
      readAt = -Infinity;
    },
    refresh,
  };
}
