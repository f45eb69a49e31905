import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { takeBackup } from '../../server/backup/take-backup.ts';
import type { Config } from '../../server/config.ts';
import { createStore } from '../../server/store/store.ts';
import { size } from './doctor-machine.ts';
import { Complaint } from './fail.ts';
import { givenPath } from './given-path.ts';
import { databaseFile, readConfig } from './open.ts';
import { answer, count, isoTime } from './print.ts';
import type { AnswerOptions } from './print.ts';
import { startProgress } from './progress.ts';
import { addVerb } from './verb.ts';

interface BackupOptions extends AnswerOptions {
  readonly to?: string;
}

export function addBackup(parent: Command): void {
  addVerb(parent, 'backup', {
    does: 'Write all that the club has into one file, as of one instant; servers may be running.',
    examples: ['backup', 'backup --to /mnt/usb/club.jsonl.gz'],
    more:
      'The file is the same for every database, holds the members’ numbers in the clear, and is readable by this\n' +
      'account alone: keep it like the database, and off this machine. Not in it: the secrets in DATA_DIR, .env\n' +
      'and the program file. ./scripts/vafa restore --check says whether a file is whole.',
  })
    .option(
      '--to <file>',
      'where to, in a folder that is there; a new file in DATA_DIR/backups when not given',
    )
    .action(backUp);
}

async function backUp({ to, ...options }: BackupOptions): Promise<void> {
  const config = readConfig();
  const now = Date.now();
  const file = to === undefined ? join(config.dataDir, 'backups', nameAt(now)) : givenPath(to);
  if (existsSync(file)) throw new Complaint(`${file} is there already: name another file, or move it away.`);
  if (to !== undefined) requireFolder(dirname(file));
  const store = openExisting(config);
  const progress = startProgress('backing up');
  try {
    if (to === undefined) mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const taken = await takeBackup(store, { file, now, onProgress: progress.show });
    const seconds = progress.end();
    const { rows, bytes, header } = taken;
    const value = { file, rows, bytes, seconds, schema: header.schema, takenAt: isoTime(header.takenAt) };
    answer(options, value, [`${file}: ${count(rows, 'row')}, ${size(bytes)}, ${seconds} s`]);
  } finally {
    await store.close();
  }
}

/** A folder that is missing may be a disk that is not mounted: a backup beside the database is none. */
function requireFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return;
  throw new Complaint(`There is no folder ${folder}: mount its disk or make it, or name another file.`);
}

function openExisting(config: Config) {
  const file = databaseFile(config);
  if (file !== undefined && !existsSync(file)) {
    throw new Complaint(`There is no database at ${file}: check DATABASE_URL and DATA_DIR.`);
  }
  return createStore({ url: config.databaseUrl, now: () => Date.now() });
}

/** `vafa-backup-2026-11-21T090500Z.jsonl.gz`: in order by name, and fit for every file system. */
function nameAt(now: number): string {
  const instant = new Date(now)
    .toISOString()
    .replaceAll(':', '')
    .replace(/\.\d+Z/, 'Z');
  return `vafa-backup-${instant}.jsonl.gz`;
}
