import { addDays, dayOf, instantAt } from '../../rules/calendar.ts';
import type { Job } from '../scheduler/job.ts';
import { runJob } from '../scheduler/run-job.ts';
import { jobs } from '../scheduler/scheduler.ts';
import type { Scene } from './scene.ts';

const minuteMs = 60_000;

/** What happens by itself and moves points; who only says something is left out. */
export const movingJobs = jobs.filter(({ onlySays }) => onlySays !== true);
const minutes = [...new Set(movingJobs.map(({ fromMinute }) => fromMinute))].sort((a, b) => a - b);

/** The first moment after `at` at which something happens by itself. */
function nextJobsAt({ runtime, jobsAsRun }: Scene, at: number): number {
  if (jobsAsRun) return Number.POSITIVE_INFINITY;
  const { timeZone } = runtime.club.program;
  const today = dayOf(at, timeZone);
  for (let days = 0; ; days++) {
    const day = addDays(today, days);
    const next = minutes
      .map((minute) => instantAt(day, minute * minuteMs, timeZone))
      .find((moment) => moment > at);
    if (next !== undefined) return next;
  }
}

/** Moves the clock on to `until`, with all that happens by itself on the way. */
export async function liveThrough(scene: Scene, until: number): Promise<void> {
  const { clock, runtime } = scene;
  for (let at = nextJobsAt(scene, clock.now()); at <= until; at = nextJobsAt(scene, at)) {
    clock.set(at);
    await runtime.club.refresh(runtime.store);
    await runDue(scene, at);
  }
  clock.set(until);
  await runtime.club.refresh(runtime.store);
}

/**
 * The first moment after `at` and before `until` at which a job has something to do, as the database stands; `until`
 * where none has. Until then nothing may fall due by itself.
 */
export async function nextWorkAt(scene: Scene, at: number, until: number): Promise<number> {
  for (let moment = nextJobsAt(scene, at); moment < until; moment = nextJobsAt(scene, moment)) {
    for (const due of jobsAt(scene, moment)) if (!(await isIdle(scene, due))) return moment;
  }
  return until;
}

interface Due {
  readonly job: Job;
  readonly day: string;
}

function jobsAt({ runtime }: Scene, at: number): Due[] {
  const { timeZone } = runtime.club.program;
  const day = dayOf(at, timeZone);
  return movingJobs
    .filter(({ fromMinute }) => instantAt(day, fromMinute * minuteMs, timeZone) === at)
    .map((job) => ({ job, day }));
}

/** Most days there is nothing to do, which one read tells. */
async function isIdle({ runtime }: Scene, { job, day }: Due): Promise<boolean> {
  return (await job.targets(runtime, runtime.store, { day, after: 0, limit: 1 })).length === 0;
}

async function runDue(scene: Scene, at: number): Promise<void> {
  for (const due of jobsAt(scene, at)) if (!(await isIdle(scene, due))) await run(scene, due);
}

async function run({ runtime }: Scene, { job, day }: Due): Promise<void> {
  const outcome = await runJob(runtime, { job, day });
  if (outcome.kind === 'done' && outcome.failed > 0) {
    throw new Error(`the job ${job.name} of ${day} failed for ${outcome.failed} members of the replay`);
  }
}
