import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What waits in the outbox, of one channel and state. */
export interface OutboxBacklog {
  readonly channel: string;
  readonly state: string;
  readonly count: number;
  /** Of the oldest of them. */
  readonly oldestAgeSeconds: number;
}

/** What is counted, by what. Labels are of closed sets: never a phone, a path with an id in it or a text. */
export type Metrics = ReturnType<typeof createMetrics>;

const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const PURCHASE_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

/** A set of metrics with a registry of its own, so that two servers in one process do not mix theirs. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const outbox = outboxGauges(registry);
  const counts = eventCounters(registry);
  return {
    ...counts,
    ...timings(registry),
    /** In rial, at the last time the provider was asked. */
    providerCreditRial: new Gauge({
      name: 'vafa_provider_credit_rial',
      help: 'Money left with the provider, in rial',
      labelNames: ['channel'] as const,
      registers: [registry],
    }),
    /** `read` is asked at each scrape. When it throws, the gauges are left empty and the error is counted. */
    watchOutbox: outbox.watch,
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
      await outbox.refresh().catch(() => counts.errors.inc({ where: 'metrics' }));
      return registry.metrics();
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
  };
}

function eventCounters(registry: Registry) {
  const counter = <L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Counter<L>({ name: `vafa_${name}_total`, help, labelNames, registers: [registry] });
  return {
    ledgerPostings: counter('ledger_postings', 'Ledger entries written', 'type'),
    purchases: counter('purchases', 'Purchases asked to be recorded', 'result'),
    transactionRetries: counter('transaction_retries', 'Transactions that were repeated', 'reason'),
    inboxMessages: counter('inbox_messages', 'Messages that came in', 'channel', 'outcome'),
    outboxSends: counter('outbox_sends', 'Messages handed to a provider', 'channel', 'result'),
    jobRuns: counter('job_runs', 'Runs of scheduled jobs', 'job', 'outcome'),
    /** `where` is `http`, `inbox` or `metrics`; what jobs and sends come to is counted with them. */
    errors: counter('errors', 'Requests, messages and scrapes that a fault of ours spoilt', 'where'),
  };
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
