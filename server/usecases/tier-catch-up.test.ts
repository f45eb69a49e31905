import { expect } from 'chai';
import { pending as pendingJob } from '../scheduler/pending.ts';
import { runJob } from '../scheduler/run-job.ts';
import { tiers as tiersJob } from '../scheduler/tiers.ts';
import { memberByPhone } from '../store/members.ts';
import { auditLedger } from '../testing/audit-ledger.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { settle, waitingProgram } from '../testing/waiting.ts';
import { firstShopCode, shopByCode } from '../store/shops.ts';
import { quotePurchase } from './quote-purchase.ts';
import { readStanding } from './read-standing.ts';
import { reversePurchase } from './reverse-purchase.ts';

const dayMs = 24 * 3_600_000;
const steps = [
  { id: 'bronze', name: 'برنزی' },
  { id: 'silver', name: 'نقره‌ای', from: 10 },
  { id: 'gold', name: 'طلایی', from: 30 },
];
const gift = { id: 'gift', name: 'هدیه سطح', on: 'tier', give: { unit: 'points', fixed: 7 } };
const double = {
  ...{ id: 'double', name: 'دو برابر', on: 'purchase', when: { tiers: { from: 'silver' } } },
  give: { multiply: 2 },
};
const waits = { pending: { for: { days: 3 } } };
const untilPaid = { pending: { until: 'paid' } };

describe('tiers, before a decision', () => {
  let runtime: TestRuntime;
  let phone: string;

  async function club(rule: object, tiers: object, rules: readonly object[] = []): Promise<void> {
    const { rules: first } = waitingProgram(rule);
    const program = { rules: [...first, ...rules], tiers: { by: 'earned', steps, ...tiers } };
    runtime = await createTestRuntime({ program: waitingProgram(rule, program) });
    ({ phone } = await aMember(runtime));
  }

  afterEach(() => runtime.close());

  const buy = (more: object = {}) => aPurchase(runtime, { phone, amount: 1_000_000, ...more });
  const standing = async () => {
    const member = await memberByPhone(runtime.store, phone);
    return readStanding(runtime, runtime.store, member ?? expect.fail());
  };
  const tierId = async () => (await standing()).tier?.id;
  const undo = (purchaseId: number) =>
    runtime.store.transaction((tx) =>
      reversePurchase(runtime, tx, { purchaseId, actor: 'test', reason: 'mistyped' }),
    );
  const history = () =>
    runtime.store.all<{ kind: string; toTier: string; at: number; actor: string }>(
      'SELECT kind, to_tier AS toTier, at, actor FROM tier_changes ORDER BY id',
    );
  const opens = Date.parse('2026-01-13T20:30:00.000Z');
  const setClock = (at: number) => runtime.clock.set(new Date(at).toISOString());

  async function quoted() {
    const result = await quotePurchase(runtime, runtime.store, {
      ...{ phone, amount: 1_000_000, lines: [], payments: [], occurredAt: runtime.clock.now() },
      shopId: (await shopByCode(runtime.store, firstShopCode))?.id ?? 0,
    });
    return result.kind === 'quoted' ? result.quote : expect.fail();
  }

  it('count points that waited from the moment they came free, and raise her then', async () => {
    await club(waits, {}, [gift]);
    await buy();
    setClock(opens - 1);
    expect(await tierId()).to.equal('bronze');
    setClock(opens);
    expect(await tierId()).to.equal('silver');
    setClock(opens + dayMs / 2);
    await runJob(runtime, { job: pendingJob, day: '2026-01-14' });
    expect(await history()).to.deep.equal([
      { kind: 'reached', toTier: 'silver', at: opens, actor: 'job:pending' },
    ]);
    expect((await standing()).balances.points).to.equal(17);
    expect((await standing()).tier?.progress.toNext?.lacks[0]).to.include({ has: 17 });
    await runJob(runtime, { job: pendingJob, day: '2026-01-15' });
    expect(await history()).to.have.length(1);
    await auditLedger(runtime);
  });

  it('are seen by a decision though the job is late, and by its quote', async () => {
    await club(waits, {}, [gift, double]);
    await buy();
    setClock(opens);
    const quote = await quoted();
    const { id, createdAt, ...posted } = await buy();
    expect([id, createdAt]).not.to.include(undefined);
    expect(posted).to.deep.equal(quote);
    // Silver since it came free: twice 10 wait, and the gift of silver is there.
    expect(posted.pending.points).to.equal(20);
    expect(posted.balances.points).to.equal(17);
  });

  it('do not count points twice that counted while they waited', async () => {
    await club(waits, { pending: true });
    await buy();
    expect(await tierId()).to.equal('silver');
    setClock(opens);
    await buy();
    expect((await standing()).tier?.progress.toNext?.lacks[0]).to.include({ has: 20 });
  });

  it('go up with a payment that frees points, and down again where its purchase is undone', async () => {
    await club(untilPaid, {}, [gift]);
    const { id } = await buy({ payments: [{ kind: 'on_account', amount: 1_000_000 }] });
    await settle(runtime, { purchaseId: id, amount: 900_000 });
    expect(await tierId()).to.equal('bronze');
    await settle(runtime, { purchaseId: id, amount: 100_000 });
    expect(await tierId()).to.equal('silver');
    expect((await standing()).balances.points).to.equal(17);
    expect(await undo(id)).to.deep.include({ kind: 'undone', taken: { points: 17, credit: 0 } });
    expect(await tierId()).to.equal('bronze');
    expect((await standing()).tier?.progress.toNext?.lacks[0]).to.include({ has: 0 });
    expect((await history()).map(({ kind }) => kind)).to.deep.equal(['reached', 'undone']);
    await auditLedger(runtime);
  });

  describe('with a review that is due', () => {
    const monthly = { over: 'month', downgrade: 'to-earned', review: { each: 'month' } };

    it('decide by the tier that it leaves, though the job is late', async () => {
      await club({}, monthly, [double]);
      await buy();
      expect(await tierId()).to.equal('silver');
      const until = (await standing()).tier?.validUntil ?? 0;
      // Kept by what reached it; at the end of the month after there is nothing.
      setClock(until);
      expect(await tierId()).to.equal('silver');
      const second = (await standing()).tier?.validUntil ?? 0;
      expect(second).to.be.above(until);
      setClock(second - 1);
      expect((await quoted()).earned.points).to.equal(20);
      setClock(second);
      expect(await tierId()).to.equal('bronze');
      const quote = await quoted();
      expect(quote.earned.points).to.equal(10);
      expect((await buy()).earned.points).to.equal(10);
      expect((await history()).map(({ kind, at }) => [kind, at]).slice(1, 3)).to.deep.equal([
        ['renewed', until],
        ['fallen', second],
      ]);
      const before = await history();
      await runJob(runtime, { job: tiersJob, day: '2026-02-20' });
      expect(await history()).to.deep.equal(before);
    });

    it('follow reviews and points that came free in the order in which they happened', async () => {
      await club({ pending: { for: { days: 40 } } }, monthly);
      await buy();
      runtime.clock.advance(120 * dayMs);
      await runJob(runtime, { job: pendingJob, day: '2026-05-10' });
      expect((await history()).map(({ kind, toTier }) => [kind, toTier])).to.deep.equal([
        ['reached', 'silver'],
        ['renewed', 'silver'],
        ['fallen', 'bronze'],
      ]);
    });
  });
});
