import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import type { BackupHeader } from '../../server/backup/format.ts';
import { restoreClub } from '../../server/backup/restore-club.ts';
import type { RestoredClub } from '../../server/backup/restore-club.ts';
import { checkBackup } from '../../server/backup/restore-rows.ts';
import { systemClock } from '../../server/clock.ts';
import { Complaint } from './fail.ts';
import { givenPath } from './given-path.ts';
import { logOf, readConfig } from './open.ts';
import { answer, count, isoTime, note } from './print.ts';
import type { AnswerOptions } from './print.ts';
import { startProgress } from './progress.ts';
import { addVerb } from './verb.ts';

interface RestoreOptions extends AnswerOptions {
  readonly check?: true;
}

export function addRestore(parent: Command): void {
  addVerb(parent, 'restore', {
    does: 'Put a club back from a backup into a fresh database, which may be of another kind.',
    examples: ['restore club.jsonl.gz --check', 'restore club.jsonl.gz'],
    more:
      'Stop all servers first: while one is at work on the database the restore is refused. The database must be\n' +
      'empty or hold only what a first start makes; a club is never written over. A damaged file is refused before\n' +
      'anything is written, and a restore that was broken off is simply run again. Afterwards the server asks the\n' +
      'providers for every message that may have gone out since the backup before it sends anything else; what\n' +
      'cannot be asked about is left to you: ./scripts/vafa outbox list.',
  })
    .argument('<file>', 'what ./scripts/vafa backup wrote')
    .option('--check', 'only say whether the file is whole, and write nothing')
    .action((named: string, options: RestoreOptions) => {
      const file = givenPath(named);
      if (!existsSync(file)) throw new Complaint(`There is no file ${file}.`);
      return options.check ? check(file, options) : restore(file, options);
    });
}

async function check(file: string, options: RestoreOptions): Promise<void> {
  const { header, end } = await checkBackup(file);
  const rows = Object.values(end.rows).reduce((sum, more) => sum + more, 0);
  const facts = factsOf(header);
  answer(options, { ok: true, rows, ...facts, tables: end.rows }, [
    `whole: ${count(rows, 'row')}, ${sayHeader(header)}`,
  ]);
}

function factsOf({ takenAt, schema, program, dialect, installation }: BackupHeader) {
  return { takenAt: isoTime(takenAt), schema, program, dialect, installation };
}

function sayHeader({ takenAt, schema, program }: BackupHeader): string {
  return `taken ${isoTime(takenAt) ?? ''}, schema ${schema}, program ${program.code} version ${program.version}`;
}

async function restore(file: string, options: RestoreOptions): Promise<void> {
  const config = readConfig({ makes: true });
  const progress = startProgress('restoring');
  const substitutes = { clock: systemClock, log: logOf(config) };
  const club = await restoreClub(config, { file, substitutes, onProgress: progress.show });
  const seconds = progress.end();
  answer(options, valueOf(club, seconds), linesOf(club, seconds));
  if (!club.verification.difference) return;
  note('The books were wrong already when the backup was taken: ./scripts/vafa verify says where.');
  process.exitCode = 1;
}

function valueOf(club: RestoredClub, seconds: number) {
  const { header, rows, questions, runs, withheld, verification } = club;
  const { difference, ...checked } = verification;
  return {
    ...{ ...factsOf(header), rows, seconds, questions: Object.fromEntries(questions), runs, withheld },
    ledger: { ok: !difference, ...checked, difference: difference ?? null },
  };
}

function linesOf(club: RestoredClub, seconds: number): string[] {
  const { header, rows, questions, verification } = club;
  const { members, entries, difference } = verification;
  const books = `${count(members, 'member')}, ${count(entries, 'entry')}`;
  return [
    `restored ${count(rows, 'row')} in ${seconds} s: ${sayHeader(header)}`,
    difference ? `ledger: a row differs in ${difference.table}` : `ledger: all right (${books})`,
    ...[...questions].map(([channel, open]) => `${channel}: ${sayQuestions(open)}`),
    ...club.runs.map(sayRun),
    ...(club.withheld > 0 ? [sayWithheld(club.withheld)] : []),
    'Start the servers now. Everybody logs in again.',
  ];
}

function sayQuestions(open: number): string {
  return `${count(open, 'message')} may have gone out since; asked about before anything else is sent`;
}

function sayRun({ job, day, done, error }: RestoredClub['runs'][number]): string {
  if (error === undefined) return `${job} of ${day}: made up for, for ${count(done, 'member')}`;
  return `${job} of ${day}: failed (${error}); once that is mended: ./scripts/vafa jobs run ${job} --date ${day}`;
}

function sayWithheld(withheld: number): string {
  return (
    `${count(withheld, 'message')} of these runs may have gone out before the loss and not a second time now: ` +
    './scripts/vafa outbox list --state unknown, then retry --may-double or discard'
  );
}
