import assert from 'node:assert/strict';
import { QueryTypes } from 'sequelize';
import type { Sequelize, Transaction } from 'sequelize';
import type { Engine, Value } from './engine.ts';
import { UniqueViolation } from './errors.ts';

export type { Value } from './engine.ts';
export type Row = Readonly<Record<string, Value>>;

/** What can be asked of the store outside a transaction and inside one alike. */
export interface Reader {
  /** Rows of a SELECT; `?` marks a parameter. */
  all<T>(sql: string, values?: readonly Value[]): Promise<T[]>;
  /** The first row of a SELECT. */
  one<T>(sql: string, values?: readonly Value[]): Promise<T | undefined>;
}

/** Reads and writes of one transaction; nothing of it is seen outside before the commit. */
export interface Tx extends Reader {
  /** Rows matched by an UPDATE or DELETE. */
  run(sql: string, values?: readonly Value[]): Promise<number>;
  /** Inserts rows, which have the same keys: all, or it throws `UniqueViolation` and the transaction is to end. */
  insert(table: string, rows: readonly Row[]): Promise<void>;
  /** As `insert`, but rows that a unique index refuses are left out; answers how many were written. */
  insertNew(table: string, rows: readonly Row[]): Promise<number>;
  /** Inserts rows or, where `key` exists, overwrites the other columns. */
  upsert(table: string, key: readonly string[], rows: readonly Row[]): Promise<void>;
  /** Appended to a SELECT that locks the rows it reads; empty where the transaction holds the only lock. */
  readonly forUpdate: string;
  /** As `forUpdate`, but rows that another transaction holds are left out instead of waited for. */
  readonly forUpdateFree: string;
  /** A fresh id, see `ids.ts`. */
  id(): number;
  /** Runs after the commit has succeeded, and never otherwise. */
  afterCommit(work: () => void): void;
}

/** A transaction that may also change the schema. */
export interface SchemaTx extends Tx {
  execute(sql: string): Promise<void>;
  /** As `execute`, for a statement that may have been carried out before: then it does nothing. */
  executeAgain(sql: string): Promise<void>;
}

interface TxParts {
  readonly engine: Engine;
  readonly transaction: Transaction;
  readonly hooks: (() => void)[];
  readonly id: () => number;
}

export function bindTx({ engine, transaction, hooks, id }: TxParts): SchemaTx {
  const { sequelize, syntax, direct } = engine;
  // Asynchronous all the same: what they throw is a rejection.
  const all = direct
    ? async <T>(sql: string, values: readonly Value[] = []) =>
        (await Promise.resolve(direct.all(transaction, sql, values))) as T[]
    : <T>(sql: string, values: readonly Value[] = []) => select<T>(sequelize, { sql, values, transaction });
  const run = direct
    ? async (sql: string, values: readonly Value[] = []) =>
        Promise.resolve(direct.run(transaction, sql, values))
    : (sql: string, values: readonly Value[] = []) =>
        sequelize.query(numbered(sql), { bind: [...values], type: QueryTypes.BULKUPDATE, transaction });
  const execute = async (sql: string) => {
    await sequelize.query(sql, { type: QueryTypes.RAW, transaction });
  };
  const insertAll = async (table: string, rows: readonly Row[], tail: string) => {
    const [first = {}] = rows;
    const most = Math.floor(valuesMax / Object.keys(first).length);
    let written = 0;
    for (let from = 0; from < rows.length; from += most)
      written += await run(...insertStatement(table, { first, rows: rows.slice(from, from + most), tail }));
    return written;
  };
  /** A row that is refused leaves the transaction as it was, and the next one is tried. */
  const insertEach = async (table: string, rows: readonly Row[]) => {
    let written = 0;
    for (const row of rows) {
      try {
        written += await run(...insertStatement(table, { first: row, rows: [row], tail: '' }));
      } catch (thrown) {
        if (!(engine.translate(thrown) instanceof UniqueViolation)) throw thrown;
      }
    }
    return written;
  };
  return {
    all,
    run,
    id,
    forUpdate: syntax.forUpdate,
    forUpdateFree: syntax.forUpdateFree,
    async one<T>(sql: string, values: readonly Value[] = []) {
      return (await all<T>(sql, values))[0];
    },
    async insert(table, rows) {
      await insertAll(table, rows, '');
    },
    insertNew(table, rows) {
      const { orIgnore } = syntax;
      return orIgnore === undefined ? insertEach(table, rows) : insertAll(table, rows, orIgnore);
    },
    async upsert(table, key, rows) {
      const columns = Object.keys(rows[0] ?? {}).filter((column) => !key.includes(column));
      await insertAll(table, rows, syntax.orOverwrite(key, columns));
    },
    afterCommit: (work) => hooks.push(work),
    execute,
    executeAgain: (sql) =>
      execute(sql).catch((thrown: unknown) => {
        if (!engine.isThere(thrown)) throw thrown;
      }),
  };
}

interface Select {
  readonly sql: string;
  readonly values: readonly Value[];
  readonly transaction: Transaction | null;
}

export async function select<T>(sequelize: Sequelize, { sql, values, transaction }: Select): Promise<T[]> {
  const rows: unknown[] = await sequelize.query(numbered(sql), {
    bind: [...values],
    type: QueryTypes.SELECT,
    raw: true,
    transaction,
  });
  return rows as T[];
}

/** SQLite takes so many values in a statement, MySQL twice as many. */
const valuesMax = 32_766;

interface Inserting {
  /** Its columns are those of all rows. */
  readonly first: Row;
  readonly rows: readonly Row[];
  readonly tail: string;
}

function insertStatement(table: string, { first, rows, tail }: Inserting): [sql: string, values: Value[]] {
  const columns = Object.keys(first);
  const group = `(${columns.map(() => '?').join(', ')})`;
  const values: Value[] = [];
  for (const row of rows) {
    assert(Object.keys(row).length <= columns.length, `a row of ${table} has more columns than the first`);
    for (const column of columns) {
      const value = row[column];
      assert(value !== undefined, `${table}.${column} is missing in a row`);
      values.push(value);
    }
  }
  const groups = `${group}, `.repeat(rows.length).slice(0, -2);
  return [`INSERT INTO ${table} (${columns.join(', ')}) VALUES ${groups}${tail}`, values];
}

const numberedTexts = new Map<string, string>();

/** `?` marks become Sequelize's `$1 … $n`. No text of ours holds a question mark in a literal. */
function numbered(sql: string): string {
  const kept = numberedTexts.get(sql);
  if (kept !== undefined) return kept;
  let count = 0;
  const text = sql.replace(/\?/g, () => `$${++count}`);
  if (numberedTexts.size < 2000) numberedTexts.set(sql, text);
  return text;
}

/** `?, ?, ?` for an IN list of `values`. */
export function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}
