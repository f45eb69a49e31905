import type { Day } from '../../rules/calendar.ts';
import { failpoint } from '../failpoint.ts';
import type { Runtime } from '../runtime.ts';
import type { Reader, Tx } from '../store/tx.ts';
import type { Job } from './job.ts';

/** How far a run has come. */
export interface Progress {
  /** The last member dealt with: a run that was broken off goes on behind it. */
  readonly watermark: number;
  /** Members for whom there was something to do. */
  readonly done: number;
  /** Members who were passed over because it failed for them. */
  readonly failed: number;
  /** Why it failed for the last of them. */
  readonly error: string | null;
}

/** A run that is ours until its lease lapses. */
export interface Run {
  readonly id: number;
  readonly token: string;
  readonly attempts: number;
  progress: Progress;
}

/** A run that there is nothing to do for now. */
export type NoRun =
  /** The day's run had ended before. */
  | { readonly kind: 'already-done'; readonly done: number }
  /** Another process is at it, or a failed run rests before its next try. */
  | { readonly kind: 'held' };

/** Which run: there is one for each job and day. */
export interface RunKey {
  readonly job: Job;
  readonly day: Day;
}

export interface Claim extends RunKey {
  /** New for each claim, and the same in every try of its transaction. */
  readonly token: string;
}

/** The lease lapsed and another process has the run: what we did meanwhile must not stay. */
export class LostRun extends Error {}

/** How long a run stays ours without a sign of life; each batch renews it. */
const leaseMs = 60_000;
/** The rest before a failed run is tried again doubles from here. */
const retryMs = 60_000;

interface RunRow extends Progress {
  readonly id: number;
  readonly state: string;
  readonly leaseToken: string;
  readonly leaseUntil: number;
  readonly attempts: number;
}

/** Takes the run for a job and a day, begun by whomever, unless it has ended or is another's. */
export async function claimRun({ clock }: Runtime, tx: Tx, { job, day, token }: Claim): Promise<Run | NoRun> {
  const now = clock.now();
  const row = await tx.one<RunRow>(
    `SELECT id, state, lease_token AS leaseToken, lease_until AS leaseUntil, watermark, done, failed, attempts, error
     FROM job_runs
     WHERE job = ? AND period = ?${tx.forUpdate}`,
    [job.name, day],
  );
  const lease = { lease_token: token, lease_until: now + leaseMs };
  if (!row) {
    const id = tx.id();
    await tx.insert('job_runs', [
      { id, job: job.name, period: day, state: 'running', ...lease, started_at: now },
    ]);
    failpoint('job-before-claim-commit');
    return { id, token, attempts: 0, progress: { watermark: 0, done: 0, failed: 0, error: null } };
  }
  const { id, state, watermark, done, failed, attempts } = row;
  // A commit whose answer was lost is tried again, and finds the lease that it took itself.
  const leaseUntil = row.leaseToken === token ? 0 : row.leaseUntil;
  if (state === 'done') return { kind: 'already-done', done };
  if (leaseUntil > now) return { kind: 'held' };
  await tx.run(`UPDATE job_runs SET lease_token = ?, lease_until = ?, state = 'running' WHERE id = ?`, [
    token,
    lease.lease_until,
    id,
  ]);
  // Without failed members the reason was that of a break, which is over.
  return { id, token, attempts, progress: { watermark, done, failed, error: failed > 0 ? row.error : null } };
}

interface Step {
  readonly run: Run;
  readonly progress: Progress;
  /** Whether nobody is left to look at. */
  readonly last: boolean;
}

/** Notes how far the run has come, in the transaction of what was done. Throws `LostRun`. */
export async function advanceRun({ clock }: Runtime, tx: Tx, { run, progress, last }: Step): Promise<void> {
  const now = clock.now();
  const { watermark, done, failed, error } = progress;
  const changed = await tx.run(
    `UPDATE job_runs SET watermark = ?, done = ?, failed = ?, error = ?, lease_until = ?, state = ?,
       finished_at = ? WHERE id = ? AND lease_token = ?`,
    [
      ...[watermark, done, failed, error, now + leaseMs],
      ...[last ? 'done' : 'running', last ? now : null, run.id, run.token],
    ],
  );
  if (changed === 0) throw new LostRun();
}

/** Lays a run aside that could not go on; it rests longer each time. */
export async function restRun(
  { clock }: Runtime,
  tx: Tx,
  { run, error }: { run: Run; error: unknown },
): Promise<void> {
  const restMs = retryMs * 2 ** Math.min(run.attempts, 6);
  await tx.run(
    `UPDATE job_runs SET state = 'failed', attempts = attempts + 1, error = ?, lease_until = ?
     WHERE id = ? AND lease_token = ?`,
    [reasonOf(error), clock.now() + restMs, run.id, run.token],
  );
}

/** Leaves a run to whoever comes next, at once. */
export async function layDown({ clock }: Runtime, tx: Tx, run: Run): Promise<void> {
  await tx.run('UPDATE job_runs SET lease_until = ? WHERE id = ? AND lease_token = ?', [
    clock.now(),
    run.id,
    run.token,
  ]);
}

/** What a run's row keeps of an error. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 500);
}

/** Makes a run that ended but failed for some go over all again: what was done once is not done twice. */
export async function reopenFailed(tx: Tx, { job, day }: RunKey): Promise<void> {
  await tx.run(
    `UPDATE job_runs SET state = 'running', watermark = 0, failed = 0, error = NULL, lease_until = 0,
       finished_at = NULL WHERE job = ? AND period = ? AND state = 'done' AND failed > 0`,
    [job.name, day],
  );
}

/** Days taken up again at a time; a run that cannot be ended must not keep the others from theirs. */
const resumedMax = 31;

/** The days before `today` whose run began and has not ended, the oldest first. */
export async function unfinishedDays(reader: Reader, job: Job, today: Day): Promise<Day[]> {
  const rows = await reader.all<{ day: Day }>(
    `SELECT period AS day FROM job_runs WHERE job = ? AND period < ? AND state <> 'done'
     ORDER BY period DESC LIMIT ${resumedMax}`,
    [job.name, today],
  );
  return rows.map(({ day }) => day).reverse();
}
