import { setTimeout as sleep } from 'node:timers/promises';
import { birthdays } from '../../server/scheduler/birthdays.ts';
import { patiently } from './heal.ts';
import type { FaultCounts } from './mayhem.ts';
import type { Random } from './random.ts';
import type { Stage } from './stage.ts';

export interface BreakJob {
  readonly random: Random;
  /** When nothing is broken any more. */
  readonly until: number;
  readonly counts: FaultCounts;
}

const lookEveryMs = 20;
const killedWithinMs = 800;

/**
 * Waits for the run of the birthdays to begin and kills both schedulers soon after: faults by chance alone hardly
 * ever meet it. Answers whether the run was broken off.
 */
export async function breakJob(
  { runtime, club }: Stage,
  { random, until, counts }: BreakJob,
): Promise<boolean> {
  const state = async () =>
    (
      await patiently(() =>
        runtime.store.one<{ state: string }>('SELECT state FROM job_runs WHERE job = ?', [birthdays.name]),
      )
    )?.state;
  while ((await state()) === undefined) {
    if (Date.now() > until) return false;
    await sleep(lookEveryMs);
  }
  await sleep(random.whole(0, killedWithinMs));
  for (const scheduler of club.byRole.scheduler) scheduler.kill();
  counts.set('kill-scheduler', (counts.get('kill-scheduler') ?? 0) + club.byRole.scheduler.length);
  return (await state()) !== 'done';
}
