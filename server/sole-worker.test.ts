import { expect } from 'chai';
import { createSoleWorker } from './sole-worker.ts';
import type { SoleWorker } from './sole-worker.ts';
import { StoreUnavailable } from './store/errors.ts';
import { createTestRuntime } from './testing/test-runtime.ts';
import type { TestRuntime } from './testing/test-runtime.ts';
import { eventually } from './testing/eventually.ts';

const leaseMs = 90;

describe('work of one process', () => {
  let runtime: TestRuntime;
  let workers: SoleWorker[];
  let doing: Set<string>;
  let most: number;

  beforeEach(async () => {
    runtime = await createTestRuntime();
    workers = [];
    doing = new Set();
    most = 0;
  });

  afterEach(async () => {
    for (const worker of workers) await worker.stop();
    await runtime.close();
  });

  /** One process's part, which works until it is told to end. */
  function start(who: string, { store }: Pick<TestRuntime, 'store'> = runtime): SoleWorker {
    const work = async (signal: AbortSignal) => {
      doing.add(who);
      most = Math.max(most, doing.size);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      doing.delete(who);
    };
    const worker = createSoleWorker({ ...runtime, store }, { name: 'poll:telegram', work, leaseMs });
    worker.start();
    workers.push(worker);
    return worker;
  }

  it('is done by one of two, and by the other once the first has stopped', async () => {
    const first = start('first');
    await eventually(() => doing.has('first'));
    start('second');
    runtime.clock.advance(leaseMs / 2);
    await new Promise((resolve) => setTimeout(resolve, leaseMs));
    expect([...doing]).to.deep.equal(['first']);
    await first.stop();
    await eventually(() => doing.has('second'));
    expect(most).to.equal(1);
  });

  it('is taken over when the lease of a dead process has lapsed, and not before', async () => {
    const row = { name: 'poll:telegram', token: 'of-the-dead', until_at: runtime.clock.now() + 1000 };
    await runtime.store.transaction((tx) => tx.insert('leases', [row]));
    start('heir');
    await new Promise((resolve) => setTimeout(resolve, leaseMs));
    expect(doing.size).to.equal(0);
    runtime.clock.advance(1000);
    await eventually(() => doing.has('heir'));
  });

  it('ends where another process has taken the lease', async () => {
    start('first');
    await eventually(() => doing.has('first'));
    const far = runtime.clock.now() + 1_000_000;
    await runtime.store.transaction((tx) =>
      tx.run(`UPDATE leases SET token = 'another', until_at = ?`, [far]),
    );
    await eventually(() => doing.size === 0);
  });

  it('ends before the lease does when the database is gone, and is taken up again after', async () => {
    let gone = false;
    const { store } = runtime;
    const transaction: typeof store.transaction = (work) =>
      gone ? Promise.reject(new StoreUnavailable('gone', { transient: false })) : store.transaction(work);
    start('only', { store: { ...store, transaction } });
    await eventually(() => doing.has('only'));
    gone = true;
    await eventually(() => doing.size === 0);
    gone = false;
    await eventually(() => doing.has('only'));
  });
});
