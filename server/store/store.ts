import { AsyncLocalStorage } from 'node:async_hooks';
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Mutex } from 'async-mutex';
import { Sequelize, Transaction } from 'sequelize';
import { StoreUnavailable, UniqueViolation } from './errors.ts';
import { translateError } from './driver-errors.ts';
import { blockSize, createIds, idFloor } from './ids.ts';
import type { IdSource } from './ids.ts';
import { closeAll, libsqlAsSqlite3 } from './libsql-as-sqlite3.ts';
import { bindTx, select } from './tx.ts';
import type { Reader, SchemaTx, Tx, Value } from './tx.ts';

/** Outside a transaction, `all` and `one` read as of the last commit. */
export interface Store extends Reader {
  readonly dialect: 'sqlite';
  /**
   * Runs `work` in one transaction and commits. The whole of it is repeated when the database asks for it (a
   * lock, a deadlock, a unique key that another transaction took first), so `work` must do nothing but read and
   * write through `tx`. Throws `StoreUnavailable` when that does not help within `waitMaxMs`, or `UniqueViolation`.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** As `transaction`, for migrations: statements that change the schema are allowed, ids are not. */
  schema<T>(work: (tx: SchemaTx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface StoreOptions {
  /** `sqlite:path/to/file`. */
  readonly url: string;
  readonly now: () => number;
  /** How long a transaction waits for another process's lock, its turn in this process included. */
  readonly waitMaxMs?: number;
  readonly onRetry?: (reason: string) => void;
}

const uniqueTriesMax = 3;

export function createStore({ url, now, waitMaxMs = 4000, onRetry = () => undefined }: StoreOptions): Store {
  const filename = url.replace(/^sqlite:/, '');
  // Members' numbers are nobody else's on this machine.
  mkdirSync(dirname(filename), { recursive: true, mode: 0o700 });
  const dialectModule = libsqlAsSqlite3;
  const sequelize = new Sequelize({ dialect: 'sqlite', storage: filename, dialectModule, logging: false });
  // SQLite has one writer; inside the process a queue is fairer and cheaper than polling for the lock.
  const writer = new Mutex();
  const inside = new AsyncLocalStorage<true>();
  const persist = createPersist({ sequelize, now, waitMaxMs, onRetry });

  async function read<T>(sql: string, values: readonly Value[] = []): Promise<T[]> {
    assert(!inside.getStore(), 'a read inside a transaction goes through its tx');
    try {
      return await select<T>(sequelize, { sql, values, transaction: null });
    } catch (thrown) {
      throw translateError(thrown);
    }
  }

  async function transact<T>(work: Work<T>, withIds: boolean): Promise<T> {
    assert(!inside.getStore(), 'transactions do not nest: hand the tx down');
    const startedAt = performance.now();
    const { result, hooks } = await writer.runExclusive(() =>
      inside.run(true, () => persist(work, { withIds, startedAt })),
    );
    // Out here, where the transaction is over for whatever they start: a woken loop reads and writes by itself.
    for (const hook of hooks) hook();
    return result;
  }

  return {
    dialect: 'sqlite',
    all: read,
    one: async <T>(sql: string, values?: readonly Value[]) => (await read<T>(sql, values))[0],
    transaction: (work) => transact(work, true),
    schema: (work) => transact(work, false),
    async close() {
      await writer.runExclusive(() => sequelize.close());
      closeAll(filename);
    },
  };
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

type PersistOptions = Required<Omit<StoreOptions, 'url'>> & { readonly sequelize: Sequelize };

/** A transaction that is repeated as a whole for as long as that helps. */
function createPersist({ sequelize, now, waitMaxMs, onRetry }: PersistOptions): Persist {
  const ids = createIds();

  return async (work, { withIds, startedAt }) => {
    for (let tries = 1; ; tries++) {
      try {
        if (withIds && ids.low) {
          ids.refill((await attempt(sequelize, ids, (tx) => takeIdBlock(tx, now()))).result);
        }
        return await attempt(sequelize, ids, work);
      } catch (thrown) {
        const error = translateError(thrown);
        const again =
          (error instanceof StoreUnavailable &&
            error.transient &&
            performance.now() - startedAt < waitMaxMs) ||
          (error instanceof UniqueViolation && tries < uniqueTriesMax);
        if (!again) throw error;
        onRetry(error.name);
        await delay(Math.min(5 * tries, 50) * (0.5 + Math.random()));
      }
    }
  };
}

/** One try: commits what `work` wrote, or leaves nothing of it. */
async function attempt<T>(sequelize: Sequelize, ids: IdSource, work: Work<T>): Promise<Committed<T>> {
  const transaction = await sequelize.transaction({ type: Transaction.TYPES.IMMEDIATE });
  const hooks: (() => void)[] = [];
  let result: T;
  try {
    result = await work(bindTx({ sequelize, transaction, hooks, id: () => ids.next() }));
  } catch (error) {
    await transaction.rollback();
    throw error;
  }
  await transaction.commit();
  return { result, hooks };
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
