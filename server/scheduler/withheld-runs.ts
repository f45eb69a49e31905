import { addDays, dayOf, minuteOfDay } from '../../rules/calendar.ts';
import type { Day } from '../../rules/calendar.ts';
import { restoredCode } from '../outbox/questions.ts';
import type { MessageState } from '../outbox/states.ts';
import type { Runtime } from '../runtime.ts';
import type { Job } from './job.ts';
import { reasonOf, unfinishedDays } from './job-run.ts';
import { runJob } from './run-job.ts';
import { jobs } from './scheduler.ts';

/** A run that was made up for, with what it had to say left unsaid. */
export interface WithheldRun {
  readonly job: string;
  readonly day: Day;
  /** Members for whom there was something to do. */
  readonly done: number;
  readonly error?: string;
}

export interface WithheldRuns {
  readonly runs: readonly WithheldRun[];
  /** Messages that a person has to decide about. */
  readonly withheld: number;
}

/**
 * Makes up for the runs that the jobs had, or may have had, since `since` on a database that was lost: the points
 * and marks they leave are written, and what they would say is kept as `unknown`, because it may have been said
 * already. A missed greeting is better than a second one. For a database that nothing else works on.
 */
export async function runWithheld(runtime: Runtime, since: number): Promise<WithheldRuns> {
  const { store } = runtime;
  const before = await store.one<{ id: number | null }>('SELECT MAX(id) AS id FROM outbox');
  // Whoever had them is gone.
  await store.transaction((tx) => tx.run(`UPDATE job_runs SET lease_until = 0 WHERE state <> 'done'`));
  const runs: WithheldRun[] = [];
  for (const job of jobs) {
    for (const day of await daysToMakeUp(runtime, job, since)) runs.push(await runOne(runtime, job, day));
  }
  const withheld = await withhold(runtime, before?.id ?? 0);
  return { runs: runs.filter(({ done, error }) => done > 0 || error !== undefined), withheld };
}

/** Nobody has two birthdays in a year. */
const daysMax = 366;

async function daysToMakeUp({ store, clock, club }: Runtime, job: Job, since: number): Promise<Day[]> {
  const { timeZone } = club.program;
  const now = clock.now();
  const today = dayOf(now, timeZone);
  const last = minuteOfDay(now, timeZone) < job.fromMinute ? addDays(today, -1) : today;
  const first = dayOf(since, timeZone);
  const days: Day[] = [];
  for (let day = last; day >= first && days.length < daysMax; day = addDays(day, -1)) {
    days.unshift(day);
    if (job.missedDays === 'covered by the next run') break;
  }
  return [...new Set([...(await unfinishedDays(store, job, today)), ...days])];
}

async function runOne(runtime: Runtime, job: Job, day: Day): Promise<WithheldRun> {
  try {
    const outcome = await runJob(runtime, { job, day });
    if (outcome.kind === 'held') throw new Error('another process has the run, and there must be none');
    return { job: job.name, day, done: outcome.kind === 'done' ? outcome.done : 0 };
  } catch (error) {
    await giveUp(runtime, { job, day, error });
    return { job: job.name, day, done: 0, error: reasonOf(error) };
  }
}

/**
 * Left unfinished it would be taken up by the next server, which sends what it says. Whoever has the run loses it.
 */
function giveUp(
  { store, clock }: Runtime,
  { job, day, error }: { job: Job; day: Day; error: unknown },
): Promise<number> {
  return store.transaction((tx) =>
    tx.run(
      `UPDATE job_runs SET state = 'done', lease_token = '', failed = failed + 1, error = ?,
         finished_at = ? WHERE job = ? AND period = ?`,
      [reasonOf(error), clock.now(), job.name, day],
    ),
  );
}

/** What is not worth saying any more needs nobody's decision. */
function withhold({ store, clock }: Runtime, afterId: number): Promise<number> {
  const now = clock.now();
  const unknown: MessageState = 'unknown';
  const suppressed: MessageState = 'suppressed';
  return store.transaction(async (tx) => {
    await tx.run(
      `UPDATE outbox SET state = ?, code = 'expired', ended_at = ? WHERE id > ? AND state = 'queued' AND expires_at <= ?`,
      [suppressed, now, afterId, now],
    );
    await tx.run(`UPDATE outbox SET state = ?, code = ?, ended_at = ? WHERE id > ? AND state = 'queued'`, [
      unknown,
      restoredCode,
      now,
      afterId,
    ]);
    // Counted, as a second try of this transaction may find nothing left to update.
    const row = await tx.one<{ count: number }>(
      'SELECT COUNT(*) AS count FROM outbox WHERE id > ? AND state = ? AND code = ?',
      [afterId, unknown, restoredCode],
    );
    return row?.count ?? 0;
  });
}
