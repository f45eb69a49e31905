import { addDays, dayOf, minuteOfDay } from '../../rules/calendar.ts';
import type { Day } from '../../rules/calendar.ts';
import { bad, fine, look } from '../../server/finding.ts';
import type { Finding } from '../../server/finding.ts';
import type { Runtime } from '../../server/runtime.ts';
import { unfinishedDays } from '../../server/scheduler/job-run.ts';
import type { Job } from '../../server/scheduler/job.ts';
import { jobs } from '../../server/scheduler/scheduler.ts';
import { clockTime, count, whichDay } from './print.ts';

/** Jobs that should have run today, and what is left over from the days before. */
export async function looksAtJobs(runtime: Runtime): Promise<Finding[]> {
  const ever = await runtime.store.one('SELECT id FROM job_runs LIMIT 1');
  if (!ever) {
    return [
      look('jobs', 'none has run yet', 'Start a server with the role scheduler, and leave it running.'),
    ];
  }
  const found = jobs.map(async (job) => [
    await looksAtToday(runtime, job),
    ...(await looksBack(runtime, job)),
  ]);
  return (await Promise.all(found)).flat();
}

/** The clockwork ticks once a minute. */
const tickMinutes = 2;

async function looksAtToday({ store, club, clock }: Runtime, { name, fromMinute }: Job): Promise<Finding> {
  const { timeZone } = club.program;
  const now = clock.now();
  const row = await store.one<{ state: string; done: number; error: string | null; leaseUntil: number }>(
    'SELECT state, done, error, lease_until AS leaseUntil FROM job_runs WHERE job = ? AND period = ?',
    [name, dayOf(now, timeZone)],
  );
  const again = 'It is tried again by itself; the log says more.';
  if (row?.state === 'done') return fine('jobs', `${name}: done today, for ${count(row.done, 'member')}`);
  if (row?.state === 'failed')
    return bad('jobs', `${name} failed today: ${row.error ?? 'no reason kept'}`, again);
  if (row && row.leaseUntil > now) return fine('jobs', `${name}: running`);
  if (row)
    return bad(
      'jobs',
      `${name} was broken off today`,
      'See that a server with the role scheduler is running.',
    );
  if (minuteOfDay(now, timeZone) < fromMinute + tickMinutes) {
    return fine('jobs', `${name}: due today from ${clockTime(fromMinute)}`);
  }
  const cure = `See that a server with the role scheduler is running, or run it: ./scripts/vafa jobs run ${name}`;
  return bad('jobs', `${name} has not run today, though due since ${clockTime(fromMinute)}`, cure);
}

/** How far back it looks; what is older is nobody's news. */
const lookBackDays = 7;

interface PastRun {
  readonly day: Day;
  readonly failed: number;
  readonly error: string | null;
}

/** What a job owes from earlier days, and to whom it failed. */
async function looksBack({ store, club, clock }: Runtime, job: Job): Promise<Finding[]> {
  const today = dayOf(clock.now(), club.program.timeZone);
  const runs = await store.all<PastRun>(
    'SELECT period AS day, failed, error FROM job_runs WHERE job = ? ORDER BY period',
    [job.name],
  );
  const unfinished = await unfinishedDays(store, job, today);
  const recent = runs.filter(({ day, failed }) => failed > 0 && day >= addDays(today, -lookBackDays));
  return [
    ...unfinished.map((day) => broken(`${job.name} of ${whichDay(club, day)} began and has not ended`)),
    ...recent.map(({ day, failed, error }) =>
      look(
        'jobs',
        `${job.name} of ${whichDay(club, day)} failed for ${count(failed, 'member')}: ${error ?? 'no reason kept'}`,
        `The log says more. Once that is mended: ${byHand(job, day)}`,
      ),
    ),
    ...skippedDays(job, runs, today).map((day) =>
      look(
        'jobs',
        `${job.name} did not run on ${whichDay(club, day)}`,
        `To make up for it: ${byHand(job, day)}`,
      ),
    ),
  ];
}

function broken(what: string): Finding {
  const cure =
    'See that a server with the role scheduler is running: it goes on by itself. The log says more.';
  return bad('jobs', what, cure);
}

/** Days on which a job never began that no later run covers; those before its first run were never its own. */
function skippedDays({ missedDays }: Job, runs: readonly PastRun[], today: Day): Day[] {
  const [first] = runs;
  if (missedDays !== 'skipped' || !first) return [];
  const ran = new Set(runs.map(({ day }) => day));
  const days = Array.from({ length: lookBackDays }, (_, index) => addDays(today, index - lookBackDays));
  return days.filter((day) => day > first.day && !ran.has(day));
}

const byHand = ({ name }: Job, day: Day) => `./scripts/vafa jobs run ${name} --date ${day}`;
