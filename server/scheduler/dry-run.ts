import type { Day } from '../../rules/calendar.ts';
import type { Runtime } from '../runtime.ts';
import type { Job, Target } from './job.ts';

/** Small, for a server may be waiting for the lock meanwhile. */
const batchSize = 25;

/** Thrown to leave nothing behind of what a dry run did. */
class Undo extends Error {}

/**
 * The members for whom a run for the day would do something, as things stand now. Each batch is really done and
 * then rolled back, so the answer is that of the job itself; nothing is written.
 */
export async function dryRun(runtime: Runtime, job: Job, day: Day): Promise<number[]> {
  const concerned: number[] = [];
  for (let after = 0; ;) {
    const targets = await job.targets(runtime, runtime.store, { day, after, limit: batchSize });
    concerned.push(...(await tryOut(runtime, { job, day, targets })));
    const last = targets.at(-1);
    if (!last || targets.length < batchSize) return concerned;
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
