import { expect } from 'chai';
import { memberByPhone } from '../store/members.ts';
import { readTierChanges } from '../store/member-tiers.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { messagesOf } from '../testing/messages.ts';
import { testProgram } from '../testing/test-program.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { readStanding } from './read-standing.ts';
import { reversePurchase } from './reverse-purchase.ts';
import { reviewTiers } from './review-tiers.ts';
import { setTier } from './set-tier.ts';

const dayMs = 86_400_000;
const program = {
  ...testProgram,
  tiers: {
    ...{ by: 'spent', over: 'lifetime' },
    steps: [
      { id: 'bronze', name: 'برنزی' },
      { id: 'silver', name: 'نقره‌ای', from: 5_000_000 },
      { id: 'gold', name: 'طلایی', from: 50_000_000 },
    ],
  },
  rules: [
    {
      ...{
        id: 'try',
        name: 'ده روز نقره‌ای',
        on: 'purchase',
        when: { amount: { from: 900_000, to: 1_999_999 } },
      },
      give: [
        { tier: 'silver', expires: { after: { days: 10 } } },
        { message: 'از امروز {tier} هستید.', kind: 'service' },
      ],
    },
    {
      id: 'vip',
      name: 'طلایی',
      on: 'purchase',
      when: { amount: { from: 2_000_000, to: 2_999_999 } },
      give: { tier: 'gold' },
    },
    { id: 'reach', name: 'رسیدن', on: 'tier', give: { unit: 'points', fixed: 7 } },
    {
      ...{ id: 'founder', name: 'بنیان‌گذار', on: 'joining', when: { tags: ['founder'] } },
      give: { tier: 'silver' },
    },
    {
      ...{ id: 'brought', name: 'معرفی', on: 'referral', to: 'both', at: 'joining' },
      give: { tier: 'silver', expires: { after: { days: 10 } } },
    },
  ],
};

describe('tiers that rules give', () => {
  let runtime: TestRuntime;
  let phone: string;

  beforeEach(async () => {
    runtime = await createTestRuntime({ program });
    ({ phone } = await aMember(runtime));
  });
  afterEach(() => runtime.close());

  const buy = (amount = 900_000) => aPurchase(runtime, { phone, amount });
  const member = async () => {
    const found = await memberByPhone(runtime.store, phone);
    if (!found) throw new Error('no member');
    return found;
  };
  const tier = async () => (await readStanding(runtime, runtime.store, await member())).tier;
  const undo = (purchaseId: number) =>
    runtime.store.transaction((tx) =>
      reversePurchase(runtime, tx, { purchaseId, actor: 'staff:1', reason: 'a mistake' }),
    );
  const history = async () =>
    (await readTierChanges(runtime.store, { memberId: (await member()).id, since: 0 })).map(
      ({ kind, fromTier, toTier }) => [kind, fromTier, toTier],
    );

  it('hold at once, and give none of the gifts of reaching one', async () => {
    const { programs, explanation, earned } = await buy();
    expect(programs[0]?.tier).to.deep.include({ id: 'silver', given: true, raised: { from: 'bronze' } });
    expect(earned.points).to.equal(0);
    expect(explanation.find(({ rule }) => rule === 'try')).to.deep.include({
      unit: 'tiers',
      amount: 1,
    });
    expect((await tier())?.id).to.equal('silver');
    expect((await messagesOf(runtime, 'ruleNoticeForMember'))[0]?.body).to.match(/از امروز نقره‌ای هستید/u);
  });

  it('end by themselves', async () => {
    await buy();
    const end = (await tier())?.validUntil ?? 0;
    expect(end - runtime.clock.now()).to.be.within(10 * dayMs, 11 * dayMs);
    runtime.clock.advance(end - 1 - runtime.clock.now());
    expect((await tier())?.id).to.equal('silver');
    runtime.clock.advance(1);
    expect((await tier())?.id).to.equal('bronze');
    const { id } = await member();
    await runtime.store.transaction((tx) => reviewTiers(runtime, tx, { memberId: id, dueBy: end }));
    expect(await history()).to.deep.equal([
      ['given', 'bronze', 'silver'],
      ['set-ended', 'silver', 'bronze'],
    ]);
  });

  it('go with the purchase that is undone, and those of others stay', async () => {
    await buy();
    const vip = await buy(2_000_000);
    expect((await tier())?.id).to.equal('gold');
    await undo(vip.id);
    expect(await tier()).to.include({ id: 'silver', given: true });
    expect(await history()).to.deep.equal([
      ['given', 'bronze', 'silver'],
      ['given', 'silver', 'gold'],
      ['withdrawn', 'gold', 'silver'],
    ]);
  });

  it('do not keep a tier that was earned from falling back with its purchase', async () => {
    await buy();
    const big = await buy(5_000_000);
    expect(await tier()).to.include({ id: 'silver', given: false });
    await undo(big.id);
    expect(await tier()).to.include({ id: 'silver', given: true });
    const again = await buy(5_000_000);
    expect(again.programs[0]?.tier).to.include({ id: 'silver', given: false });
  });

  it('never make a tier lower that people gave', async () => {
    const { id: memberId } = await member();
    const setting = { memberId, tier: 'gold', until: null, reason: 'a friend', actor: 'key:1' };
    await runtime.store.transaction((tx) => setTier(runtime, tx, setting));
    const { explanation } = await buy();
    expect((await tier())?.id).to.equal('gold');
    expect(explanation.find(({ rule }) => rule === 'try')?.why).to.deep.equal({ kind: 'tier-held' });
    await runtime.store.transaction((tx) => setTier(runtime, tx, { ...setting, tier: null }));
    expect((await tier())?.id).to.equal('bronze');
  });

  it('are given to both at a joining of who was brought', async () => {
    const brought = await aMember(runtime, { referrerId: (await member()).id });
    const hers = (await readStanding(runtime, runtime.store, brought)).tier;
    expect(hers).to.include({ id: 'silver', given: true });
    expect(hers?.validUntil).to.be.greaterThan(runtime.clock.now() + 9 * dayMs);
    expect(await tier()).to.include({ id: 'silver', given: true, validUntil: hers?.validUntil });
    expect(await history()).to.deep.equal([['given', 'bronze', 'silver']]);
  });

  it('are given at a joining, as for anything that happens', async () => {
    const founder = await aMember(runtime, { profile: { tags: ['founder'] } });
    expect((await readStanding(runtime, runtime.store, founder)).tier).to.include({
      ...{ id: 'silver', given: true, validUntil: null },
    });
  });
});
