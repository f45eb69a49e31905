import { expect } from 'chai';
import { birthdays } from '../scheduler/birthdays.ts';
import { expiry } from '../scheduler/expiry.ts';
import { pending as job } from '../scheduler/pending.ts';
import { runJob } from '../scheduler/run-job.ts';
import { memberByPhone } from '../store/members.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { pointsOf, settle, waitingProgram } from '../testing/waiting.ts';
import { quotePurchase } from './quote-purchase.ts';

const dayMs = 24 * 3_600_000;
/** The start of 24 Dey in Tehran: three days after the first moment of the tests, to the start of the day after. */
const opens = '2026-01-13T20:30:00.000Z';

describe('what waits', () => {
  let runtime: TestRuntime;
  let phone: string;

  async function club(rule: object, program: object = {}): Promise<void> {
    runtime = await createTestRuntime({ program: waitingProgram(rule, program) });
    ({ phone } = await aMember(runtime));
  }

  afterEach(() => runtime.close());

  const buy = (more: object = {}) => aPurchase(runtime, { phone, amount: 1_000_000, ...more });
  const points = () => pointsOf(runtime, phone);
  const run = (day: string) => runJob(runtime, { job, day });
  const threeDays = { pending: { for: { days: 3 } } };

  it('can be spent from its moment on, whether the job has run or not', async () => {
    await club(threeDays);
    const { earned, pending, balances } = await buy();
    expect([earned.points, pending.points, balances.points]).to.deep.equal([0, 10, 0]);
    runtime.clock.set('2026-01-13T20:29:59.999Z');
    expect(await points()).to.deep.equal({ balance: 0, pending: 10 });
    runtime.clock.set(opens);
    expect(await points()).to.deep.equal({ balance: 10, pending: 0 });
    expect(await runtime.count('ledger_entries')).to.equal(0);
  });

  it('is freed by the job once, as of its moment, however late that is', async () => {
    await club({ ...threeDays, expires: { after: { days: 1 }, to: 'instant', from: 'activation' } });
    await buy();
    runtime.clock.set('2026-01-14T12:00:00Z');
    expect(await run('2026-01-14')).to.include({ done: 1 });
    expect(await points()).to.deep.equal({ balance: 10, pending: 0 });
    const at = Date.parse(opens);
    expect(
      await runtime.store.all(
        'SELECT amount, reason, rule, actor, occurred_at AS at, expires_at AS ends FROM ledger_entries',
      ),
    ).to.deep.equal([
      {
        ...{ amount: 10, reason: 'purchase', rule: 'by-amount', actor: 'job:pending' },
        ...{ at, ends: at + dayMs },
      },
    ]);
    runtime.clock.advance(dayMs);
    expect(await run('2026-01-15')).to.include({ done: 0 });
    await runJob(runtime, { job: expiry, day: '2026-01-15' });
    expect(await points()).to.deep.equal({ balance: 0, pending: 0 });
  });

  it('is not freed by a job before its moment', async () => {
    await club(threeDays);
    await buy();
    expect(await run('2026-01-10')).to.include({ done: 0, seen: 0 });
    expect(await points()).to.deep.equal({ balance: 0, pending: 10 });
  });

  it('is freed by the next decision about her, before it is made', async () => {
    await club(threeDays, {
      rules: [
        ...waitingProgram(threeDays).rules,
        { id: 'up', name: 'سرراست', on: 'purchase', give: { unit: 'points', roundUpTo: 25 } },
      ],
    });
    expect((await buy()).earned.points).to.equal(0);
    runtime.clock.set(opens);
    const quote = await quotePurchase(runtime, runtime.store, {
      ...{ phone, amount: 1_000_000, shopId: await shopId(), lines: [], payments: [] },
      occurredAt: runtime.clock.now(),
    });
    const second = await buy();
    // The 10 that came free are filled up; those of this purchase wait.
    expect(second.earned.points).to.equal(15);
    expect(second).to.deep.include(quote.kind === 'quoted' ? quote.quote : {});
    expect(quote.kind).to.equal('quoted');
    expect(await points()).to.deep.equal({ balance: 25, pending: 10 });
  });

  const shopId = async () =>
    (await runtime.store.one<{ id: number }>('SELECT id FROM shops ORDER BY id LIMIT 1'))?.id ?? 0;

  it('is freed at once where it is recorded after its moment', async () => {
    await club(threeDays);
    const occurredAt = runtime.clock.now();
    runtime.clock.set('2026-01-20T08:00:00Z');
    const { earned, pending, balances } = await buy({ occurredAt });
    expect([earned.points, pending.points, balances.points]).to.deep.equal([10, 0, 10]);
    expect(await points()).to.deep.equal({ balance: 10, pending: 0 });
    expect(await runtime.store.one('SELECT occurred_at AS at FROM ledger_entries')).to.deep.equal({
      at: Date.parse(opens),
    });
  });

  it('waits for its moment and its payment, whichever comes last', async () => {
    await club(threeDays);
    const { id } = await buy({ payments: [{ kind: 'on_account', amount: 1_000_000 }] });
    await settle(runtime, { purchaseId: id, amount: 400_000 });
    expect(await points()).to.deep.equal({ balance: 0, pending: 10 });
    runtime.clock.set(opens);
    expect(await points()).to.deep.equal({ balance: 4, pending: 6 });
    runtime.clock.advance(1000);
    await settle(runtime, { purchaseId: id, amount: 600_000 });
    expect(await points()).to.deep.equal({ balance: 10, pending: 0 });
    const moments = await runtime.store.all(
      'SELECT amount, occurred_at AS at FROM ledger_entries ORDER BY seq',
    );
    expect(moments).to.deep.equal([
      { amount: 4, at: Date.parse(opens) },
      { amount: 6, at: Date.parse(opens) + 1000 },
    ]);
  });

  it('is of a birthday too, and comes once a year all the same', async () => {
    await club({ id: 'birthday', on: 'birthday', give: { unit: 'points', fixed: 5 }, ...threeDays });
    const member = await memberByPhone(runtime.store, phone);
    await runtime.store.transaction((tx) =>
      tx.run(
        "UPDATE members SET birth_calendar = 'persian', birth_year = 1370, birth_month = 10, birth_day = 20 WHERE id = ?",
        [member?.id ?? 0],
      ),
    );
    for (let time = 0; time < 2; time++) {
      const work = { memberId: member?.id ?? 0, day: '2026-01-10' };
      await runtime.store.transaction((tx) => birthdays.apply(runtime, tx, work));
    }
    expect(await points()).to.deep.equal({ balance: 0, pending: 5 });
  });
});
