import { AsyncLocalStorage } from 'node:async_hooks';
import assert from 'node:assert/strict';
import type { Transaction } from 'sequelize';
import type { Engine } from './engine.ts';
import { StoreUnavailable, UniqueViolation } from './errors.ts';
import type { RetryReason } from './errors.ts';
import { blockSize, createIds, idFloor } from './ids.ts';
import type { IdSource } from './ids.ts';
import { inTime } from './in-time.ts';
import { createMysqlEngine } from './mysql-engine.ts';
import type { Dialect } from './schema.ts';
import { createSqliteEngine } from './sqlite-engine.ts';
import { bindTx, select } from './tx.ts';
import type { Reader, SchemaTx, Tx, Value } from './tx.ts';

/** Outside a transaction, `all` and `one` read as of the last commit. */
export interface Store extends Reader {
  readonly dialect: Dialect;
  /**
   * Runs `work` in one transaction and commits. The whole of it is repeated when the database asks for it (a
   * lock, a deadlock, a unique key that another transaction took first), so `work` must do nothing but read and
   * write through `tx`. Throws `StoreUnavailable` when that does not help within `waitMaxMs`, or `UniqueViolation`.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** As `transaction`, for migrations: statements that change the schema are allowed, ids are not. */
  schema<T>(work: (tx: SchemaTx) => Promise<T>): Promise<T>;
  /**
   * Reads of one instant, however long they take and whatever is written meanwhile: nobody is kept waiting.
   * `work` runs once and must do nothing with the store but read through `reader`.
   */
  snapshot<T>(work: (reader: Reader) => Promise<T>): Promise<T>;
  /** The names of the tables there are, in order. */
  tables(): Promise<string[]>;
  close(): Promise<void>;
}

export interface StoreOptions {
  /** `sqlite:path/to/file` or `mysql://user:password@host:port/database`. */
  readonly url: string;
  readonly now: () => number;
  /** How long a transaction waits for another process's lock, its turn in this process included. */
  readonly waitMaxMs?: number;
  /** Told at each repetition what it is for. */
  readonly onRetry?: (reason: RetryReason) => void;
  /**
   * A database server from which nothing comes for so long is taken for gone or frozen, whatever the network says:
   * longer than any statement of the caller's lasts. A read or a transaction, with all its repetitions, takes no
   * longer either; without it, it may take its time. Changes of the schema always may.
   */
  readonly silenceMaxMs?: number;
  /** False for a file that is thrown away: what was committed need not outlive a power cut. */
  readonly durable?: boolean;
}

const uniqueTriesMax = 3;

/**
 * Whose transaction the caller runs in. One for all stores: each instance costs every promise of the process a
 * little, for as long as the process lives.
 */
const inside = new AsyncLocalStorage<Engine>();

/** For tools that read whole tables. */
const patientMs = 15 * 60_000;

export function createStore({
  url,
  now,
  waitMaxMs = 4000,
  onRetry = () => undefined,
  silenceMaxMs,
  durable = true,
}: StoreOptions): Store {
  const onServer = url.startsWith('mysql:');
  const engine = onServer
    ? createMysqlEngine(url, silenceMaxMs ?? patientMs)
    : createSqliteEngine(url, durable);
  // A file answers at once, and its transactions stand in a queue.
  const limitMs = onServer && silenceMaxMs !== undefined ? silenceMaxMs : Infinity;
  const persist = createPersist({ engine, now, waitMaxMs, onRetry, limitMs });

  async function read<T>(sql: string, values: readonly Value[] = []): Promise<T[]> {
    assert(inside.getStore() !== engine, 'a read inside a transaction goes through its tx');
    try {
      if (engine.direct) return engine.direct.all(null, sql, values) as T[];
      const asked = select<T>(engine.sequelize, { sql, values, transaction: null });
      return await inTime(asked, { endsAt: performance.now() + limitMs });
    } catch (thrown) {
      throw engine.translate(thrown);
    }
  }

  async function transact<T>(work: Work<T>, withIds: boolean): Promise<T> {
    assert(inside.getStore() !== engine, 'transactions do not nest: hand the tx down');
    const startedAt = performance.now();
    const { result, hooks } = await engine.inTurn(() =>
      inside.run(engine, () => persist(work, { withIds, startedAt })),
    );
    // Out here, where the transaction is over for whatever they start: a woken loop reads and writes by itself.
    for (const hook of hooks) hook();
    return result;
  }

  return {
    dialect: engine.dialect,
    all: read,
    one: async <T>(sql: string, values?: readonly Value[]) => (await read<T>(sql, values))[0],
    tables: async () => (await read<{ name: string }>(engine.syntax.tables)).map(({ name }) => name),
    transaction: (work) => transact(work, true),
    snapshot: (work) => inside.run(engine, () => readSnapshot(engine, work)),
    schema: (work) => transact((tx) => underSchemaLock(engine, tx, work), false),
    close: () => engine.close(),
  };
}

/** Where statements on the schema commit by themselves, a named lock does what the transaction cannot. */
async function underSchemaLock<T>({ syntax }: Engine, tx: SchemaTx, work: Work<T>): Promise<T> {
  if (!syntax.schemaLock) return work(tx);
  const lock = await tx.one<{ taken: number | null }>(syntax.schemaLock.take);
  if (lock?.taken !== 1)
    throw new StoreUnavailable('another process is changing the schema', {
      transient: true,
      reason: 'lock-wait',
    });
  try {
    return await work(tx);
  } finally {
    await tx.one(syntax.schemaLock.release);
  }
}

type Work<T> = (tx: SchemaTx) => Promise<T>;

interface Committed<T> {
  readonly result: T;
  /** What is to run now that the commit has succeeded. */
  readonly hooks: readonly (() => void)[];
}

interface Turn {
  readonly withIds: boolean;
  /** When it was asked for: the time it stood in the queue behind others counts as waiting. */
  readonly startedAt: number;
}

type Persist = <T>(work: Work<T>, turn: Turn) => Promise<Committed<T>>;

interface PersistOptions extends Required<Omit<StoreOptions, 'url' | 'silenceMaxMs' | 'durable'>> {
  readonly engine: Engine;
  /** Of a transaction with all its repetitions; infinite where there is none. */
  readonly limitMs: number;
}

/** A transaction that is repeated as a whole for as long as that helps. */
function createPersist({ engine, now, waitMaxMs, onRetry, limitMs }: PersistOptions): Persist {
  const ids = createIds();
  const begin = () => engine.begin();
  const beginSchema = () => engine.beginSchema();
  let refilling: Promise<void> | undefined;

  /** One block at a time, however many transactions find the reserve low. */
  function refill(): Promise<void> {
    const endsAt = performance.now() + limitMs;
    refilling ??= attempt(engine, { ids, begin, endsAt }, (tx) => takeIdBlock(tx, now()))
      .then(({ result }) => ids.refill(result))
      .finally(() => {
        refilling = undefined;
      });
    return refilling;
  }

  return async (work, { withIds, startedAt }) => {
    const endsAt = withIds ? startedAt + limitMs : Infinity;
    for (let tries = 1; ; tries++) {
      try {
        if (withIds && ids.low) await inTime(refill(), { endsAt });
        return await attempt(engine, { ids, begin: withIds ? begin : beginSchema, endsAt }, work);
      } catch (thrown) {
        const error = engine.translate(thrown);
        const reason = retryReason(error);
        const again =
          reason === 'unique' ? tries < uniqueTriesMax : performance.now() - startedAt < waitMaxMs;
        if (reason === undefined || !again) throw error;
        onRetry(reason);
        await delay(Math.min(5 * tries, 50) * (0.5 + Math.random()));
      }
    }
  };
}

/** Nothing where another try would come to the same. */
function retryReason(error: unknown): RetryReason | undefined {
  if (error instanceof UniqueViolation) return 'unique';
  return error instanceof StoreUnavailable ? error.reason : undefined;
}

interface Trying {
  readonly ids: IdSource;
  readonly begin: () => Promise<Transaction>;
  readonly endsAt: number;
}

/** One try: commits what `work` wrote, or leaves nothing of it. All of it, its rollback too, ends by `endsAt`. */
async function attempt<T>(
  engine: Engine,
  { ids, begin, endsAt }: Trying,
  work: Work<T>,
): Promise<Committed<T>> {
  let transaction: Transaction | undefined;
  const ending = new AbortController();
  const late = () => {
    ending.abort(new StoreUnavailable('nobody waits for it any more', { transient: false }));
    if (transaction) engine.cut(transaction);
  };
  const trying = async (): Promise<Committed<T>> => {
    transaction = await begin();
    const hooks: (() => void)[] = [];
    let result: T;
    try {
      ending.signal.throwIfAborted();
      result = await work(bindTx({ engine, transaction, hooks, id: () => ids.next() }));
    } catch (error) {
      await rollBack(transaction);
      throw error;
    }
    await transaction.commit();
    return { result, hooks };
  };
  return inTime(trying(), { endsAt, late });
}

async function readSnapshot<T>(engine: Engine, work: (reader: Reader) => Promise<T>): Promise<T> {
  try {
    const transaction = await engine.beginSnapshot();
    try {
      return await work(
        bindTx({ engine, transaction, hooks: [], id: () => assert.fail('nothing is written') }),
      );
    } finally {
      await rollBack(transaction);
    }
  } catch (thrown) {
    throw engine.translate(thrown);
  }
}

/** A connection that is lost has rolled back by itself: what broke it is the error worth telling. */
async function rollBack(transaction: Transaction): Promise<void> {
  if ('finished' in transaction && transaction.finished !== undefined) return;
  await transaction.rollback().catch(() => undefined);
}

/** Reserves a block of ids that is above every one handed out before, and not below the clock. */
async function takeIdBlock(tx: Tx, now: number): Promise<number> {
  const floor = idFloor(now);
  const next = 'CASE WHEN next_id > ? THEN next_id ELSE ? END';
  await tx.run(`UPDATE id_blocks SET next_id = ${next} + ?`, [floor, floor, blockSize]);
  const row = await tx.one<{ next_id: number }>('SELECT next_id FROM id_blocks');
  assert(row, 'id_blocks has its row since the first migration');
  return row.next_id - blockSize;
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
