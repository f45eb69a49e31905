import { randomUUID } from 'node:crypto';
import type { Day } from '../../rules/calendar.ts';
import type { Runtime } from '../runtime.ts';
import type { Tx } from '../store/tx.ts';
import type { Job, Target } from './job.ts';

/** How a run went. */
export type JobOutcome =
  | { readonly kind: 'done'; readonly done: number; readonly seen: number }
  /** The day's run had ended before. */
  | { readonly kind: 'already-done'; readonly done: number }
  /** Another process is at it, or a failed run rests before its next try. */
  | { readonly kind: 'held' };

interface Run {
  readonly id: number;
  readonly token: string;
  /** The last member dealt with: a run that was broken off goes on behind it. */
  watermark: number;
  done: number;
  readonly attempts: number;
}

/** Members dealt with in one transaction. */
const batchSize = 100;
/** Small, for a server may be waiting for the lock meanwhile. */
const dryBatchSize = 25;
/** How long a run stays ours without a sign of life; each batch renews it. */
const leaseMs = 60_000;
/** The rest before a failed run is tried again doubles from here. */
const retryMs = 60_000;

/**
 * Runs a job for a day, unless that has been done. The row of (job, day) decides who runs and remembers how
 * far the run has come. Throws what the job throws; the run is then taken up again later.
 */
export async function runJob(runtime: Runtime, job: Job, day: Day): Promise<JobOutcome> {
  const claimed = await runtime.store.transaction((tx) => claim(runtime, tx, { job, day }));
  if (!('token' in claimed)) return claimed;
  try {
    return await walk(runtime, { job, day, run: claimed });
  } catch (error) {
    if (error instanceof LostRun) return { kind: 'held' };
    await runtime.store.transaction((tx) => noteFailure(runtime, tx, { run: claimed, error }));
    throw error;
  }
}

/** Thrown to leave nothing behind of what a dry run did. */
class Undo extends Error {}

/**
 * The members for whom a run for the day would do something, as things stand now. Each batch is really done and
 * then rolled back, so the answer is that of the job itself; nothing is written.
 */
export async function dryRun(runtime: Runtime, job: Job, day: Day): Promise<number[]> {
  const concerned: number[] = [];
  for (let after = 0; ;) {
    const targets = await job.targets(runtime, runtime.store, { day, after, limit: dryBatchSize });
    concerned.push(...(await tryOut(runtime, { job, day, targets })));
    const last = targets.at(-1);
    if (!last || targets.length < dryBatchSize) return concerned;
    after = last.memberId;
  }
}

async function tryOut(
  runtime: Runtime,
  { job, day, targets }: { job: Job; day: Day; targets: readonly Target[] },
): Promise<number[]> {
  let concerned: number[] = [];
  try {
    await runtime.store.transaction(async (tx) => {
      // Emptied first: a transaction may be repeated.
      concerned = [];
      for (const { memberId } of targets) {
        if (await job.apply(runtime, tx, { memberId, day })) concerned.push(memberId);
      }
      throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
  return concerned;
}

interface RunRow {
  readonly id: number;
  readonly state: string;
  readonly leaseUntil: number;
  readonly watermark: number;
  readonly done: number;
  readonly attempts: number;
}

async function claim(
  { clock }: Runtime,
  tx: Tx,
  { job, day }: { job: Job; day: Day },
): Promise<Run | JobOutcome> {
  const now = clock.now();
  const token = randomUUID();
  const row = await tx.one<RunRow>(
    `SELECT id, state, lease_until AS leaseUntil, watermark, done, attempts FROM job_runs
     WHERE job = ? AND period = ?${tx.forUpdate}`,
    [job.name, day],
  );
  const lease = { lease_token: token, lease_until: now + leaseMs };
  if (!row) {
    const id = tx.id();
    await tx.insert('job_runs', [
      { id, job: job.name, period: day, state: 'running', ...lease, started_at: now },
    ]);
    return { id, token, watermark: 0, done: 0, attempts: 0 };
  }
  if (row.state === 'done') return { kind: 'already-done', done: row.done };
  if (row.leaseUntil > now) return { kind: 'held' };
  await tx.run('UPDATE job_runs SET lease_token = ?, lease_until = ?, state = ? WHERE id = ?', [
    token,
    lease.lease_until,
    'running',
    row.id,
  ]);
  return { id: row.id, token, watermark: row.watermark, done: row.done, attempts: row.attempts };
}

/** The lease lapsed and another process has the run: what we did with this batch must not stay. */
class LostRun extends Error {}

interface Walk {
  readonly job: Job;
  readonly day: Day;
  readonly run: Run;
}

async function walk(runtime: Runtime, { job, day, run }: Walk): Promise<JobOutcome> {
  let seen = 0;
  for (;;) {
    const page = { day, after: run.watermark, limit: batchSize };
    const targets = await job.targets(runtime, runtime.store, page);
    const last = targets.length < batchSize;
    const kept = await runtime.store.transaction(async (tx) => {
      let done = run.done;
      for (const { memberId } of targets) {
        if (await job.apply(runtime, tx, { memberId, day })) done += 1;
      }
      const watermark = targets.at(-1)?.memberId ?? run.watermark;
      await advance(runtime, tx, { run, watermark, done, last });
      return { watermark, done };
    });
    ({ watermark: run.watermark, done: run.done } = kept);
    seen += targets.length;
    if (last) return { kind: 'done', done: run.done, seen };
  }
}

interface Advance {
  readonly run: Run;
  readonly watermark: number;
  readonly done: number;
  readonly last: boolean;
}

/** Notes how far the run has come, in the batch's own transaction. Throws `LostRun`. */
async function advance({ clock }: Runtime, tx: Tx, { run, watermark, done, last }: Advance): Promise<void> {
  const now = clock.now();
  const changed = await tx.run(
    `UPDATE job_runs SET watermark = ?, done = ?, lease_until = ?, state = ?, finished_at = ?, error = NULL
     WHERE id = ? AND lease_token = ?`,
    [watermark, done, now + leaseMs, last ? 'done' : 'running', last ? now : null, run.id, run.token],
  );
  if (changed === 0) throw new LostRun();
}

async function noteFailure(
  { clock }: Runtime,
  tx: Tx,
  { run, error }: { run: Run; error: unknown },
): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error);
  const restMs = retryMs * 2 ** Math.min(run.attempts, 6);
  await tx.run(
    `UPDATE job_runs SET state = 'failed', attempts = attempts + 1, error = ?, lease_until = ?
     WHERE id = ? AND lease_token = ?`,
    [reason.slice(0, 500), clock.now() + restMs, run.id, run.token],
  );
}
