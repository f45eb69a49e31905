import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { dayFromParts } from '../../rules/calendar.ts';
import type { Day } from '../../rules/calendar.ts';
import { parseDateText } from '../../rules/date-text.ts';
import type { Runtime } from '../../server/runtime.ts';
import { jobs } from '../../server/scheduler/scheduler.ts';
import { runByHand } from './jobs-run.ts';
import type { RunOptions } from './jobs-run.ts';
import { withRuntime } from './open.ts';
import { answer, clockTime, isoTime, table, when, whichDay } from './print.ts';
import type { AnswerOptions } from './print.ts';
import { addNoun, addVerb } from './verb.ts';

export function addJobs(parent: Command): void {
  const noun = addNoun(parent, 'jobs', 'What the server does by itself once a day.');
  addVerb(noun, 'list', {
    does: 'The jobs, their time of day and their last runs.',
    examples: ['jobs list', 'jobs'],
    byDefault: true,
  }).action((options: AnswerOptions) => withRuntime((runtime) => list(runtime, options)));
  addVerb(noun, 'run', {
    does: 'Run a job for a day, unless that has been done.',
    examples: ['jobs run birthdays --dry-run', 'jobs run birthdays --date 1405/8/30', 'jobs run nudges'],
    more:
      'A run that was broken off goes on where it stopped, one that failed for some is gone over again, and\n' +
      'what it does to a member happens once. The server ends what it began on an earlier day by itself; a day\n' +
      'on which it never began is for you to run (birthdays), or is covered by the next run (the others).\n' +
      'Its messages go out by the server.',
  })
    .argument('<name>', jobs.map((job) => job.name).join(', '), jobArgument)
    .option(
      '--date <date>',
      "which day: 2026-11-21, or Persian: 1405/8/30 (default: today in the program's zone)",
      day,
    )
    .option('--dry-run', 'say whom it would concern as things stand now, and write nothing')
    .action((job: (typeof jobs)[number], options: RunOptions) =>
      withRuntime((runtime) => runByHand(runtime, job, options)),
    );
}

function jobArgument(typed: string): (typeof jobs)[number] {
  const job = jobs.find(({ name }) => name === typed);
  if (job) return job;
  throw new InvalidArgumentError(`The jobs are ${jobs.map(({ name }) => name).join(', ')}.`);
}

function day(typed: string): Day {
  const date = parseDateText(typed);
  const found = date && dayFromParts(date, date.calendar);
  if (found !== undefined) return found;
  throw new InvalidArgumentError('There is no such day; write it like 2026-11-21 or 1405/8/30.');
}

interface RunRow {
  readonly day: Day;
  readonly state: string;
  readonly done: number;
  readonly failed: number;
  readonly attempts: number;
  readonly error: string | null;
  readonly startedAt: number;
  readonly finishedAt: number | null;
}

const runsShown = 3;

async function list(runtime: Runtime, options: AnswerOptions): Promise<void> {
  const all = await Promise.all(jobs.map(async (job) => ({ job, runs: await lastRuns(runtime, job.name) })));
  const value = all.map(({ job, runs }) => ({
    ...{ name: job.name, title: job.title, from: clockTime(job.fromMinute), missedDays: job.missedDays },
    runs: runs.map(({ startedAt, finishedAt, ...run }) => ({
      ...{ ...run, startedAt: isoTime(startedAt), finishedAt: isoTime(finishedAt) },
    })),
  }));
  const { club } = runtime;
  const rows = all.flatMap(({ job, runs }) => {
    const name = [job.name, `from ${clockTime(job.fromMinute)}`];
    if (runs.length === 0) return [[...name, '-', 'never ran']];
    return runs.map((run, index) => [
      ...(index === 0 ? name : ['', '']),
      ...[whichDay(club, run.day), outcomeOf(run), when(club, run.finishedAt ?? run.startedAt)],
    ]);
  });
  answer(options, value, table(['job', 'time of day', 'day', 'outcome', 'at'], rows));
}

function lastRuns({ store }: Runtime, job: string): Promise<RunRow[]> {
  return store.all<RunRow>(
    `SELECT period AS day, state, done, failed, attempts, error, started_at AS startedAt, finished_at AS finishedAt
     FROM job_runs WHERE job = ? ORDER BY period DESC LIMIT ${runsShown}`,
    [job],
  );
}

function outcomeOf({ state, done, failed, attempts, error }: RunRow): string {
  if (state === 'done')
    return failed === 0 ? `done: ${done}` : `done: ${done}, failed: ${failed} (${error ?? ''})`;
  if (state === 'failed') return `failed (try ${attempts}): ${error ?? 'no reason kept'}`;
  return `running: ${done} so far`;
}
