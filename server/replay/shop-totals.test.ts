import { expect } from 'chai';
import { aMember, aPurchase } from '../testing/factories.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import { settle } from '../testing/waiting.ts';
import { readTotals } from './shop-totals.ts';

const dayMs = 24 * 3_600_000;

describe('what members of a club had done', () => {
  it('is paid on the day on which it was paid in full, and not at all before', async () => {
    const runtime = await createTestRuntime({});
    const { id: memberId, phone } = await aMember(runtime);
    const payments = [
      { kind: 'cash', amount: 30 },
      { kind: 'on_account', amount: 70 },
    ] as const;
    const { id } = await aPurchase(runtime, { phone, amount: 100, payments });
    runtime.clock.advance(dayMs);
    await settle(runtime, { purchaseId: id, amount: 69 });
    const told = async () => {
      const days = (await readTotals(runtime, [memberId], runtime.clock.now() + 1)).get(memberId) ?? [];
      return days.map(({ spent, paid }) => ({ spent, paid }));
    };
    expect(await told()).to.deep.equal([{ spent: 100, paid: 30 }]);
    runtime.clock.advance(dayMs);
    await settle(runtime, { purchaseId: id, amount: 1 });
    expect(await told()).to.deep.equal([
      { spent: 100, paid: 30 },
      { spent: 0, paid: 70 },
    ]);
    await runtime.close();
  });
});
