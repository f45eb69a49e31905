import { randomUUID } from 'node:crypto';
import { failpoint } from '../failpoint.ts';
import type { Runtime } from '../runtime.ts';
import { StoreUnavailable } from '../store/errors.ts';
import type { Target } from './job.ts';
import { advanceRun, claimRun, layDown, LostRun, reasonOf, restRun } from './job-run.ts';
import type { NoRun, Progress, Run, RunKey } from './job-run.ts';

export interface RunAsked extends RunKey {
  /** Where it aborts, the run is left to the next process as far as it has come. */
  readonly stopping?: AbortSignal | undefined;
}

/** How a run went. */
export type JobOutcome = NoRun | Ended;

interface Ended {
  readonly kind: 'done';
  readonly done: number;
  /** Members for whom it failed: they were passed over. */
  readonly failed: number;
  readonly seen: number;
}

/** Members dealt with in one transaction, which must end in seconds also where a statement takes ten milliseconds. */
const batchSize = 25;
/** Where it fails for more members than this, the fault is not theirs: the run rests and is tried again. */
const failedMax = 100;

/**
 * Runs a job for a day, unless that has been done. The row of (job, day) decides who runs and remembers how
 * far the run has come. A member for whom it fails is passed over, counted and logged. Throws what keeps the
 * run as a whole from going on; it is then taken up again later.
 */
export async function runJob(runtime: Runtime, { job, day, stopping }: RunAsked): Promise<JobOutcome> {
  const token = randomUUID();
  const run = await runtime.store.transaction((tx) => claimRun(runtime, tx, { job, day, token }));
  if (!('token' in run)) return run;
  failpoint('job-claimed');
  try {
    return await walk(runtime, { job, day, run, stopping });
  } catch (error) {
    if (error instanceof LostRun) return { kind: 'held' };
    await runtime.store.transaction((tx) => restRun(runtime, tx, { run, error }));
    throw error;
  }
}

interface Walk extends RunAsked {
  readonly run: Run;
}

async function walk(runtime: Runtime, walking: Walk): Promise<JobOutcome> {
  const { job, day, run, stopping } = walking;
  for (let seen = 0; ;) {
    if (stopping?.aborted === true) {
      await runtime.store.transaction((tx) => layDown(runtime, tx, run));
      return { kind: 'held' };
    }
    const page = { day, after: run.progress.watermark, limit: batchSize };
    const targets = await job.targets(runtime, runtime.store, page);
    const last = targets.length < batchSize;
    await applyBatch(runtime, walking, { targets, last });
    seen += targets.length;
    if (last) return { kind: 'done', done: run.progress.done, failed: run.progress.failed, seen };
  }
}

interface Batch {
  readonly targets: readonly Target[];
  /** Whether the run ends with it. */
  readonly last: boolean;
}

/** All in one transaction; where that fails each member in one of her own, so that a bad one fails alone. */
async function applyBatch(runtime: Runtime, walking: Walk, batch: Batch): Promise<void> {
  const { targets, last } = batch;
  try {
    await apply(runtime, walking, batch);
  } catch (error) {
    if (targets.length === 0 || stopsRun(error)) throw error;
    for (const [index, target] of targets.entries()) {
      await applyAlone(runtime, walking, { target, last: last && index === targets.length - 1 });
    }
  }
}

async function applyAlone(
  runtime: Runtime,
  walking: Walk,
  { target, last }: { target: Target; last: boolean },
): Promise<void> {
  try {
    await apply(runtime, walking, { targets: [target], last });
  } catch (error) {
    if (stopsRun(error) || walking.run.progress.failed >= failedMax) throw error;
    await passOver(runtime, walking, { target, last, error });
  }
}

/** Nothing that has to do with the members at hand. */
function stopsRun(error: unknown): boolean {
  return error instanceof StoreUnavailable || error instanceof LostRun;
}

async function apply(runtime: Runtime, { job, day, run }: Walk, { targets, last }: Batch): Promise<void> {
  run.progress = await runtime.store.transaction(async (tx) => {
    let { done } = run.progress;
    for (const { memberId } of targets) {
      if (await job.apply(runtime, tx, { memberId, day })) done += 1;
      failpoint('job-in-batch');
    }
    const watermark = targets.at(-1)?.memberId ?? run.progress.watermark;
    const progress = { ...run.progress, watermark, done };
    await advanceRun(runtime, tx, { run, progress, last });
    failpoint('job-before-commit');
    return progress;
  });
  failpoint('job-batch-done');
}

interface Failure {
  readonly target: Target;
  readonly last: boolean;
  readonly error: unknown;
}

async function passOver(
  runtime: Runtime,
  { job, day, run }: Walk,
  { target, last, error }: Failure,
): Promise<void> {
  const { memberId } = target;
  const progress: Progress = {
    ...run.progress,
    watermark: memberId,
    failed: run.progress.failed + 1,
    error: `member ${memberId}: ${reasonOf(error)}`.slice(0, 500),
  };
  await runtime.store.transaction((tx) => advanceRun(runtime, tx, { run, progress, last }));
  run.progress = progress;
  runtime.metrics.errors.inc({ where: 'job' });
  const what = 'a job failed for a member and went on without her: mend it, then `vafa jobs run` for the day';
  runtime.log.error({ err: error, job: job.name, day, memberId }, what);
}
