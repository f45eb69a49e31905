import { expect } from 'chai';
import { auditLedger } from '../testing/audit-ledger.ts';
import type { Member } from '../store/members.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { testProgram } from '../testing/test-program.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { readStanding } from './read-standing.ts';
import { reversePurchase } from './reverse-purchase.ts';

const program = {
  ...testProgram,
  tiers: {
    by: 'spent',
    steps: [
      { id: 'bronze', name: 'برنزی' },
      { id: 'silver', name: 'نقره‌ای', from: 500_000_000 },
      { id: 'gold', name: 'طلایی', from: 900_000_000 },
    ],
  },
  rules: [
    {
      ...{ id: 'friend', name: 'معرفی دوست', on: 'referral', to: 'both', at: 'first-purchase' },
      give: { tier: 'silver' },
    },
    {
      id: 'big',
      name: 'خرید بزرگ',
      on: 'purchase',
      when: { amount: { from: 9_000_000 } },
      give: { tier: 'gold' },
    },
  ],
};

describe('tiers for bringing somebody', () => {
  let runtime: TestRuntime;
  let referrer: Member;
  let buyer: Member;

  beforeEach(async () => {
    runtime = await createTestRuntime({ program });
    referrer = await aMember(runtime);
    buyer = await aMember(runtime, { referrerId: referrer.id });
  });
  afterEach(async () => {
    await auditLedger(runtime);
    await runtime.close();
  });

  const buy = (amount = 1_000_000) => {
    runtime.clock.advance(1000);
    return aPurchase(runtime, { phone: buyer.phone, amount });
  };
  const undo = (purchaseId: number) =>
    runtime.store.transaction((tx) =>
      reversePurchase(runtime, tx, { purchaseId, actor: 'test', reason: 'mistyped' }),
    );
  const tierOf = async (member: Member) => (await readStanding(runtime, runtime.store, member)).tier?.id;
  const tiers = async () => [await tierOf(referrer), await tierOf(buyer)];

  it('stay as long as one purchase of hers stands, and go with the last', async () => {
    const first = await buy();
    const second = await buy();
    expect(await tiers()).to.deep.equal(['silver', 'silver']);
    await undo(first.id);
    expect(await tiers()).to.deep.equal(['silver', 'silver']);
    await undo(second.id);
    expect(await tiers()).to.deep.equal(['bronze', 'bronze']);
    await buy();
    expect(await tiers()).to.deep.equal(['silver', 'silver']);
  });

  it('stay where a later purchase is undone, however old the first one is', async () => {
    await buy();
    runtime.clock.advance(90 * 86_400_000);
    await undo((await buy()).id);
    expect(await tiers()).to.deep.equal(['silver', 'silver']);
  });

  it('do not keep what the purchase itself gave', async () => {
    const first = await buy(9_000_000);
    await buy();
    expect(await tiers()).to.deep.equal(['silver', 'gold']);
    await undo(first.id);
    expect(await tiers()).to.deep.equal(['silver', 'silver']);
  });

  it('go where the only purchase is undone', async () => {
    await undo((await buy()).id);
    expect(await tiers()).to.deep.equal(['bronze', 'bronze']);
  });
});
