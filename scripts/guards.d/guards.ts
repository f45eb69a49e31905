/** One place where a guard stands, and what is left of it without. */
export interface Removal {
  /** From the root of the repository. */
  readonly file: string;
  /** Found exactly once in the file. */
  readonly from: string;
  readonly to: string;
}

/** What goes wrong in a drill, and for how long. */
export interface PlayedDrill {
  readonly seed: number;
  readonly seconds: number;
}

/** Something that keeps a promise, and the tests that notice when it is gone. */
export interface Guard {
  readonly name: string;
  readonly removals: readonly Removal[];
  /** Files of tests, at least one of which has to fail; empty where the drill has to. */
  readonly tests: readonly string[];
  /** A fault drill that has to find a broken promise. */
  readonly drill?: PlayedDrill;
  /** Where it can be seen: SQLite has one writer at a time, so its locks are only missed on MySQL. */
  readonly database: 'sqlite' | 'mysql';
}

const tablesOfMessages = 'server/store/migrations/messages.ts';
const tablesOfPoints = 'server/store/migrations/points.ts';
const postingTest = 'server/ledger/parallel.test.ts';
const askingTest = 'server/usecases/parallel.test.ts';

/** That the database refuses a second row is not asked here: what has to notice is what would go wrong. */
const uniqueKeys: readonly Guard[] = [
  {
    name: 'unique: message of a provider',
    removals: [{ file: tablesOfMessages, from: `unique: [['channel', 'provider_id']],`, to: '' }],
    tests: ['server/http/webhooks.test.ts'],
    database: 'sqlite',
  },
  {
    name: 'unique: idempotency key',
    removals: [
      {
        file: tablesOfPoints,
        from: `primary: ['scope', 'idempotency_key'],`,
        to: `primary: ['scope', 'idempotency_key', 'body_hash'],`,
      },
    ],
    tests: [askingTest],
    database: 'mysql',
  },
  {
    name: 'unique: receipt',
    removals: [{ file: tablesOfPoints, from: `unique: [['shop_id', 'receipt_key']],`, to: '' }],
    tests: [askingTest],
    database: 'mysql',
  },
  {
    name: 'unique: message sent once',
    removals: [{ file: tablesOfMessages, from: `unique: [['once_key']],`, to: '' }],
    tests: ['server/outbox/dispatch.test.ts'],
    database: 'sqlite',
  },
  {
    name: 'unique: entry that happens once',
    removals: [{ file: tablesOfPoints, from: `['member_id', 'once_key'],`, to: '' }],
    tests: ['server/ledger/post.test.ts'],
    database: 'sqlite',
  },
  {
    name: 'unique: place in the chain',
    removals: [{ file: tablesOfPoints, from: `['member_id', 'seq'],`, to: '' }],
    tests: ['server/ledger/stale-head.test.ts'],
    database: 'sqlite',
  },
  {
    name: 'unique: job and period',
    removals: [{ file: tablesOfMessages, from: `unique: [['job', 'period']],`, to: '' }],
    tests: ['server/scheduler/job-run.test.ts'],
    database: 'mysql',
  },
];

const rowLocks: readonly Guard[] = [
  {
    name: 'row lock: all of MySQL',
    removals: [
      { file: 'server/store/mysql-engine.ts', from: `forUpdate: ' FOR UPDATE',`, to: `forUpdate: '',` },
    ],
    tests: [postingTest],
    database: 'mysql',
  },
  {
    name: 'row lock: member, when posting',
    removals: [
      {
        file: 'server/ledger/post.ts',
        from: 'WHERE id IN (${list}) ORDER BY id${tx.forUpdate}`',
        to: 'WHERE id IN (${list}) ORDER BY id`',
      },
    ],
    tests: [postingTest],
    database: 'mysql',
  },
  {
    name: 'row lock: member, when deciding',
    removals: [
      {
        file: 'server/store/members.ts',
        from: 'WHERE id IN (${marks(ids)}) ORDER BY id${tx.forUpdate}`',
        to: 'WHERE id IN (${marks(ids)}) ORDER BY id`',
      },
    ],
    tests: [askingTest],
    database: 'mysql',
  },
];

const leases: readonly Guard[] = [
  {
    name: 'lease: token, when sending',
    removals: [
      {
        file: 'server/outbox/dispatch.ts',
        from: `FROM outbox WHERE id = ? AND lease_token = ?\${tx.forUpdate}\`,
    [lease.messageId, lease.token],`,
        to: `FROM outbox WHERE id = ?\${tx.forUpdate}\`,
    [lease.messageId],`,
      },
    ],
    tests: ['server/outbox/dispatch.test.ts'],
    database: 'sqlite',
  },
  {
    name: 'lease: due, when taking',
    removals: [
      {
        file: 'server/outbox/relay.ts',
        from: 'WHERE id IN (${marks(ids)}) AND due_at <= ?',
        to: 'WHERE id IN (${marks(ids)}) AND ? > 0',
      },
    ],
    tests: ['server/outbox/relay.test.ts'],
    database: 'sqlite',
  },
  {
    name: 'lease: job run, when claiming',
    removals: [
      {
        file: 'server/scheduler/job-run.ts',
        from: `if (leaseUntil > now) return { kind: 'held' };`,
        to: '',
      },
    ],
    tests: ['server/scheduler/run-job.test.ts'],
    database: 'sqlite',
  },
  {
    name: 'lease: job run, when going on',
    removals: [
      {
        file: 'server/scheduler/job-run.ts',
        from: 'if (changed === 0) throw new LostRun();',
        to: '',
      },
    ],
    tests: ['server/scheduler/run-job.test.ts'],
    database: 'sqlite',
  },
];

const fates: readonly Guard[] = [
  {
    name: 'ask before sending again',
    removals: [
      {
        file: 'server/outbox/attempt.ts',
        from: `if (message.state === 'sending') {`,
        to: `if (message.attempts < 0) {`,
      },
    ],
    tests: ['server/outbox/attempt.test.ts'],
    database: 'sqlite',
  },
];

/** What the drill finds by itself, on MySQL and with everything breaking. */
const drilled: readonly Guard[] = [
  {
    name: 'drill: ask before sending again',
    removals: fates.flatMap(({ removals }) => removals),
    tests: [],
    drill: { seed: 5, seconds: 25 },
    database: 'mysql',
  },
  {
    name: 'drill: lease of a message',
    removals: leases
      .filter(({ name }) => ['lease: token, when sending', 'lease: due, when taking'].includes(name))
      .flatMap(({ removals }) => removals),
    tests: [],
    drill: { seed: 5, seconds: 25 },
    database: 'mysql',
  },
];

/** Everything whose absence a test has to notice. */
export const guards: readonly Guard[] = [...uniqueKeys, ...rowLocks, ...leases, ...fates, ...drilled];
