import cron from 'node-cron';
import { dayOf, minuteOfDay } from '../../rules/calendar.ts';
import type { Day } from '../../rules/calendar.ts';
import { levelOf } from '../database-watch.ts';
import type { Runtime } from '../runtime.ts';
import { birthdays } from './birthdays.ts';
import { expiry } from './expiry.ts';
import { pending } from './pending.ts';
import { dates } from './dates.ts';
import type { Job } from './job.ts';
import { unfinishedDays } from './job-run.ts';
import { nudges } from './nudges.ts';
import { schedules } from './schedules.ts';
import { tiers } from './tiers.ts';
import { runJob } from './run-job.ts';
import type { RunAsked } from './run-job.ts';

/** All that happens by itself, in the order of the day. */
export const jobs: readonly Job[] = [tiers, pending, expiry, birthdays, dates, schedules, nudges];

export interface Scheduler {
  /**
   * Ends the runs of earlier days that were broken off, then runs every job whose time of day has come and that
   * has not run today. A day on which a job never began is not made up for: see `Job.missedDays`.
   */
  runDue(): Promise<void>;
  start(): void;
  /** Resolves when no job is under way any more. */
  stop(): Promise<void>;
}

/** The clockwork only ticks; whether and by whom a job runs is decided by its row for the day. */
export function createScheduler(runtime: Runtime): Scheduler {
  let current: Promise<void> | undefined;
  let task: ReturnType<typeof cron.schedule> | undefined;
  const stopping = new AbortController();

  async function runDue(): Promise<void> {
    for (const job of jobs) if (!stopping.signal.aborted) await runIfDue(runtime, job, stopping.signal);
  }

  /** A tick during a long run is dropped: the run does what the tick would have done. */
  function tick(): Promise<void> {
    current ??= runDue().finally(() => {
      current = undefined;
    });
    return current;
  }

  return {
    runDue,
    start() {
      countFromZero(runtime);
      // A tick that is missed is made up for by the next one.
      task = cron.schedule('* * * * *', tick, { suppressMissedWarning: true, logger: cronLog(runtime.log) });
      void tick();
    },
    async stop() {
      stopping.abort();
      await task?.destroy();
      await current;
    },
  };
}

type RunOutcome = 'done' | 'done-with-failures' | 'failed';
const runOutcomes: readonly RunOutcome[] = ['done', 'done-with-failures', 'failed'];

/** An alert on what is not there never fires. */
function countFromZero({ metrics }: Runtime): void {
  for (const { name } of jobs)
    for (const outcome of runOutcomes) metrics.jobRuns.inc({ job: name, outcome }, 0);
}

/** What the clockwork has to say goes where all else is said. */
function cronLog(log: Runtime['log']) {
  return {
    info: (text: string) => log.info({ part: 'cron' }, text),
    warn: (text: string) => log.warn({ part: 'cron' }, text),
    error: (what: string | Error, err?: Error) => log.error({ part: 'cron', err }, String(what)),
    debug: (what: string | Error) => log.debug({ part: 'cron' }, String(what)),
  };
}

async function runIfDue(runtime: Runtime, job: Job, stopping: AbortSignal): Promise<void> {
  for (const day of await daysDue(runtime, job)) await runDay(runtime, { job, day, stopping });
}

async function daysDue({ clock, club, log, store }: Runtime, job: Job): Promise<Day[]> {
  const { timeZone } = club.program;
  const now = clock.now();
  const today = dayOf(now, timeZone);
  const due = minuteOfDay(now, timeZone) < job.fromMinute ? [] : [today];
  try {
    return [...(await unfinishedDays(store, job, today)), ...due];
  } catch (error) {
    log[levelOf(error, 'error')](
      { err: error, job: job.name },
      'the runs of a job could not be read; the next tick tries again',
    );
    return [];
  }
}

async function runDay(runtime: Runtime, asked: RunAsked): Promise<void> {
  const { log, metrics } = runtime;
  const { job, day } = asked;
  try {
    const outcome = await runJob(runtime, asked);
    if (outcome.kind !== 'done') return;
    const { seen, done, failed } = outcome;
    const ended: RunOutcome = failed > 0 ? 'done-with-failures' : 'done';
    metrics.jobRuns.inc({ job: job.name, outcome: ended });
    log.info({ job: job.name, day, seen, done, failed }, 'job done');
  } catch (error) {
    metrics.jobRuns.inc({ job: job.name, outcome: 'failed' satisfies RunOutcome });
    log[levelOf(error, 'error')]({ err: error, job: job.name, day }, 'job failed and will be tried again');
  }
}
