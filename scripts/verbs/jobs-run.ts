import { dayOf } from '../../rules/calendar.ts';
import type { Day } from '../../rules/calendar.ts';
import { maskPhone } from '../../rules/phone.ts';
import type { Runtime } from '../../server/runtime.ts';
import type { Job } from '../../server/scheduler/job.ts';
import { dryRun } from '../../server/scheduler/dry-run.ts';
import { reopenFailed } from '../../server/scheduler/job-run.ts';
import { runJob } from '../../server/scheduler/run-job.ts';
import type { JobOutcome } from '../../server/scheduler/run-job.ts';
import { marks } from '../../server/store/tx.ts';
import { recordAudit } from '../../server/usecases/audit.ts';
import { Complaint } from './fail.ts';
import { answer, count, note, when, whichDay } from './print.ts';
import type { AnswerOptions } from './print.ts';

export interface RunOptions extends AnswerOptions {
  readonly date?: Day;
  readonly dryRun?: true;
}

/** Runs a job because a person wants it, or says whom it would concern. */
export async function runByHand(runtime: Runtime, job: Job, options: RunOptions): Promise<void> {
  const today = dayOf(runtime.clock.now(), runtime.club.program.timeZone);
  const day = options.date ?? today;
  if (options.dryRun) {
    await tryByHand(runtime, { job, day, options });
    return;
  }
  if (day > today) {
    throw new Complaint(
      `${whichDay(runtime.club, day)} has not come yet: add --dry-run to see whom ${job.name} would concern.`,
    );
  }
  await runtime.store.transaction((tx) => reopenFailed(tx, { job, day }));
  const outcome = await runJob(runtime, { job, day });
  if (outcome.kind === 'done') await audit(runtime, { job, day, done: outcome.done });
  const said = await sayOutcome(runtime, { job, day, outcome });
  answer(options, { job: job.name, day, ...outcome, kind: undefined, outcome: outcome.kind }, [said]);
}

interface Run {
  readonly job: Job;
  readonly day: Day;
}

function audit({ store, clock }: Runtime, { job, day, done }: Run & { done: number }): Promise<void> {
  const subject = `job:${job.name}`;
  return store.transaction((tx) =>
    recordAudit(tx, { actor: 'cli', action: 'job.run', subject, detail: { day, done }, at: clock.now() }),
  );
}

async function sayOutcome(runtime: Runtime, run: Run & { outcome: JobOutcome }): Promise<string> {
  const { job, day, outcome } = run;
  const what = `${job.name} of ${whichDay(runtime.club, day)}`;
  switch (outcome.kind) {
    case 'done':
      return `${what}: done, for ${count(outcome.done, 'member')}${butNotFor(outcome.failed)}`;
    case 'already-done':
      return `${what}: already done, for ${count(outcome.done, 'member')}`;
    case 'held':
      return `${what}: held: ${await whyHeld(runtime, run)}`;
  }
}

function butNotFor(failed: number): string {
  return failed === 0 ? '' : `; it failed for ${count(failed, 'member')}, and the log says why`;
}

async function whyHeld({ store, club }: Runtime, { job, day }: Run): Promise<string> {
  const row = await store.one<{ state: string; error: string | null; leaseUntil: number }>(
    'SELECT state, error, lease_until AS leaseUntil FROM job_runs WHERE job = ? AND period = ?',
    [job.name, day],
  );
  if (row?.state !== 'failed') return 'another process is at it';
  return `it failed (${row.error ?? 'no reason kept'}) and rests until ${when(club, row.leaseUntil)}`;
}

/** How many phones people are shown; JSON has all. */
const shownMax = 20;

async function tryByHand(
  runtime: Runtime,
  { job, day, options }: Run & { options: RunOptions },
): Promise<void> {
  const ids = await dryRun(runtime, job, day);
  const members = await maskedPhones(runtime, ids);
  const left = members.length - shownMax;
  answer(options, { job: job.name, day, dryRun: true, count: ids.length, members }, [
    `${job.name} of ${whichDay(runtime.club, day)} would concern ${count(ids.length, 'member')}`,
    ...members.slice(0, shownMax).map(({ phone }) => `  ${phone}`),
    ...(left > 0 ? [`  … and ${left} more`] : []),
  ]);
  if (!options.json) note('Nothing was written.');
}

interface Concerned {
  readonly id: number;
  readonly phone: string;
}

const readAtOnce = 500;

async function maskedPhones({ store }: Runtime, ids: readonly number[]): Promise<Concerned[]> {
  const found: Concerned[] = [];
  for (let from = 0; from < ids.length; from += readAtOnce) {
    const some = ids.slice(from, from + readAtOnce);
    found.push(
      ...(await store.all<Concerned>(
        `SELECT id, phone FROM members WHERE id IN (${marks(some)}) ORDER BY id`,
        some,
      )),
    );
  }
  return found.map(({ id, phone }) => ({ id, phone: maskPhone(phone) }));
}
