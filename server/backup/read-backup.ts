import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import type { ZodType } from 'zod';
import { migrations } from '../store/migrations/index.ts';
import type { Value } from '../store/tx.ts';
import { BackupFault, endLine, formatVersion, headerLine, rowLine, tableLine } from './format.ts';
import type { BackupEnd, BackupHeader } from './format.ts';
import { backedUpTables } from './tables.ts';

/** What a backup holds, piece by piece in its order. */
export type BackupPart =
  | { readonly kind: 'header'; readonly header: BackupHeader }
  | { readonly kind: 'table'; readonly table: string; readonly columns: readonly string[] }
  | { readonly kind: 'row'; readonly values: readonly Value[] }
  /** The last: the file is whole. */
  | { readonly kind: 'end'; readonly end: BackupEnd };

/**
 * Reads a backup line by line, in bounded memory. Throws `BackupFault` for a file that is none, that was cut off
 * or changed, or that this version cannot read; whoever has come to the part `end` has had all of it.
 */
export async function* readBackup(file: string): AsyncGenerator<BackupPart> {
  const digest = createHash('sha256');
  let reading: Reading | undefined;
  let ended = false;
  await refuseUnpacked(file);
  for await (const line of linesOf(file)) {
    if (ended) throw damaged('something follows its end');
    const value = reading ? parsed(line) : parsedFirst(line);
    if (!reading) {
      const header = checkedHeader(value);
      reading = { tables: new Set(backedUpTables(header.schema).map(({ name }) => name)), rows: {} };
      yield { kind: 'header', header };
    } else if (isEnd(value)) {
      const end = checkedEnd(value, reading, digest.digest('hex'));
      ended = true;
      yield { kind: 'end', end };
      continue;
    } else yield Array.isArray(value) ? rowOf(value, reading) : tableOf(value, reading);
    digest.update(`${line}\n`);
  }
  if (!ended) throw damaged('it was cut off before its end');
}

/** What has been read so far. */
interface Reading {
  /** Those there are at its schema. */
  readonly tables: ReadonlySet<string>;
  readonly rows: Record<string, number>;
  current?: { readonly table: string; readonly columns: readonly string[] };
}

/** What each file of gzip begins with. */
const gzipMark = Buffer.from([0x1f, 0x8b]);

async function refuseUnpacked(file: string): Promise<void> {
  const handle = await open(file);
  try {
    const begin = Buffer.alloc(gzipMark.length);
    await handle.read(begin, 0, begin.length, 0);
    if (!begin.equals(gzipMark)) throw noBackup();
  } finally {
    await handle.close();
  }
}

const lineMax = 64 * 1024 * 1024;

async function* linesOf(file: string): AsyncGenerator<string> {
  const gunzip = createGunzip();
  // What goes wrong with the file is thrown where the text is read.
  pipeline(createReadStream(file), gunzip, () => undefined);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  let begun = false;
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > lineMax) throw damaged('a line has no end');
      begun ||= lines.length > 0;
      yield* lines;
    }
  } catch (error) {
    throw asFault(error, begun);
  }
  if (rest !== '') throw damaged('it was cut off in a line');
}

function asFault(error: unknown, begun: boolean): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'Z_DATA_ERROR' || code === 'Z_BUF_ERROR') return damaged('its compression does not end well');
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
    return begun ? damaged('it holds what is no text') : noBackup();
  return error;
}

function damaged(why: string): BackupFault {
  return new BackupFault(
    `The backup is damaged: ${why}. Nothing was written; take another copy of it, or an older backup.`,
  );
}

function noBackup(): BackupFault {
  return new BackupFault(
    'That file is no backup of Vafa. Nothing was written; give one that ./scripts/vafa backup made.',
  );
}

function parsedFirst(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw noBackup();
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw damaged('a line cannot be read');
  }
}

function checked<T>(schema: ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw damaged(`${what} is not what it must be`);
}

function checkedHeader(value: unknown): BackupHeader {
  const isBackup = typeof value === 'object' && value !== null && 'vafa' in value;
  if (!isBackup) throw noBackup();
  // First of all: what a newer version writes need not have the shape known here.
  const { format } = checked(z.object({ format: z.number() }), value, 'its first line');
  if (format !== formatVersion) throw tooNew(`format ${format}`, formatVersion);
  const header = checked(headerLine, value, 'its first line');
  const known = migrations.at(-1)?.number ?? 0;
  if (header.schema > known) throw tooNew(`schema ${header.schema}`, known);
  return header;
}

function tooNew(has: string, known: number): BackupFault {
  return new BackupFault(
    `The backup has ${has} and this version of Vafa reads ${known}: restore it with the version that made it, or a newer one.`,
  );
}

function tableOf(value: unknown, reading: Reading): BackupPart {
  const { table, columns } = checked(tableLine, value, 'a line of a table');
  if (!reading.tables.has(table) || table in reading.rows)
    throw damaged(`its table ${table} is out of place`);
  reading.rows[table] = 0;
  reading.current = { table, columns };
  return { kind: 'table', table, columns };
}

function rowOf(value: readonly unknown[], { current, rows }: Reading): BackupPart {
  if (!current) throw damaged('a row belongs to no table');
  const values = checked(rowLine, value, `a row of ${current.table}`);
  if (values.length !== current.columns.length) throw damaged(`a row of ${current.table} has a wrong length`);
  rows[current.table] = (rows[current.table] ?? 0) + 1;
  return { kind: 'row', values };
}

function isEnd(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'end' in value;
}

function checkedEnd(value: unknown, { rows }: Reading, sha256: string): BackupEnd {
  const end = checked(endLine, value, 'its last line');
  for (const table of new Set([...Object.keys(end.rows), ...Object.keys(rows)])) {
    if ((end.rows[table] ?? 0) !== (rows[table] ?? 0)) throw damaged(`rows of ${table} are missing`);
  }
  if (end.sha256 !== sha256) throw damaged('it was changed after it was made');
  return end;
}
