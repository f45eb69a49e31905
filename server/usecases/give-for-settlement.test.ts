import { expect } from 'chai';
import { aMember, aPurchase } from '../testing/factories.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { pointsOf, settle, waitingProgram } from '../testing/waiting.ts';
import { reversePurchase } from './reverse-purchase.ts';

const dayMs = 24 * 3_600_000;

describe('a purchase that is paid in full', () => {
  let runtime: TestRuntime;
  let phone: string;

  async function club(rule: object): Promise<void> {
    const named = { id: 'paid', name: 'خوش‌حسابی', on: 'settlement', ...rule };
    runtime = await createTestRuntime({ program: { ...waitingProgram(), rules: [named] } });
    ({ phone } = await aMember(runtime));
  }
  afterEach(() => runtime.close());

  const buy = () =>
    aPurchase(runtime, {
      ...{ phone, amount: 1_000_000, lines: [{ group: 'dairy', quantity: 1, amount: 1_000_000 }] },
      payments: [
        { kind: 'cash', amount: 400_000 },
        { kind: 'on_account', amount: 600_000 },
      ],
    });
  const points = async () => (await pointsOf(runtime, phone)).balance;
  const fixed = { give: { unit: 'points', fixed: 7 } };
  const perAmount = { unit: 'points', give: 1, per: 100_000 };

  it('gives with its last payment, once', async () => {
    await club(fixed);
    const { id } = await buy();
    await settle(runtime, { purchaseId: id, amount: 599_999 });
    expect(await points()).to.equal(0);
    const last = await settle(runtime, { purchaseId: id, amount: 1 });
    expect(last.kind === 'settled' && last.settled.programs[0]?.earned).to.deep.equal({
      points: 7,
      credit: 0,
    });
    expect(last.kind === 'settled' && last.settled.explanation[0]).to.include({ rule: 'paid', amount: 7 });
    expect((await settle(runtime, { purchaseId: id, amount: 1 })).kind).to.equal('too-much');
    expect(await points()).to.equal(7);
    expect(await runtime.store.one('SELECT reason FROM ledger_entries')).to.deep.equal({
      reason: 'settlement',
    });
  });

  it('counts what was paid since, as far as it earns, or the whole purchase', async () => {
    await club({ give: perAmount });
    const { id } = await buy();
    await settle(runtime, { purchaseId: id, amount: 200_000, kind: 'points' });
    await settle(runtime, { purchaseId: id, amount: 400_000, kind: 'card' });
    expect(await points()).to.equal(4);
    await runtime.close();
    await club({ give: { ...perAmount, of: { of: 'sold' } }, when: { products: { groups: ['dairy'] } } });
    await settle(runtime, { purchaseId: (await buy()).id, amount: 600_000 });
    expect(await points()).to.equal(10);
  });

  const table: readonly [what: string, paidWithin: object, afterMs: number, given: number][] = [
    // Bought at 11:30 in Tehran: the day that lies 30 days after ends 12 hours and a half later.
    ['on the last day', { days: 30 }, 30 * dayMs + 12.5 * 3_600_000 - 1, 7],
    ['on the day after', { days: 30 }, 30 * dayMs + 12.5 * 3_600_000, 0],
    ['at the last instant', { hours: 2 }, 2 * 3_600_000, 7],
    ['an instant later', { hours: 2 }, 2 * 3_600_000 + 1, 0],
  ];
  for (const [what, paidWithin, afterMs, given] of table) {
    it(`${what} gives ${given}`, async () => {
      await club({ ...fixed, paidWithin });
      const { id } = await buy();
      runtime.clock.advance(afterMs);
      const result = await settle(runtime, { purchaseId: id, amount: 600_000 });
      expect(await points()).to.equal(given);
      const why = result.kind === 'settled' ? result.settled.explanation[0]?.why.kind : undefined;
      expect(why).to.equal(given > 0 ? 'fixed' : 'paid-late');
    });
  }

  it('takes it back, and what was counted for it, when the purchase is undone', async () => {
    await club({ ...fixed, limits: [{ times: 1 }] });
    const undo = (purchaseId: number) =>
      runtime.store.transaction((tx) =>
        reversePurchase(runtime, tx, { purchaseId, actor: 'test', reason: 'test' }),
      );
    const { id } = await buy();
    await settle(runtime, { purchaseId: id, amount: 600_000 });
    await undo(id);
    expect(await points()).to.equal(0);
    await settle(runtime, { purchaseId: (await buy()).id, amount: 600_000 });
    expect(await points()).to.equal(7);
  });
});
