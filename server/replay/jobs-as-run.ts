import { runJob } from '../scheduler/run-job.ts';
import type { Act } from './event.ts';
import { movingJobs } from './live-through.ts';

/** A job runs, for a day on which it really ran. */
export function jobsAct({ job: name, day }: { readonly job: string; readonly day: string }): Act {
  return {
    kind: 'alone',
    async run({ runtime }) {
      const job = movingJobs.find((one) => one.name === name);
      if (!job) return { body: {} };
      const outcome = await runJob(runtime, { job, day });
      if (outcome.kind !== 'done') return { body: {} };
      if (outcome.failed > 0)
        throw new Error(`the job ${name} of ${day} failed for ${outcome.failed} members`);
      return { body: { job: name, day, done: outcome.done } };
    },
  };
}
