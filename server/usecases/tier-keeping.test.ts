import { expect } from 'chai';
import type { Member } from '../store/members.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { testProgram } from '../testing/test-program.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { readStanding } from './read-standing.ts';
import { setTier } from './set-tier.ts';

const steps = [
  { id: 'bronze', name: 'برنزی' },
  { id: 'silver', name: 'نقره‌ای', from: 1_000_000 },
];

describe('what keeps a tier', () => {
  let runtime: TestRuntime;
  let member: Member;

  async function club(tiers: object): Promise<void> {
    const program = { ...testProgram, tiers: { by: 'spent', steps, downgrade: 'to-earned', ...tiers } };
    runtime = await createTestRuntime({ program });
    member = await aMember(runtime);
  }

  afterEach(() => runtime.close());

  const buy = async (amount: number) => {
    const made = await aPurchase(runtime, { phone: member.phone, amount });
    return made.programs[0]?.tier;
  };
  const tierOf = async () => (await readStanding(runtime, runtime.store, member)).tier;

  it('is told by what reaches a tier as it is told ever after', async () => {
    // On 20 Dey 1404: the first review half a year later is that of 1405, and counts nothing before that year.
    await club({ over: 'year', review: { each: 'year', atLeast: { months: 6 } } });
    await buy(400_000);
    const made = await buy(600_000);
    expect(made?.raised).to.deep.equal({ from: 'bronze' });
    expect(made?.progress.toKeep?.lacks[0]).to.include({ needed: 1_000_000, has: 0, missing: 1_000_000 });
    expect((await tierOf())?.progress.toKeep).to.deep.equal(made?.progress.toKeep);
    expect((await buy(10))?.progress.toKeep).to.deep.equal(made?.progress.toKeep);
  });

  const give = (tier: string | null, until: number | null = null) =>
    runtime.store.transaction((tx) =>
      setTier(runtime, tx, { memberId: member.id, tier, until, reason: 'a friend', actor: 'staff:1' }),
    );

  it('is nothing as long as she is given what she has earned', async () => {
    await club({ over: 'month', review: { each: 'month' } });
    const own = await buy(1_000_000);
    const reviewAt = own?.validUntil ?? 0;
    expect(own).to.include({ given: false }).and.have.nested.property('progress.toKeep.until', reviewAt);
    for (const until of [null, reviewAt + 1]) {
      await give('silver', until);
      expect(await tierOf()).to.include({ id: 'silver', given: true, validUntil: until, grace: false });
      expect((await buy(10))?.progress).not.to.have.property('toKeep');
    }
    // By the review it is over: she has to keep it herself.
    await give('silver', reviewAt);
    expect(await tierOf()).to.include({ id: 'silver', given: false, validUntil: reviewAt });
    expect((await tierOf())?.progress.toKeep?.until).to.equal(reviewAt);
    await give('silver');
    await give(null);
    expect((await tierOf())?.progress.toKeep?.until).to.equal(reviewAt);
  });

  it('is there already where what reached a tier lies in the time that the review counts', async () => {
    await club({ over: { last: { months: 12 } }, review: { each: 'month' } });
    await buy(400_000);
    const made = await buy(600_000);
    expect(made?.progress.toKeep?.lacks[0]).to.include({ has: 1_000_000, missing: 0 });
    expect((await tierOf())?.progress.toKeep).to.deep.equal(made?.progress.toKeep);
  });
});
