import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Runtime } from '../runtime.ts';
import { shareTwoProcesses } from '../testing/another-process.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import type { Job } from './job.ts';
import { claimRun } from './job-run.ts';

const job: Job = {
  ...{ name: 'test', title: 'a test', fromMinute: 0, missedDays: 'skipped' },
  targets: () => Promise.resolve([]),
  apply: () => Promise.resolve(false),
};

/** Whether two at once come between each other's look and insert is chance: in so many rounds they do. */
const rounds = 40;
const claimsARound = 6;

/** Two stores on one database are as two processes: nothing but the database keeps them apart. */
describe('the first run of a day, claimed by two processes at the same time', function () {
  this.timeout(60_000);

  let runtime: TestRuntime;
  let other: Runtime;

  shareTwoProcesses((first, second) => ([runtime, other] = [first, second]));

  const claim = (on: Runtime, day: string) =>
    on.store.transaction((tx) => claimRun(on, tx, { job, day, token: randomUUID() }));

  it('is that of exactly one, and the others are told so', async () => {
    for (let round = 0; round < rounds; round++) {
      const day = `2026-${String(1 + Math.floor(round / 28)).padStart(2, '0')}-${String(1 + (round % 28)).padStart(2, '0')}`;
      const outcomes = await Promise.all(
        Array.from({ length: claimsARound }, (_, index) => claim(index % 2 === 0 ? runtime : other, day)),
      );
      const others = outcomes.filter((outcome) => !('token' in outcome));
      expect(others, `round ${round}`).to.deep.equal(
        Array.from({ length: claimsARound - 1 }, () => ({ kind: 'held' })),
      );
    }
    expect(await runtime.count('job_runs')).to.equal(rounds);
  });
});
