import { failpoint } from '../failpoint.ts';
import { UnfinishedRestore } from './errors.ts';
import { migrations } from './migrations/index.ts';
import type { Migration } from './schema.ts';
import type { Store } from './store.ts';
import type { SchemaTx } from './tx.ts';

export interface MigrateOptions {
  /** The last step to take; all of them when not given. */
  readonly upTo?: number;
  /** Said by the restore itself, which works on a database that nobody else may use. */
  readonly restoring?: true;
}

/** A table that is there while a restore fills the database. */
export const restoreMarker = 'restore_under_way';

/**
 * Brings the database to the newest schema, one step a transaction, each under the database's write lock, so
 * that two processes starting together do not run a step twice. Answers the names of the steps that ran.
 * Throws when the database is newer than this code, or half restored.
 */
export async function migrate(
  store: Store,
  { upTo = Infinity, restoring }: MigrateOptions = {},
): Promise<string[]> {
  const tables = await (restoring ? store.tables() : assertRestored(store));
  if (!tables.includes(stepsTable)) await store.schema((tx) => tx.execute(makeStepsTable));
  const ran: string[] = [];
  for (const migration of await stepsLeft(store, upTo)) {
    if (await store.schema((tx) => step(tx, { migration, dialect: store.dialect }))) ran.push(migration.name);
    failpoint('migration-between-steps');
  }
  if (!restoring) await assertKnown(store);
  return ran;
}

const stepsTable = 'schema_migrations';

/** Two processes that start together may both make it. */
const makeStepsTable = `CREATE TABLE IF NOT EXISTS ${stepsTable}
  (number INTEGER NOT NULL PRIMARY KEY, name VARCHAR(100) NOT NULL, ended INTEGER NOT NULL)`;

/** One read tells it, so that a start with nothing to do takes no lock and writes nothing. */
async function stepsLeft(store: Store, upTo: number): Promise<Migration[]> {
  const rows = await store.all<{ number: number }>(`SELECT number FROM ${stepsTable} WHERE ended = 1`);
  const ended = new Set(rows.map(({ number }) => number));
  return migrations.filter(({ number }) => number <= upTo && !ended.has(number));
}

/** The names of the tables. Throws `UnfinishedRestore` for a database that is half restored. */
export async function assertRestored(store: Store): Promise<string[]> {
  const tables = await store.tables();
  if (tables.includes(restoreMarker)) throw new UnfinishedRestore();
  return tables;
}

/**
 * The number of the last step the database has taken, and of the last one this code knows. Throws
 * `UnfinishedRestore` for a database that is half restored.
 */
export async function schemaVersion(
  store: Store,
  { restoring }: Pick<MigrateOptions, 'restoring'> = {},
): Promise<{ database: number; code: number }> {
  const code = migrations.at(-1)?.number ?? 0;
  const tables = await (restoring ? store.tables() : assertRestored(store));
  return { database: tables.includes(stepsTable) ? await lastStep(store) : 0, code };
}

async function lastStep(store: Store): Promise<number> {
  const row = await store.one<{ last: number | null }>(
    `SELECT MAX(number) AS last FROM ${stepsTable} WHERE ended = 1`,
  );
  return row?.last ?? 0;
}

interface Step {
  readonly migration: Migration;
  readonly dialect: Store['dialect'];
}

/**
 * MySQL commits before each statement on the schema, so a step that was broken off has left its mark there and may
 * have left its table as well. A step that was refused leaves no mark: what is there then is not ours.
 */
async function step(tx: SchemaTx, { migration, dialect }: Step): Promise<boolean> {
  const { number, name } = migration;
  const mark = await tx.one<{ ended: number }>('SELECT ended FROM schema_migrations WHERE number = ?', [
    number,
  ]);
  if (mark?.ended === 1) return false;
  if (!mark) await tx.insert('schema_migrations', [{ number, name, ended: 0 }]);
  try {
    for (const sql of migration.statements(dialect)) await (mark ? tx.executeAgain(sql) : tx.execute(sql));
  } catch (error) {
    await tx.run('DELETE FROM schema_migrations WHERE number = ?', [number]);
    throw error;
  }
  failpoint('migration-before-recorded');
  await tx.run('UPDATE schema_migrations SET ended = 1 WHERE number = ?', [number]);
  return true;
}

async function assertKnown(store: Store): Promise<void> {
  const database = await lastStep(store);
  const code = migrations.at(-1)?.number ?? 0;
  if (database > code) {
    throw new Error(
      `The database is at schema ${database}, this version of Vafa knows ${code}. Start the newer version, or restore a backup made before the update.`,
    );
  }
}
