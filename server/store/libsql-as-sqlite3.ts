import assert from 'node:assert/strict';
import { closeSync, existsSync, openSync } from 'node:fs';
import Libsql from 'libsql';

/**
 * The part of the `sqlite3` package that Sequelize's SQLite dialect calls, on top of `libsql`, which installs
 * without a compiler. Statements run at once and call back at once; the native busy timeout stays at zero,
 * because a synchronous driver that waits freezes the whole process: `store.ts` waits for the lock instead.
 *
 * Sequelize opens a connection for each transaction and closes it after. Native handles are kept and used
 * again, so that a transaction costs no file opening.
 */

type Native = Libsql.Database;
type Statement = Libsql.Statement;
type Parameters = Readonly<Record<string, unknown>> | readonly unknown[];

interface RunResult {
  lastID: number;
  changes: number;
}

type Callback = (this: RunResult, error: Error | null, rows?: readonly unknown[]) => void;

interface Handle {
  readonly native: Native;
  readonly statements: Map<string, Statement>;
}

/** Statements worth keeping are few (one text a query); a bound against texts that vary in length. */
const statementsMax = 500;

const idle = new Map<string, Handle[]>();

function openHandle(filename: string, settings: readonly string[]): Handle {
  const native = openNative(filename);
  try {
    native.pragma('journal_mode = WAL');
    native.pragma('foreign_keys = ON');
    for (const setting of settings) native.pragma(setting);
  } catch (error) {
    native.close();
    throw error;
  }
  return { native, statements: new Map() };
}

/** libsql's own error of a file that cannot be opened has no code. */
function openNative(filename: string): Native {
  try {
    makePrivate(filename);
    return new Libsql(filename, { timeout: 0 });
  } catch (cause) {
    throw Object.assign(new Error(`${filename} cannot be opened`, { cause }), { code: 'SQLITE_CANTOPEN' });
  }
}

/** Members' numbers are nobody else's on this machine. SQLite gives its log the mode that it finds on the file. */
function makePrivate(filename: string): void {
  if (existsSync(filename)) return;
  try {
    closeSync(openSync(filename, 'wx', 0o600));
  } catch (error) {
    // Another process has just made it, in the same way.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function prepare(handle: Handle, sql: string): Statement {
  const kept = handle.statements.get(sql);
  if (kept) return kept;
  if (handle.statements.size >= statementsMax) handle.statements.clear();
  const statement = handle.native.prepare(sql);
  handle.statements.set(sql, statement);
  return statement;
}

/** Whether the handle is fit for another connection; it is closed where it is not. */
function endTransaction({ native }: Handle): boolean {
  if (!native.inTransaction) return true;
  try {
    // Closing alone would not give the lock back: statements keep a native connection alive.
    native.exec('ROLLBACK');
    return true;
  } catch {
    native.close();
    return false;
  }
}

/** Sequelize hands `{ $1: a, $2: b }`; libsql takes an array. */
function positional(parameters: Parameters): unknown[] {
  const values: unknown[] = Array.isArray(parameters)
    ? [...(parameters as readonly unknown[])]
    : Object.keys(parameters)
        .sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)))
        .map((key) => (parameters as Readonly<Record<string, unknown>>)[key]);
  return values.map((value) => (typeof value === 'boolean' ? Number(value) : value));
}

/** A connection, as Sequelize knows it. */
export class Database {
  /** Written by Sequelize: the transaction the connection serves. */
  uuid: string | undefined;
  readonly filename: string;
  protected readonly settings: readonly string[] = ['synchronous = FULL'];
  private handle: Handle | undefined;
  private closed = false;

  /**
   * Opens nothing yet: Sequelize keeps the connection it reads by for good, so a file that cannot be opened now
   * must fail the statement and not the connection.
   */
  constructor(filename: string, _mode: number, opened: (error: Error | null) => void) {
    this.filename = filename;
    // After the constructor has returned: Sequelize's callback reads the object it is making.
    queueMicrotask(() => opened(null));
  }

  serialize(work: () => unknown): void {
    work();
  }

  /** Without a callback only foreign keys are asked for, and every handle has them from its opening. */
  run(sql: string, parameters: Parameters = [], done?: Callback): this {
    assert(done ?? sql === 'PRAGMA FOREIGN_KEYS=ON', 'a statement has a callback');
    return done ? this.execute(sql, parameters, done) : this;
  }

  all(sql: string, parameters: Parameters | Callback, done?: Callback): this {
    if (typeof parameters === 'function') return this.execute(sql, [], parameters);
    assert(done, 'a query has a callback');
    return this.execute(sql, parameters, done);
  }

  close(done?: (error: Error | null) => void): void {
    const handle = this.handle;
    this.handle = undefined;
    this.closed = true;
    if (handle && endTransaction(handle)) {
      idle.set(this.filename, [...(idle.get(this.filename) ?? []), handle]);
    }
    done?.(null);
  }

  /** A statement with `?` marks, without what Sequelize puts around it. */
  query(sql: string, values: readonly unknown[]): unknown[] {
    return prepare(this.open(), sql).all(values);
  }

  /** As `query`, for one that changes rows: answers how many. */
  change(sql: string, values: readonly unknown[]): number {
    return prepare(this.open(), sql).run(values).changes;
  }

  private execute(sql: string, parameters: Parameters, done: Callback): this {
    let rows: unknown[] = [];
    const result: RunResult = { lastID: 0, changes: 0 };
    try {
      // SQLite has already rolled back by itself (a full disk, a failed BEGIN): nothing is left to undo.
      const undone = sql.startsWith('ROLLBACK') && !this.handle?.native.inTransaction;
      const statement = undone ? undefined : prepare(this.open(), sql.replace(/\$\d+/g, '?'));
      if (statement?.reader) rows = statement.all(positional(parameters));
      else if (statement) result.changes = statement.run(positional(parameters)).changes;
    } catch (error) {
      // Sequelize drops a connection that could not commit without closing it: the lock would be held for good.
      if (sql.startsWith('COMMIT')) this.close();
      done.call(result, error instanceof Error ? error : new Error(String(error)));
      return this;
    }
    done.call(result, null, rows);
    return this;
  }

  private open(): Handle {
    if (this.closed) throw new Error('the connection is closed');
    return (this.handle ??= idle.get(this.filename)?.pop() ?? openHandle(this.filename, this.settings));
  }
}

/** For a file that is thrown away: fast, with all of it in memory (64 MiB) as long as it goes in. */
class VolatileDatabase extends Database {
  protected override readonly settings = [
    'synchronous = OFF',
    'cache_size = -65536',
    'wal_autocheckpoint = 20000',
  ];
}

/** Closes the handles of a file that no connection holds any more. */
export function closeAll(filename: string): void {
  for (const { native } of idle.get(filename) ?? []) {
    checkpoint(native);
    native.close();
  }
  idle.delete(filename);
}

/** Moves the write-ahead log into the file, so that who copies the file alone after a stop has all of it. */
function checkpoint(native: Native): void {
  try {
    native.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // Another process is at it, or the disk is full: the log stays beside the file and loses nothing there.
  }
}

/** What Sequelize is given as its `dialectModule`. */
export const libsqlAsSqlite3 = { Database, OPEN_READWRITE: 2, OPEN_CREATE: 4 };

/** As `libsqlAsSqlite3`, where what was committed need not outlive a power cut. */
export const volatileLibsqlAsSqlite3 = { ...libsqlAsSqlite3, Database: VolatileDatabase };
