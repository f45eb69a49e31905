import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate as macrotask } from 'node:timers/promises';
import { Mutex } from 'async-mutex';
import { Sequelize, Transaction } from 'sequelize';
import type { Engine, Syntax } from './engine.ts';
import { StoreUnavailable } from './errors.ts';
import { codeOf, legible, uniqueViolation } from './driver-errors.ts';
import { closeAll, Database, libsqlAsSqlite3, volatileLibsqlAsSqlite3 } from './libsql-as-sqlite3.ts';
import { beginTransaction } from './quiet-transaction.ts';

const syntax: Syntax = {
  // The transaction holds the only write lock there is.
  forUpdate: '',
  forUpdateFree: '',
  orIgnore: ' ON CONFLICT DO NOTHING',
  orOverwrite: (key, columns) =>
    ` ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}`,
  schemaLock: undefined,
  // Sequelize reads answers of `sqlite_master` in a way of its own.
  tables: `SELECT name FROM pragma_table_list
    WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
};

/** One SQLite file: WAL, synchronous FULL (OFF where it need not last), one writer at a time. `url` is `sqlite:path/to/file`. */
export function createSqliteEngine(url: string, durable = true): Engine {
  const filename = url.replace(/^sqlite:/, '');
  // Members' numbers are nobody else's on this machine.
  mkdirSync(dirname(filename), { recursive: true, mode: 0o700 });
  const dialectModule = durable ? libsqlAsSqlite3 : volatileLibsqlAsSqlite3;
  const sequelize = new Sequelize({ dialect: 'sqlite', storage: filename, dialectModule, logging: false });
  const reading = new dialectModule.Database(filename, 0, () => undefined);
  // SQLite has one writer; inside the process a queue is fairer and cheaper than polling for the lock.
  const writer = new Mutex();
  return {
    dialect: 'sqlite',
    sequelize,
    syntax,
    begin: () => beginTransaction(sequelize, { type: Transaction.TYPES.IMMEDIATE }),
    direct: {
      all: (transaction, sql, values) =>
        (transaction === null ? reading : connectionOf(transaction)).query(sql, values),
      run: (transaction, sql, values) => connectionOf(transaction).change(sql, values),
    },
    beginSchema: () => beginTransaction(sequelize, { type: Transaction.TYPES.IMMEDIATE }),
    // Its first read fixes the instant; the write-ahead log keeps what it sees.
    beginSnapshot: () => beginTransaction(sequelize, { type: Transaction.TYPES.DEFERRED }),
    inTurn: (work) =>
      writer.runExclusive(async () => {
        // The driver waits for nothing, so a chain of transactions would let no request and no timer in between.
        await macrotask();
        return work();
      }),
    translate,
    // A step is undone as a whole: nothing of it is ever there.
    isThere: () => false,
    // Nothing of it is ever waited for: the driver answers at once.
    cut: () => undefined,
    async close() {
      await writer.runExclusive(() => sequelize.close());
      reading.close();
      closeAll(filename);
    },
  };
}

function connectionOf(transaction: Transaction): Database {
  const { connection } = transaction as unknown as { readonly connection: unknown };
  assert(connection instanceof Database, 'a transaction under way has a connection');
  return connection;
}

/** SQLite's codes for "somebody else holds the lock": worth the same transaction again. */
const locked = new Set(['SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT', 'SQLITE_BUSY_RECOVERY', 'SQLITE_LOCKED']);

/** Codes that say the file cannot be written or read for now; their extended forms start the same. */
const unavailable = [
  'SQLITE_FULL',
  'SQLITE_IOERR',
  'SQLITE_CANTOPEN',
  'SQLITE_READONLY',
  'SQLITE_NOMEM',
  'SQLITE_NOTADB',
  'SQLITE_CORRUPT',
];

function translate(thrown: unknown): unknown {
  const violation = uniqueViolation(thrown);
  if (violation) return violation;
  const code = codeOf(thrown).code;
  if (locked.has(code)) {
    return new StoreUnavailable('the database is locked', { transient: true, reason: 'busy', cause: thrown });
  }
  if (unavailable.some((prefix) => code.startsWith(prefix))) {
    return new StoreUnavailable(`the database cannot be used (${code})`, { transient: false, cause: thrown });
  }
  return legible(thrown);
}
