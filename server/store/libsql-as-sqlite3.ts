import Libsql from 'libsql';

/**
 * The part of the `sqlite3` package that Sequelize's SQLite dialect calls, on top of `libsql`, which installs
 * without a compiler. Statements run at once and call back at once; the native busy timeout stays at zero,
 * because a synchronous driver that waits freezes the whole process: `store.ts` waits for the lock instead.
 *
 * Sequelize opens a connection for each transaction and closes it after. Native handles are kept and used
 * again, so that a transaction costs no file opening, as long as they are not left inside a transaction.
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

function openHandle(filename: string): Handle {
  const native = new Libsql(filename, { timeout: 0 });
  native.pragma('journal_mode = WAL');
  native.pragma('synchronous = FULL');
  native.pragma('foreign_keys = ON');
  return { native, statements: new Map() };
}

function prepare(handle: Handle, sql: string): Statement {
  const kept = handle.statements.get(sql);
  if (kept) return kept;
  if (handle.statements.size >= statementsMax) handle.statements.clear();
  const statement = handle.native.prepare(sql);
  handle.statements.set(sql, statement);
  return statement;
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

export class Database {
  /** Written by Sequelize: the transaction the connection serves. */
  uuid: string | undefined;
  readonly filename: string;
  private handle: Handle | undefined;

  constructor(filename: string, _mode: number, opened: (error: Error | null) => void) {
    this.filename = filename;
    let failure: Error | null = null;
    try {
      this.handle = idle.get(filename)?.pop() ?? openHandle(filename);
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error));
    }
    // After the constructor has returned: Sequelize's callback reads the object it is making.
    queueMicrotask(() => opened(failure));
  }

  serialize(work: () => unknown): void {
    work();
  }

  run(sql: string, parameters: Parameters = [], done?: Callback): this {
    return this.execute(sql, parameters, done);
  }

  all(sql: string, parameters: Parameters | Callback, done?: Callback): this {
    if (typeof parameters === 'function') return this.execute(sql, [], parameters);
    return this.execute(sql, parameters, done);
  }

  close(done?: (error: Error | null) => void): void {
    const handle = this.handle;
    this.handle = undefined;
    if (handle) {
      if (handle.native.inTransaction) handle.native.close();
      else idle.set(this.filename, [...(idle.get(this.filename) ?? []), handle]);
    }
    done?.(null);
  }

  /** SQLite has already rolled back by itself (a full disk, a failed BEGIN): nothing is left to undo. */
  private succeed(done?: Callback): this {
    done?.call({ lastID: 0, changes: 0 }, null, []);
    return this;
  }

  private execute(sql: string, parameters: Parameters, done?: Callback): this {
    let rows: unknown[] = [];
    const result: RunResult = { lastID: 0, changes: 0 };
    try {
      if (!this.handle) throw new Error('the connection is closed');
      if (sql.startsWith('ROLLBACK') && !this.handle.native.inTransaction) return this.succeed(done);
      const statement = prepare(this.handle, sql.replace(/\$\d+/g, '?'));
      if (statement.reader) rows = statement.all(positional(parameters));
      else result.changes = statement.run(positional(parameters)).changes;
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      if (!done) throw failure;
      done.call(result, failure);
      return this;
    }
    done?.call(result, null, rows);
    return this;
  }
}

/** Closes the handles of a file that no connection holds any more. */
export function closeAll(filename: string): void {
  for (const handle of idle.get(filename) ?? []) handle.native.close();
  idle.delete(filename);
}

export const OPEN_READWRITE = 2;
export const OPEN_CREATE = 4;
