import { expect } from 'chai';
import { verifyLedger } from '../ledger/verify.ts';
import type { Member } from '../store/members.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { testProgram } from '../testing/test-program.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { settle } from '../testing/waiting.ts';
import { readStanding } from './read-standing.ts';
import { reversePurchase } from './reverse-purchase.ts';

const dayMs = 24 * 3_600_000;
const steps = [
  { id: 'bronze', name: 'برنزی' },
  { id: 'silver', name: { fa: 'نقره‌ای', en: 'Silver' }, from: 1_000_000 },
];
const gift = { id: 'gift', name: 'هدیه سطح', on: 'tier', give: { unit: 'points', fixed: 30 } };

describe('tiers by what is paid', () => {
  let runtime: TestRuntime;
  let member: Member;

  async function club(tiers: object = {}): Promise<void> {
    const program = { ...testProgram, rules: [gift], tiers: { by: 'paid', steps, ...tiers } };
    runtime = await createTestRuntime({ program });
    member = await aMember(runtime);
  }
  afterEach(async () => {
    expect((await verifyLedger(runtime.store)).difference).to.equal(undefined);
    await runtime.close();
  });

  const buy = (cash: number, promised: number, kind: 'on_account' | 'cheque' = 'on_account') =>
    aPurchase(runtime, {
      ...{ phone: member.phone, amount: cash + promised },
      payments: [...(cash > 0 ? [{ kind: 'cash' as const, amount: cash }] : []), { kind, amount: promised }],
    });
  const pay = (purchaseId: number, amount: number, more: object = {}) =>
    settle(runtime, { purchaseId, amount, ...more });
  const standing = async () => {
    const { tier, balances } = await readStanding(runtime, runtime.store, member);
    const [lack] = tier?.progress.toNext?.lacks ?? [];
    return { tier: tier?.id, missing: lack?.missing, points: balances.points };
  };

  it('count at the sale what is paid then, and the rest once all of it is paid', async () => {
    await club();
    const { id } = await buy(300_000, 700_000);
    expect(await standing()).to.deep.equal({ tier: 'bronze', missing: 700_000, points: 0 });
    await pay(id, 699_999);
    expect(await standing()).to.deep.equal({ tier: 'bronze', missing: 700_000, points: 0 });
    const last = await pay(id, 1);
    expect(await standing()).to.deep.equal({ tier: 'silver', missing: undefined, points: 30 });
    expect(last.kind === 'settled' && last.settled.programs[0]?.tier).to.deep.include({
      ...{ id: 'silver', raised: { from: 'bronze' } },
    });
  });

  it('do not count what is paid in a way that earns nothing', async () => {
    await club();
    const { id } = await buy(300_000, 700_000, 'cheque');
    await pay(id, 1, { kind: 'points' });
    await pay(id, 699_999);
    expect(await standing()).to.deep.equal({ tier: 'bronze', missing: 1, points: 0 });
  });

  it('fall back, with what they gave, when the purchase is undone', async () => {
    await club();
    const { id } = await buy(0, 1_000_000);
    await pay(id, 1_000_000);
    expect((await standing()).tier).to.equal('silver');
    const undone = await runtime.store.transaction((tx) =>
      reversePurchase(runtime, tx, { purchaseId: id, actor: 'test', reason: 'test' }),
    );
    expect(undone.kind).to.equal('undone');
    expect(await standing()).to.deep.equal({ tier: 'bronze', missing: 1_000_000, points: 0 });
  });

  it('count it in the time in which it is paid, not bought', async () => {
    await club({ over: { last: { days: 10 } } });
    const { id } = await buy(600_000, 400_000);
    runtime.clock.advance(10 * dayMs);
    await pay(id, 400_000);
    expect(await standing()).to.deep.equal({ tier: 'bronze', missing: 600_000, points: 0 });
    await buy(600_000, 1);
    expect((await standing()).tier).to.equal('silver');
  });

  it('go into sums, where what is spent counts at the sale', async () => {
    const by = {
      sum: [
        { of: 'paid', per: 100_000 },
        { of: 'spent', per: 500_000 },
      ],
    };
    await club({ by, steps: [steps[0], { ...steps[1], from: 12 }] });
    const { id } = await buy(0, 1_000_000);
    expect(await standing()).to.include({ tier: 'bronze', missing: 10 });
    await pay(id, 1_000_000);
    expect(await standing()).to.include({ tier: 'silver' });
  });
});
