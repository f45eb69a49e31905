import { expect } from 'chai';
import { aMember, aPurchase } from '../testing/factories.ts';
import { countStatements } from '../testing/counting-tx.ts';
import { testProgram } from '../testing/test-program.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { recordPurchases } from './record-purchase.ts';
import { reversePurchase } from './reverse-purchase.ts';

const dayMs = 24 * 3_600_000;

describe('what the rules are told, and what is kept of it', () => {
  let runtime: TestRuntime;
  let phone: string;

  async function club(...rules: readonly object[]): Promise<void> {
    const named = rules.map((rule, index) => ({
      id: `r${index}`,
      name: `قاعده ${index}`,
      on: 'purchase',
      ...rule,
    }));
    runtime = await createTestRuntime({ program: { ...testProgram, rules: named } });
    ({ phone } = await aMember(runtime));
  }

  afterEach(() => runtime.close());

  const buy = async (amount: number, more: object = {}) => {
    const made = await aPurchase(runtime, { phone, amount, ...more });
    return { id: made.id, points: made.earned.points };
  };
  const undo = (purchaseId: number) =>
    runtime.store.transaction((tx) =>
      reversePurchase(runtime, tx, { purchaseId, actor: 'test', reason: 'test' }),
    );

  it('carries what is left over to the next purchase', async () => {
    await club({ give: { unit: 'points', give: 1, per: 500_000, carry: true } });
    expect((await buy(300_000)).points).to.equal(0);
    expect((await buy(200_000)).points).to.equal(1);
    expect((await buy(499_990)).points).to.equal(0);
    expect((await buy(10)).points).to.equal(1);
  });

  it('gives several things by one rule, and takes all of them back', async () => {
    await club({
      give: [
        { unit: 'points', fixed: 3 },
        { unit: 'credit', percent: 2 },
      ],
      limits: [{ times: 1 }],
    });
    const first = await aPurchase(runtime, { phone, amount: 100_000 });
    expect(first.earned).to.deep.equal({ points: 3, credit: 2_000 });
    expect(first.explanation.map(({ rule, unit, amount }) => [rule, unit, amount])).to.deep.equal([
      ['r0', 'points', 3],
      ['r0', 'credit', 2_000],
    ]);
    expect((await aPurchase(runtime, { phone, amount: 100_000 })).earned).to.deep.equal({
      points: 0,
      credit: 0,
    });
    expect(await undo(first.id)).to.deep.include({
      taken: { points: 3, credit: 2_000 },
      balances: { points: 0, credit: 0 },
    });
    expect((await buy(100_000)).points).to.equal(3);
  });

  it('takes what was carried back with the purchase that is undone', async () => {
    await club({ give: { unit: 'points', give: 1, per: 500_000, carry: true } });
    const first = await buy(300_000);
    await undo(first.id);
    expect((await buy(200_000)).points).to.equal(0);
    expect((await buy(300_000)).points).to.equal(1);
  });

  it('gives for the first purchase again when that was undone, and never for two that stand', async () => {
    await club({ when: { nth: { is: 1 } }, give: { unit: 'points', fixed: 10 } });
    const first = await buy(100_000);
    expect([first.points, (await buy(100_000)).points]).to.deep.equal([10, 0]);
    await undo(first.id);
    expect((await buy(100_000)).points).to.equal(0);
  });

  it('counts limits by the day of the shop, and gives back what an undoing frees', async () => {
    await club({ give: { unit: 'points', fixed: 10 }, limits: [{ each: 'day', times: 2 }] });
    const [first, second, third] = [await buy(100_000), await buy(100_000), await buy(100_000)];
    expect([first.points, second.points, third.points]).to.deep.equal([10, 10, 0]);
    await undo(second.id);
    expect((await buy(100_000)).points).to.equal(10);
    runtime.clock.advance(dayMs);
    expect((await buy(100_000)).points).to.equal(10);
  });

  it('rests as long as the rule says, and not at all when what it gave was undone', async () => {
    await club({ give: { unit: 'points', fixed: 10 }, cooldown: { days: 2 } });
    const first = await buy(100_000);
    runtime.clock.advance(60_000);
    expect((await buy(100_000)).points).to.equal(0);
    await undo(first.id);
    expect((await buy(100_000)).points).to.equal(10);
    runtime.clock.advance(2 * dayMs);
    expect((await buy(100_000)).points).to.equal(10);
  });

  it('shares the budget of a rule among all members', async () => {
    await club({ give: { unit: 'points', give: 1, per: 10_000 }, limits: [{ of: 'rule', amount: 25 }] });
    const other = await aMember(runtime);
    expect((await buy(200_000)).points).to.equal(20);
    expect((await buy(100_000, { phone: other.phone })).points).to.equal(5);
    expect((await buy(100_000)).points).to.equal(0);
  });

  it('never lets a budget be overdrawn by purchases that come at the same time', async () => {
    await club({ give: { unit: 'points', fixed: 10 }, limits: [{ of: 'rule', each: 'day', amount: 45 }] });
    const members = await Promise.all(Array.from({ length: 12 }, () => aMember(runtime)));
    const given = await Promise.all(members.map((one) => buy(100_000, { phone: one.phone })));
    expect(given.reduce((sum, { points }) => sum + points, 0)).to.equal(45);
  });

  it('rounds a balance up with what the purchase itself gave', async () => {
    await club(
      { give: { unit: 'points', give: 1, per: 100_000 } },
      { give: { unit: 'points', roundUpTo: 10 } },
    );
    expect((await buy(1_200_000)).points).to.equal(20);
    expect((await buy(300_000)).points).to.equal(10);
  });

  it('tells the rules of the shop, the lines with their tags, discounts and tax', async () => {
    await club(
      { when: { shops: ['main'] }, give: { unit: 'points', fixed: 1 } },
      { when: { shops: ['second'] }, give: { unit: 'points', fixed: 100 } },
      { when: { products: { tags: ['organic'], pieces: { from: 3 } } }, give: { unit: 'points', fixed: 2 } },
      { give: { unit: 'points', give: 1, per: 100_000, of: { discount: 'before', tax: 'without' } } },
    );
    const lines = [
      { quantity: 3, amount: 500_000, tags: ['organic'], discount: 200_000, tax: 100_000 },
      { quantity: 1, amount: 500_000 },
    ];
    const { points } = await buy(1_000_000, { lines, discount: 200_000, tax: 100_000 });
    expect(points).to.equal(1 + 2 + 11);
  });

  it('asks as many questions of the database whatever the program says', async () => {
    const questions = async (...rules: readonly object[]) => {
      await club(...rules);
      const { shopId } = (await runtime.store.one<{ shopId: number }>('SELECT id AS shopId FROM shops')) ?? {
        shopId: 0,
      };
      const asked = {
        phone,
        amount: 500_000,
        shopId,
        lines: [],
        payments: [],
        occurredAt: runtime.clock.now(),
      };
      const idempotency = { scope: 'test', key: 'a', bodyHash: 'x' };
      const purchase = { ...asked, channel: 'api', actor: 'key:1', idempotency } as const;
      const statements = await runtime.store.transaction(async (tx) => {
        const counting = countStatements(tx);
        await recordPurchases(runtime, counting.tx, [purchase]);
        return counting.statements;
      });
      return statements.filter((statement) => statement.startsWith('SELECT'));
    };
    const plain = await questions({ give: { unit: 'points', fixed: 1 } });
    await runtime.close();
    const all = await questions(
      ...Array.from({ length: 40 }, (_, index) => ({
        when: { nth: { every: index + 2 }, any: [{ shops: ['main'] }, { weekdays: ['friday'] }] },
        give: { unit: 'points', give: 1, per: 100_000, carry: true },
        limits: [
          { each: 'month', times: 3 },
          { of: 'rule', each: 'year', amount: 1000 },
        ],
        cooldown: { hours: 1 },
      })),
      { give: { unit: 'points', fixed: 1 } },
      { give: { unit: 'points', roundUpTo: 5 } },
    );
    expect(all).to.deep.equal(plain);
  });
});
