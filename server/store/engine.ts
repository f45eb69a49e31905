import type { Sequelize, Transaction } from 'sequelize';
import type { Dialect } from './schema.ts';

/** What a column holds. Booleans are 0 and 1, times are epoch milliseconds, objects are JSON text. */
export type Value = string | number | null;

/** What differs from database to database; all else of the store is the same for each. */
export interface Engine {
  readonly dialect: Dialect;
  readonly sequelize: Sequelize;
  readonly syntax: Syntax;
  /** Opens a transaction whose reads see what was committed before them, and whose locks are real. */
  begin(): Promise<Transaction>;
  /** As `begin`, for changes of the schema, which may take their time. */
  beginSchema(): Promise<Transaction>;
  /** Opens a transaction whose reads are all of one instant, and which holds up no writer. */
  beginSnapshot(): Promise<Transaction>;
  /** Statements for which the driver is asked without Sequelize: where it answers at once, that costs more than they do. */
  readonly direct?: Direct;
  /** Runs one transaction's work when its turn has come. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /** Turns what the driver throws into `StoreUnavailable` or `UniqueViolation`; everything else passes. */
  translate(thrown: unknown): unknown;
  /** Whether a statement on the schema was refused because what it makes is there already. */
  isThere(thrown: unknown): boolean;
  /** Breaks the connection of a transaction that nobody waits for any more: whatever it waits for fails. */
  cut(transaction: Transaction): void;
  /** Lets what is in hand end, but does not wait long for a server that does not answer. */
  close(): Promise<void>;
}

/** How the dialect says what the standard has no word for. */
export interface Syntax {
  /** Appended to a SELECT that locks the rows it reads. */
  readonly forUpdate: string;
  /** As `forUpdate`, but rows that another transaction holds are left out instead of waited for. */
  readonly forUpdateFree: string;
  /** Appended to an INSERT that leaves out rows a unique index refuses; `undefined` where none is exact. */
  readonly orIgnore: string | undefined;
  /** Appended to an INSERT that overwrites `columns` where `key` exists. */
  orOverwrite(key: readonly string[], columns: readonly string[]): string;
  /** Takes the lock under which the schema is changed, and gives it back, where a transaction does not hold it. */
  readonly schemaLock: { readonly take: string; readonly release: string } | undefined;
  /** Names the tables of this database, a row each. */
  readonly tables: string;
}

/** Statements with `?` marks, carried out at once. They throw what the driver throws. */
export interface Direct {
  /** On the connection of a transaction, or with `null` outside of all. */
  all(transaction: Transaction | null, sql: string, values: readonly Value[]): unknown[];
  /** Answers how many rows it matched. */
  run(transaction: Transaction, sql: string, values: readonly Value[]): number;
}
