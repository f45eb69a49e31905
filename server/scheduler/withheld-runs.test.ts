import { expect } from 'chai';
import type { Store } from '../store/store.ts';
import type { Tx } from '../store/tx.ts';
import { aMember } from '../testing/factories.ts';
import { outbox } from '../testing/messages.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { setBirthday } from '../usecases/set-birthday.ts';
import { createScheduler } from './scheduler.ts';
import { runWithheld } from './withheld-runs.ts';

const dayMs = 24 * 3_600_000;
const birthday = { calendar: 'persian', year: 1370, month: 10, day: 21 } as const;
/** The birthday above. */
const day = '2026-01-11';

describe('runs made up for after a restore', () => {
  let runtime: TestRuntime;
  let since: number;

  beforeEach(async () => {
    // 12:30 in Tehran.
    runtime = await createTestRuntime({ startAt: '2026-01-10T09:00:00Z' });
    const { id } = await aMember(runtime);
    await runtime.store.transaction((tx) => setBirthday(runtime, tx, { memberId: id, birthday }));
    await runtime.settle();
    since = runtime.clock.now();
    runtime.clock.advance(dayMs);
  });
  afterEach(() => runtime.close());

  /** The runtime with another way of making transactions. */
  const withTransactions = (change: (store: Store) => Store['transaction']) => ({
    ...runtime,
    store: { ...runtime.store, transaction: change(runtime.store) },
  });

  const greetings = async () =>
    (await outbox(runtime))
      .filter(({ template }) => template === 'birthdayGiftForMember')
      .map(({ state, code }) => `${state}, ${code}`);

  async function sentByNextServer(): Promise<number> {
    const before = runtime.sent.length;
    runtime.clock.advance(120_000);
    await createScheduler(runtime).runDue();
    await runtime.settle();
    return runtime.sent.length - before;
  }

  it('leave nothing to the next server where the answer to each commit was lost and it was tried again', async () => {
    const twice = withTransactions((store) => async <T>(work: (tx: Tx) => Promise<T>) => {
      await store.transaction(work);
      return store.transaction(work);
    });
    expect(await runWithheld(twice, since)).to.deep.include({ withheld: 1 });
    expect(await greetings()).to.deep.equal(['unknown, restored']);
    expect(await sentByNextServer()).to.equal(0);
    expect(await runtime.count('ledger_entries', "reason = 'birthday'")).to.equal(1);
    expect(await runtime.count('job_runs', "state <> 'done' OR failed > 0")).to.equal(0);
  });

  it('give up, and say so, where another process has one all the same', async () => {
    const theirs = {
      ...{ id: 1, job: 'birthdays', period: day, state: 'running', lease_token: 'theirs' },
      ...{ lease_until: runtime.clock.now() + dayMs, started_at: 1 },
    };
    let taken = false;
    const crowded = withTransactions((store) => async <T>(work: (tx: Tx) => Promise<T>) => {
      const result = await store.transaction(work);
      if (!taken) await store.transaction((tx) => tx.insert('job_runs', [theirs]));
      taken = true;
      return result;
    });
    const { runs } = await runWithheld(crowded, since);
    expect(runs).to.deep.equal([
      { job: 'birthdays', day, done: 0, error: 'another process has the run, and there must be none' },
    ]);
    expect(await sentByNextServer()).to.equal(0);
    const [row] = await runtime.store.all(
      "SELECT state, lease_token AS token, failed FROM job_runs WHERE job = 'birthdays' AND period = ?",
      [day],
    );
    expect(row).to.deep.equal({ state: 'done', token: '', failed: 1 });
  });
});
