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
  if (!restoring) await assertRestored(store);
  await store.schema((tx) =>
    tx.execute(
      `CREATE TABLE IF NOT EXISTS schema_migrations
         (number INTEGER NOT NULL PRIMARY KEY, name VARCHAR(100) NOT NULL, ended INTEGER NOT NULL)`,
    ),
  );
  const ran: string[] = [];
  for (const migration of migrations.filter(({ number }) => number <= upTo)) {
    if (await store.schema((tx) => step(tx, { migration, dialect: store.dialect }))) ran.push(migration.name);
    failpoint('migration-between-steps');
  }
  if (!restoring) await assertKnown(store);
  return ran;
}

/** Throws `UnfinishedRestore` for a database that is half restored. */
export async function assertRestored(store: Store): Promise<void> {
  if ((await store.tables()).includes(restoreMarker)) throw new UnfinishedRestore();
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
  const tables = await store.tables();
  if (!restoring && tables.includes(restoreMarker)) throw new UnfinishedRestore();
  if (!tables.includes('schema_migrations')) return { database: 0, code };
  const [row] = await store.all<{ last: number | null }>(
    'SELECT MAX(number) AS last FROM schema_migrations WHERE ended = 1',
  );
  return { database: row?.last ?? 0, code };
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
  const { database, code } = await schemaVersion(store);
  if (database > code) {
    throw new Error(
      `The database is at schema ${database}, this version of Vafa knows ${code}. Start the newer version, or restore a backup made before the update.`,
    );
  }
}
