import { expect } from 'chai';
import { auditLedger } from '../testing/audit-ledger.ts';
import { comeTo, noonOf } from '../testing/days.ts';
import { aBuyer } from '../testing/factories.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import { testProgram } from '../testing/test-program.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { createScheduler } from './scheduler.ts';

const minute = 60_000;
const startAt = noonOf('2026-01-10');

describe('expiry', () => {
  const rule = (id: string, afterMonths: number) => ({
    ...{ id, name: 'امتیاز', on: 'purchase', expires: { after: { months: afterMonths } } },
    give: { unit: id === 'credit' ? 'credit' : 'points', give: 1, per: 100_000 },
  });
  const program = {
    ...testProgram,
    nudge: undefined,
    rules: [rule('short', 1), rule('long', 2), rule('credit', 1)],
  };

  let runtime: TestRuntime;

  shareRuntime((made) => (runtime = made), { program, startAt });
  afterEach(() => auditLedger(runtime));

  const balances = () => runtime.store.all('SELECT unit, balance, lifetime FROM accounts ORDER BY unit');

  it('writes off what is left of a lot on the day after its last, and no more', async () => {
    await aBuyer(runtime);
    // 1404/10/20 and a month is 1404/11/20, 2026-02-09: the last day.
    await comeTo(runtime, '2026-02-09');
    expect(await runtime.count('ledger_entries', "type = 'expiry'")).to.equal(0);
    runtime.clock.set('2026-02-09T20:29:00Z');
    await createScheduler(runtime).runDue();
    expect(await runtime.count('ledger_entries', "type = 'expiry'")).to.equal(0);
    await comeTo(runtime, '2026-02-10');
    expect(await balances()).to.deep.equal([
      { unit: 'credit', balance: 0, lifetime: 5 },
      { unit: 'points', balance: 5, lifetime: 10 },
    ]);
    const entries = await runtime.store.all<{ occurredAt: number }>(
      "SELECT rule, actor, reason, amount, occurred_at AS occurredAt FROM ledger_entries WHERE type = 'expiry'",
    );
    expect(entries).to.have.length(2);
    for (const entry of entries) {
      expect(entry).to.include({ rule: null, actor: 'job:expiry', reason: 'expired', amount: -5 });
      expect(entry.occurredAt).to.equal(Date.parse('2026-02-09T20:30:00Z'));
    }
  });

  it('happens once, and catches up on the days on which nothing ran', async () => {
    await aBuyer(runtime);
    await comeTo(runtime, '2026-06-01');
    await runtime.store.transaction((tx) => tx.run('DELETE FROM job_runs'));
    await comeTo(runtime, '2026-06-01');
    await comeTo(runtime, '2026-06-02');
    expect(await runtime.count('ledger_entries', "type = 'expiry'")).to.equal(3);
    expect(await runtime.count('lots', 'remaining > 0')).to.equal(0);
  });

  it('says nothing to anybody', async () => {
    await aBuyer(runtime);
    await runtime.settle();
    const before = runtime.sent.length;
    runtime.clock.advance(minute);
    await comeTo(runtime, '2026-06-01');
    expect(runtime.sent).to.have.length(before);
  });
});
