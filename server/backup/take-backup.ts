import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { schemaVersion } from '../store/migrate.ts';
import type { Store } from '../store/store.ts';
import type { Reader, Row } from '../store/tx.ts';
import { BackupFault, formatVersion } from './format.ts';
import type { BackupEnd, BackupHeader } from './format.ts';
import { pagesOf } from './pages.ts';
import { backedUpTables } from './tables.ts';

export interface TakenBackup {
  readonly file: string;
  readonly header: BackupHeader;
  readonly rows: number;
  readonly bytes: number;
}

export interface TakeOptions {
  readonly file: string;
  readonly now: number;
  /** Hears how many rows are written. */
  readonly onProgress?: (rows: number) => void;
}

/**
 * Writes all that the club has, as of one instant, into a file that is there as a whole or not at all and that
 * nobody else may read, in a folder that is there. A server may be writing meanwhile. Throws `BackupFault`.
 */
export async function takeBackup(
  store: Store,
  { file, now, onProgress = () => undefined }: TakeOptions,
): Promise<TakenBackup> {
  const { database: schema, code } = await schemaVersion(store);
  if (schema === 0) throw new BackupFault('The database is empty: there is nothing to back up.');
  if (schema > code) throw new BackupFault(newerDatabase(schema, code));
  return store.snapshot(async (reader) => {
    const header = await headerOf(reader, { schema, now, dialect: store.dialect });
    let rows = 0;
    const count = (more: number) => onProgress((rows += more));
    await writeWhole(file, linesOf(reader, header, count));
    return { file, header, rows, bytes: (await stat(file)).size };
  });
}

function newerDatabase(schema: number, code: number): string {
  return `The database is at schema ${schema} and this version of Vafa knows ${code}: back up with the newer version that last served it.`;
}

interface HeaderFacts {
  readonly schema: number;
  readonly now: number;
  readonly dialect: Store['dialect'];
}

async function headerOf(reader: Reader, { schema, now, dialect }: HeaderFacts): Promise<BackupHeader> {
  const program = await reader.one<{ code: string; version: number }>(
    `SELECT programs.code AS code, program_activations.version AS version
     FROM program_activations JOIN programs ON programs.id = program_activations.program_id
     WHERE program_activations.version IS NOT NULL AND program_activations.active_at <= ?
     ORDER BY programs.place, program_activations.active_at DESC, program_activations.id DESC LIMIT 1`,
    [now],
  );
  if (!program)
    throw new BackupFault('No server has ever served this database: there is nothing to back up.');
  const named = await reader.one<{ code: string }>('SELECT code FROM installation');
  const ids = await reader.one<{ next: number }>('SELECT next_id AS next FROM id_blocks');
  return {
    ...{ vafa: 'backup', format: formatVersion, schema, installation: named?.code ?? null },
    ...{ takenAt: now, program, nextId: ids?.next ?? 0, dialect },
  };
}

/** The lines in pieces, each ending with a line's end. */
async function* linesOf(
  reader: Reader,
  header: BackupHeader,
  onRows: (count: number) => void,
): AsyncGenerator<string> {
  const digest = createHash('sha256');
  const hashed = (lines: readonly unknown[]) => {
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    digest.update(text);
    return text;
  };
  const rows: Record<string, number> = {};
  yield hashed([header]);
  for (const table of backedUpTables(header.schema)) {
    rows[table.name] = 0;
    for await (const page of pagesOf(reader, table, header.dialect)) {
      const columns = Object.keys(page[0] ?? {});
      const first = rows[table.name] === 0 ? [{ table: table.name, columns }] : [];
      yield hashed([...first, ...page.map((row: Row) => columns.map((column) => row[column]))]);
      rows[table.name] = (rows[table.name] ?? 0) + page.length;
      onRows(page.length);
    }
  }
  const end: BackupEnd = { end: true, rows, sha256: digest.digest('hex') };
  yield `${JSON.stringify(end)}\n`;
}

/** Under another name until it is on the disk as a whole. */
async function writeWhole(file: string, lines: AsyncIterable<string>): Promise<void> {
  const folder = dirname(file);
  const unfinished = join(folder, `.${basename(file)}.${process.pid}.unfinished`);
  try {
    // `flush`: it is on the disk before it has its name.
    const output = createWriteStream(unfinished, { flags: 'wx', mode: 0o600, flush: true });
    await pipeline(Readable.from(lines), createGzip(), output);
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

/** So that the name survives a power cut as well. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
