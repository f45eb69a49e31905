import { expect } from 'chai';
import { aMember, aPurchase } from '../testing/factories.ts';
import { countStatements } from '../testing/counting-tx.ts';
import { shopByCode, firstShopCode } from '../store/shops.ts';
import { testProgram } from '../testing/test-program.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { quotePurchase } from './quote-purchase.ts';
import { recordPurchases } from './record-purchase.ts';
import { reversePurchase } from './reverse-purchase.ts';

const dayMs = 24 * 3_600_000;
const million = 10_000_000;

describe('what is reached', () => {
  let runtime: TestRuntime;
  let phone: string;

  async function club(...rules: readonly object[]): Promise<void> {
    const gift = { unit: 'points', fixed: 100 };
    const named = rules.map((rule, index) => ({
      ...{ id: `r${index}`, name: `قاعده ${index}`, on: 'reached', count: 'spent', from: 5 * million },
      ...{ give: gift, ...rule },
    }));
    runtime = await createTestRuntime({ program: { ...testProgram, rules: named } });
    ({ phone } = await aMember(runtime));
  }

  afterEach(() => runtime.close());

  const buy = async (amount: number, more: object = {}) => {
    const made = await aPurchase(runtime, { phone, amount, ...more });
    return { id: made.id, points: made.earned.points };
  };
  const points = async (amount: number, more: object = {}) => (await buy(amount, more)).points;
  const undo = (purchaseId: number) =>
    runtime.store.transaction((tx) =>
      reversePurchase(runtime, tx, { purchaseId, actor: 'test', reason: 'test' }),
    );

  it('is given with the purchase that reaches it, as it was quoted', async () => {
    await club({ within: { days: 3 } });
    expect(await points(2 * million)).to.equal(0);
    runtime.clock.advance(2 * dayMs);
    const shop = await shopByCode(runtime.store, firstShopCode);
    const asked = { phone, amount: 3 * million, shopId: shop?.id ?? 0, occurredAt: runtime.clock.now() };
    const quoted = await quotePurchase(runtime, runtime.store, { ...asked, lines: [], payments: [] });
    const { id, createdAt, ...posted } = await aPurchase(runtime, asked);
    expect([id > 0, createdAt]).to.deep.equal([true, runtime.clock.now()]);
    expect(quoted).to.deep.equal({ kind: 'quoted', quote: posted });
    expect(posted.earned.points).to.equal(100);
  });

  it('is not reached once the first of it lies too long ago', async () => {
    await club({ within: { days: 3 } });
    expect(await points(2 * million)).to.equal(0);
    runtime.clock.advance(3 * dayMs);
    expect(await points(3 * million)).to.equal(0);
    runtime.clock.advance(dayMs);
    expect(await points(2 * million)).to.equal(100);
  });

  it('counts anew after it gave, in each window of its own', async () => {
    await club({ within: { days: 30 }, again: 'anew' }, { within: 'ever', again: 'anew', from: 7 * million });
    expect(await points(3 * million)).to.equal(0);
    runtime.clock.advance(dayMs);
    expect(await points(3 * million)).to.equal(100);
    expect(await points(2 * million)).to.equal(100);
    expect(await points(3 * million)).to.equal(100);
    expect(await points(4 * million)).to.equal(100);
  });

  it('goes with the purchase that reached it, and what it used up is there again', async () => {
    await club({ within: { days: 30 }, again: 'anew' });
    await buy(3 * million);
    runtime.clock.advance(dayMs);
    const second = await buy(3 * million);
    expect(second.points).to.equal(100);
    expect(await undo(second.id)).to.deep.include({ taken: { points: 100, credit: 0 } });
    expect(await points(2 * million)).to.equal(100);
  });

  it('does not count what was undone', async () => {
    await club({ within: { days: 30 } });
    const first = await buy(3 * million);
    await undo(first.id);
    expect(await points(3 * million)).to.equal(0);
    expect(await points(2 * million)).to.equal(100);
  });

  it('asks as many questions of the database however many rules wait, and however long', async () => {
    const shop = async () => (await shopByCode(runtime.store, firstShopCode))?.id ?? 0;
    const questions = async (...rules: readonly object[]) => {
      await club(...rules);
      const shopId = await shop();
      await buy(1000);
      runtime.clock.advance(dayMs);
      const asked = { phone, amount: 500_000, shopId, lines: [], payments: [] };
      const purchases = [1, 2, 3].map((key) => ({
        ...{ ...asked, occurredAt: runtime.clock.now(), channel: 'api', actor: 'key:1' },
        idempotency: { scope: 'test', key: String(key), bodyHash: 'x' },
      }));
      const statements = await runtime.store.transaction(async (tx) => {
        const counting = countStatements(tx);
        await recordPurchases(runtime, counting.tx, purchases as never);
        return counting.statements;
      });
      return statements.filter((statement) => statement.startsWith('SELECT')).length;
    };
    const plain = await questions({ on: 'purchase', count: undefined, from: undefined });
    await runtime.close();
    const windows = ['ever', 'month', 'year', { days: 90 }, { months: 3 }];
    const all = await questions(
      ...Array.from({ length: 40 }, (_, index) => ({
        ...{ within: windows[index % 5], from: 1_000_000, again: 'anew' },
        count: index % 2 === 0 ? 'spent' : 'purchases',
      })),
    );
    expect(all).to.equal(plain);
  });
});
