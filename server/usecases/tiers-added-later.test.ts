import { expect } from 'chai';
import { createScheduler } from '../scheduler/scheduler.ts';
import { membersByPhone } from '../store/members.ts';
import { aProgram } from '../testing/a-program.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { testProgram } from '../testing/test-program.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { activateVersion, addVersion } from './keep-programs.ts';
import { readStanding } from './read-standing.ts';
import { reversePurchase } from './reverse-purchase.ts';

const dayMs = 24 * 3_600_000;
const million = 10_000_000;
const steps = [
  { id: 'all', name: 'همه' },
  { id: 'gold', name: 'طلایی', from: 10 },
];
const perMillion = {
  ...{ id: 'p', name: 'امتیاز', on: 'purchase' },
  give: { unit: 'points', give: 1, per: million },
};

describe('tiers that are added to a club that runs', () => {
  let runtime: TestRuntime;
  let phone: string;
  beforeEach(async () => {
    runtime = await createTestRuntime({ program: { ...testProgram, rules: [perMillion] } });
    ({ phone } = await aMember(runtime));
  });
  afterEach(() => runtime.close());

  const buy = (amount: number, more: object = {}) => aPurchase(runtime, { phone, amount, ...more });
  const add = (tiers: object, rules: readonly object[] = [perMillion]) =>
    runtime.store.transaction(async (tx) => {
      const keeping = { actor: 'test', now: runtime.clock.now() };
      await addVersion(tx, aProgram({ rules, tiers: { steps, ...tiers } }), keeping);
      await activateVersion(tx, { ...keeping, code: 'test-club' });
    });
  const standing = async () => {
    await runtime.club.refresh(runtime.store);
    const [member] = [...(await membersByPhone(runtime.store, [phone])).values()];
    if (!member) throw new Error('she is a member');
    return (await readStanding(runtime, runtime.store, member)).tier;
  };
  const has = async () => (await standing())?.progress.toNext?.lacks.map((lack) => lack.has);

  for (const [by, expected] of [
    ['earned', 9],
    ['spent', 9 * million],
    ['paid', 9 * million],
    ['visits', 3],
  ] as const) {
    it(`count what was there before: ${by}`, async () => {
      for (const amount of [2, 3, 4]) await buy(amount * million);
      runtime.clock.advance(dayMs);
      await add({ by, steps: [steps[0], { ...steps[1], from: 10 * million }] });
      expect(await has()).to.deep.equal([expected]);
    });
  }

  it('count visits from before, where a rule on visits comes with them', async () => {
    for (let day = 0; day < 3; day++) {
      await buy(million);
      await buy(million);
      runtime.clock.advance(dayMs);
    }
    const visit = { id: 'v', name: 'مراجعه', on: 'visit', give: { unit: 'points', fixed: 1 } };
    await add({ by: 'visits' }, [perMillion, visit]);
    expect(await has()).to.deep.equal([3]);
  });

  it('count only what lies in their time', async () => {
    await buy(4 * million);
    runtime.clock.advance(10 * dayMs);
    await buy(3 * million);
    runtime.clock.advance(10 * dayMs);
    await add({ over: { last: { days: 11 } } });
    expect(await has()).to.deep.equal([3]);
  });

  it('are reached with the next purchase, by all that came before', async () => {
    await buy(9 * million);
    runtime.clock.advance(dayMs);
    await add({});
    expect((await standing())?.id).to.equal('all');
    await buy(million);
    expect((await standing())?.id).to.equal('gold');
  });

  it('count nothing of a purchase from before that is undone', async () => {
    const bought = await buy(9 * million);
    await add({});
    await runtime.store.transaction((tx) =>
      reversePurchase(runtime, tx, { purchaseId: bought.id, actor: 'test', reason: 'test' }),
    );
    expect(await has()).to.deep.equal([0]);
  });

  it('count points from before that come free after', async () => {
    const rules = [{ ...perMillion, pending: { for: { days: 5 } } }];
    await runtime.close();
    runtime = await createTestRuntime({ program: { ...testProgram, rules } });
    ({ phone } = await aMember(runtime));
    await buy(9 * million);
    await add({}, rules);
    expect(await has()).to.deep.equal([0]);
    runtime.clock.advance(7 * dayMs);
    await createScheduler(runtime).runDue();
    expect(await has()).to.deep.equal([9]);
  });
});
