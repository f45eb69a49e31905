import { expect } from 'chai';
import type { Runtime } from '../runtime.ts';
import { StoreUnavailable } from '../store/errors.ts';
import { shareTwoProcesses } from '../testing/another-process.ts';
import { createDeferred } from '../testing/deferred.ts';
import { insertMembers } from '../testing/postings.ts';
import { rejection } from '../testing/rejection.ts';
import { reset } from '../testing/reset.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import type { Job, Target } from './job.ts';
import { reopenFailed } from './job-run.ts';
import { runJob } from './run-job.ts';

const day = '2026-01-10';
const minute = 60_000;
const ids = Array.from({ length: 250 }, (_, index) => index + 1);

/** Notes in the database whom it was applied to, so that a rollback is seen. */
function createJob(overrides: Partial<Job> = {}): Job {
  return {
    ...{ name: 'test', title: 'a test', fromMinute: 0, missedDays: 'skipped' },
    targets: (_runtime, reader, { after, limit }) =>
      reader.all<Target>('SELECT id AS memberId FROM members WHERE id > ? ORDER BY id LIMIT ?', [
        after,
        limit,
      ]),
    async apply(_runtime, tx, { memberId }) {
      await tx.insert('audit', [
        { id: tx.id(), at: 0, actor: 'job:test', action: 'applied', subject: String(memberId), detail: '{}' },
      ]);
      return memberId % 2 === 0;
    },
    ...overrides,
  };
}

describe('a job run', () => {
  let runtime: TestRuntime;
  let other: Runtime;

  shareTwoProcesses((first, second) => ([runtime, other] = [first, second]));

  beforeEach(async () => {
    await reset(runtime);
    await insertMembers(runtime.store, ids);
  });

  const applied = async () =>
    (await runtime.store.all<{ subject: string }>('SELECT subject FROM audit ORDER BY id')).map(
      ({ subject }) => Number(subject),
    );
  const run = () => runtime.store.one('SELECT state, watermark, done, failed, attempts, error FROM job_runs');

  it('is laid down between two batches where it is told to stop, and taken up by another at once', async () => {
    const stopping = new AbortController();
    const job = createJob({
      targets(_runtime, reader, { after, limit }) {
        if (after > 0) stopping.abort();
        return createJob().targets(runtime, reader, { day, after, limit });
      },
    });
    expect(await runJob(runtime, { job, day, stopping: stopping.signal })).to.deep.equal({ kind: 'held' });
    expect(await applied()).to.have.length(50);
    expect(await runJob(other, { job: createJob(), day })).to.include({ kind: 'done', done: 125 });
    expect(await applied()).to.deep.equal(ids);
  });

  it('walks every member once, in batches, and remembers that it has', async () => {
    expect(await runJob(runtime, { job: createJob(), day })).to.deep.equal({
      ...{ kind: 'done', done: 125, failed: 0, seen: 250 },
    });
    expect(await applied()).to.deep.equal(ids);
    expect(await run()).to.deep.equal({
      ...{ state: 'done', watermark: 250, done: 125, failed: 0, attempts: 0, error: null },
    });
    expect(await runJob(runtime, { job: createJob(), day })).to.deep.equal({
      kind: 'already-done',
      done: 125,
    });
    expect(await runJob(other, { job: createJob(), day })).to.deep.equal({ kind: 'already-done', done: 125 });
    expect(await applied()).to.have.length(250);
  });

  it('is another one each day, and for each job', async () => {
    await runJob(runtime, { job: createJob(), day });
    expect((await runJob(runtime, { job: createJob(), day: '2026-01-11' })).kind).to.equal('done');
    expect((await runJob(runtime, { job: createJob({ name: 'second' }), day })).kind).to.equal('done');
  });

  it('ends well with nobody to look at, or exactly one batch', async () => {
    for (const count of [0, 25]) {
      await reset(runtime);
      await insertMembers(runtime.store, ids.slice(0, Math.max(1, count)));
      const limited = createJob(count === 0 ? { targets: () => Promise.resolve([]) } : {});
      expect(await runJob(runtime, { job: limited, day })).to.include({ kind: 'done', seen: count });
    }
  });

  it('is done by one of two at the same time', async () => {
    const outcomes = await Promise.all([
      runJob(runtime, { job: createJob(), day }),
      runJob(other, { job: createJob(), day }),
      runJob(other, { job: createJob(), day }),
      runJob(runtime, { job: createJob(), day }),
    ]);
    expect(outcomes.filter(({ kind }) => kind === 'done')).to.have.length(1);
    expect(await applied()).to.deep.equal(ids);
  });

  describe('that loses the database at the 150th member', () => {
    let broken = true;
    const fragile = createJob({
      apply(aRuntime, tx, work) {
        if (broken && work.memberId === 150)
          return Promise.reject(new StoreUnavailable('gone', { transient: false }));
        return createJob().apply(aRuntime, tx, work);
      },
    });

    beforeEach(async () => {
      broken = true;
      expect((await rejection(runJob(runtime, { job: fragile, day }))).message).to.equal('gone');
    });

    it('keeps the batches that were done, and nothing of the one at hand', async () => {
      expect(await applied()).to.deep.equal(ids.slice(0, 125));
      expect(await run()).to.deep.equal({
        ...{ state: 'failed', watermark: 125, done: 62, failed: 0, attempts: 1, error: 'gone' },
      });
    });

    it('rests, and then goes on where it was', async () => {
      broken = false;
      runtime.clock.advance(minute - 1);
      expect(await runJob(runtime, { job: fragile, day })).to.deep.equal({ kind: 'held' });
      runtime.clock.advance(1);
      expect(await runJob(other, { job: fragile, day })).to.deep.equal({
        ...{ kind: 'done', done: 125, failed: 0, seen: 125 },
      });
      expect(await applied()).to.deep.equal(ids);
      expect(await run()).to.include({ state: 'done', attempts: 1, error: null });
    });

    it('rests longer each time it breaks off again', async () => {
      for (const rest of [1, 2, 4]) {
        runtime.clock.advance(rest * minute - 1);
        expect(await runJob(runtime, { job: fragile, day })).to.deep.equal({ kind: 'held' });
        runtime.clock.advance(1);
        await rejection(runJob(runtime, { job: fragile, day }));
      }
      expect(await run()).to.include({ state: 'failed', attempts: 4, watermark: 125 });
    });
  });

  describe('that fails for some members', () => {
    let bad: ReadonlySet<number>;
    let before = 0;
    const appliedTo = (id: number) => runtime.count('audit', `subject = '${id}'`);
    /** Does nothing twice, as every job. */
    const picky = createJob({
      async apply(aRuntime, tx, work) {
        if (bad.has(work.memberId)) throw new Error(`of ${work.memberId}`);
        const had = await tx.one('SELECT id FROM audit WHERE subject = ?', [String(work.memberId)]);
        return had ? false : createJob().apply(aRuntime, tx, work);
      },
    });
    const loud = () => runtime.lines.slice(before).filter(({ level }) => level === 'error');

    beforeEach(() => {
      before = runtime.lines.length;
    });

    it('passes over them alone, loudly, and ends in a state that shows it', async () => {
      bad = new Set([1, 150, 250]);
      expect(await runJob(runtime, { job: picky, day })).to.deep.equal({
        ...{ kind: 'done', done: 123, failed: 3, seen: 250 },
      });
      expect(await applied()).to.deep.equal(ids.filter((id) => !bad.has(id)));
      expect(await run()).to.deep.equal({
        ...{ state: 'done', watermark: 250, done: 123, failed: 3, attempts: 0 },
        error: 'member 250: of 250',
      });
      expect(loud().map(({ memberId }) => memberId)).to.deep.equal([1, 150, 250]);
      expect((await runJob(runtime, { job: picky, day })).kind).to.equal('already-done');
    });

    it('stops where the database is lost, and remembers whom it has passed over', async () => {
      bad = new Set([150]);
      const dropped = createJob({
        apply: (aRuntime, tx, work) =>
          work.memberId === 160
            ? Promise.reject(new StoreUnavailable('gone', { transient: false }))
            : picky.apply(aRuntime, tx, work),
      });
      await rejection(runJob(runtime, { job: dropped, day }));
      expect(await run()).to.include({ state: 'failed', watermark: 150, failed: 1, error: 'gone' });
      runtime.clock.advance(minute);
      expect(await runJob(other, { job: picky, day })).to.include({ kind: 'done', done: 124, failed: 1 });
      expect(await applied()).to.deep.equal(ids.filter((id) => id !== 150));
    });

    it('rests when it fails for too many for it to be their fault', async () => {
      bad = new Set(ids);
      await rejection(runJob(runtime, { job: picky, day }));
      expect(await run()).to.include({ state: 'failed', watermark: 100, failed: 100, attempts: 1 });
      bad = new Set();
      runtime.clock.advance(minute);
      expect(await runJob(runtime, { job: picky, day })).to.include({ kind: 'done', failed: 100, seen: 150 });
    });

    it('goes over all of them again when it is reopened, and does nothing twice', async () => {
      bad = new Set([150]);
      await runJob(runtime, { job: picky, day });
      bad = new Set();
      await runtime.store.transaction((tx) => reopenFailed(tx, { job: picky, day }));
      expect(await runJob(runtime, { job: picky, day })).to.include({ kind: 'done', done: 125, failed: 0 });
      expect(await appliedTo(150)).to.equal(1);
      expect(await applied()).to.have.length(250);
      expect(await run()).to.include({ failed: 0, error: null });
      await runtime.store.transaction((tx) => reopenFailed(tx, { job: picky, day }));
      expect((await runJob(runtime, { job: picky, day })).kind).to.equal('already-done');
    });

    it('leaves nothing behind where another has taken the run meanwhile', async () => {
      bad = new Set([1]);
      const slow = createJob({
        async apply(aRuntime, tx, work) {
          await tx.run("UPDATE job_runs SET lease_token = 'another'");
          return createJob().apply(aRuntime, tx, work);
        },
      });
      expect(await runJob(runtime, { job: slow, day })).to.deep.equal({ kind: 'held' });
      expect(await applied()).to.deep.equal([]);
      expect(loud()).to.deep.equal([]);
    });
  });

  it('of a process that died is taken over when its lease has lapsed, not before', async () => {
    const stuck = createDeferred();
    const reached = createDeferred();
    const dying = createJob({
      async targets(aRuntime, reader, page) {
        if (page.after === 100) {
          reached.resolve();
          await stuck.promise;
        }
        return createJob().targets(aRuntime, reader, page);
      },
    });
    const dead = runJob(runtime, { job: dying, day });
    await reached.promise;
    runtime.clock.advance(minute - 1);
    expect(await runJob(other, { job: createJob(), day })).to.deep.equal({ kind: 'held' });
    runtime.clock.advance(1);
    expect(await runJob(other, { job: createJob(), day })).to.deep.equal({
      ...{ kind: 'done', done: 125, failed: 0, seen: 150 },
    });
    // It was only slow: it finds that the run is another's, and leaves no trace.
    stuck.resolve();
    expect(await dead).to.deep.equal({ kind: 'held' });
    expect(await applied()).to.deep.equal(ids);
    expect(await run()).to.include({ state: 'done', done: 125 });
  });
});
