import assert from 'node:assert/strict';
import { processesAtWork } from '../presence.ts';
import { restoreMarker, migrate, schemaVersion } from '../store/migrate.ts';
import { StoreUnavailable } from '../store/errors.ts';
import { heldForRestore } from '../outbox/questions.ts';
import { idFloor } from '../store/ids.ts';
import type { Store } from '../store/store.ts';
import type { Row, Value } from '../store/tx.ts';
import { BackupFault } from './format.ts';
import type { BackupEnd, BackupHeader } from './format.ts';
import { readBackup } from './read-backup.ts';
import { allTables } from './tables.ts';

export interface ReadThrough {
  readonly header: BackupHeader;
  readonly end: BackupEnd;
}

/** Reads a backup to its end without writing anything. Throws `BackupFault` unless it is whole. */
export async function checkBackup(file: string): Promise<ReadThrough> {
  let header: BackupHeader | undefined;
  let end: BackupEnd | undefined;
  for await (const part of readBackup(file)) {
    if (part.kind === 'header') header = part.header;
    if (part.kind === 'end') end = part.end;
  }
  assert(header && end, 'what is read to its end has both');
  return { header, end };
}

/** What the first start of a server fills by itself, or an operator before there are members: it is replaced. */
const replaced = new Set([
  ...['schema_migrations', 'id_blocks', 'installation', 'shops', 'programs', 'program_versions'],
  ...['program_activations'],
  ...['staff', 'sessions', 'api_keys', 'audit', 'job_runs', 'leases'],
]);

/**
 * Throws `BackupFault` where somebody's club is in the database. One that a restore has left half full is
 * nobody's.
 */
async function assertFresh(store: Store): Promise<void> {
  const there = new Set(await store.tables());
  if (there.has(restoreMarker)) return;
  const known = allTables().filter((name) => there.has(name));
  if (known.length > 0 && !there.has('schema_migrations')) {
    throw new BackupFault('The database has tables of something else: give Vafa a database of its own.');
  }
  const { database, code } = await schemaVersion(store);
  if (database > code) {
    throw new BackupFault(
      `The database is at schema ${database} and this version of Vafa knows ${code}: restore with the newer version.`,
    );
  }
  for (const name of known.filter((table) => !replaced.has(table))) {
    if (await store.one(`SELECT 1 AS filled FROM ${name} LIMIT 1`)) throw notFresh(name);
  }
}

function notFresh(table: string): BackupFault {
  return new BackupFault(
    `The database is in use (its table ${table} has rows), and a restore never writes over a club: name an empty ` +
      'database in DATABASE_URL, or move this one out of the way first, once its servers are stopped and it is backed up.',
  );
}

/** Throws `BackupFault` while a server is at work on the database. */
export async function assertNobodyAtWork(store: Store, now: number): Promise<void> {
  if (!(await store.tables()).includes('leases')) return;
  const found = await processesAtWork(store, now);
  if (!found) return;
  const { processes, heardAt, untilAt } = found;
  const are = processes === 1 ? 'A server process is' : `${processes} server processes are`;
  throw new BackupFault(
    `${are} at work on this database (last heard of at ${isoOf(heardAt)}), and a restore takes it away under a server: ` +
      `stop all servers, then restore again. After a kill, wait until ${isoOf(untilAt)} first.`,
  );
}

const isoOf = (at: number) => new Date(at).toISOString();

/** From now on no server starts here; and one that has started is seen, whichever of the two came first. */
async function begin(store: Store, now: number): Promise<void> {
  const begunBefore = (await store.tables()).includes(restoreMarker);
  await store.schema((tx) => tx.execute(`CREATE TABLE IF NOT EXISTS ${restoreMarker} (since_at BIGINT)`));
  try {
    await assertNobodyAtWork(store, now);
  } catch (error) {
    if (!begunBefore) await endRestore(store);
    throw error;
  }
}

export interface RestoreOptions {
  readonly file: string;
  readonly now: number;
  /** Hears how many rows are in the database. */
  readonly onProgress?: (rows: number) => void;
}

/**
 * Fills a fresh database from a backup that was checked, in bounded batches, and brings it to the schema of this
 * version. Until `endRestore` nobody can use the database; broken off anywhere, it is begun again. Throws
 * `BackupFault` while a server is at work on it. `store` must be new: it may have reserved no ids.
 */
export async function restoreRows(store: Store, options: RestoreOptions): Promise<ReadThrough> {
  const { file, now } = options;
  const { header, end } = await checkBackup(file);
  await assertFresh(store);
  await begin(store, now);
  const there = new Set(await store.tables());
  for (const name of allTables().filter((table) => there.has(table))) {
    await store.schema((tx) => tx.execute(`DROP TABLE ${name}`));
  }
  await migrate(store, { upTo: header.schema, restoring: true });
  await fill(store, { ...options, takenAt: header.takenAt });
  await assertComplete(store, end);
  await store.schema((tx) => tx.run('UPDATE id_blocks SET next_id = ?', [nextIdAfter(header, now)]));
  await migrate(store, { restoring: true });
  return { header, end };
}

/** Opens the database to all. */
export function endRestore(store: Store): Promise<void> {
  return store.schema((tx) => tx.execute(`DROP TABLE ${restoreMarker}`));
}

/** How far the lost database may have been ahead of this machine's clock. */
const aheadMs = 3_600_000;

/** Ids go on above all that the lost database can have handed out: a provider remembers those it has seen. */
function nextIdAfter({ nextId, takenAt }: BackupHeader, now: number): number {
  const ahead = Math.max(0, nextId - idFloor(takenAt));
  return idFloor(Math.max(now, takenAt) + aheadMs) + ahead;
}

/** Of one transaction, to bound memory and locks. */
const batchRowsMax = 2000;
const batchCharactersMax = 4_000_000;
/** Of one statement: SQLite takes 32,766 values, MySQL packets of some megabytes. */
const statementValuesMax = 4000;

async function fill(
  store: Store,
  { file, now, takenAt, onProgress = () => undefined }: RestoreOptions & { takenAt: number },
): Promise<void> {
  let table = '';
  let columns: readonly string[] = [];
  let batch: Row[] = [];
  let [characters, written] = [0, 0];
  const flush = async () => {
    await write(store, table, batch);
    onProgress((written += batch.length));
    [batch, characters] = [[], 0];
  };
  for await (const part of readBackup(file)) {
    if (part.kind === 'row') {
      const row = Object.fromEntries(columns.map((column, index) => [column, part.values[index] ?? null]));
      batch.push(table === 'outbox' ? heldForRestore(row, { takenAt, now }) : row);
      characters += part.values.reduce<number>((sum, value) => sum + lengthOf(value), 0);
      if (batch.length >= batchRowsMax || characters >= batchCharactersMax) await flush();
      continue;
    }
    if (batch.length > 0) await flush();
    if (part.kind === 'table') ({ table, columns } = part);
  }
}

function lengthOf(value: Value): number {
  return typeof value === 'string' ? value.length : 8;
}

async function write(store: Store, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).length;
  const atOnce = Math.max(1, Math.floor(statementValuesMax / columns));
  try {
    await store.schema(async (tx) => {
      for (let from = 0; from < rows.length; from += atOnce) {
        await tx.insert(table, rows.slice(from, from + atOnce));
      }
    });
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new BackupFault(`Rows of ${table} do not fit this database: ${why}. Nobody can use it like this.`);
  }
}

async function assertComplete(store: Store, { rows }: BackupEnd): Promise<void> {
  for (const [table, expected] of Object.entries(rows)) {
    const row = await store.one<{ count: number }>(`SELECT COUNT(*) AS count FROM ${table}`);
    if (row?.count !== expected) {
      throw new BackupFault(
        `${table} should have ${expected} rows and has ${row?.count ?? 0}: restore again.`,
      );
    }
  }
}
