import { expect } from 'chai';
import { aMember, aPurchase } from '../../server/testing/factories.ts';
import { createTestRuntime } from '../../server/testing/test-runtime.ts';
import type { TestRuntime } from '../../server/testing/test-runtime.ts';
import { readMemberSheet } from './member-read.ts';

describe('vafa member show, where points have decimals', () => {
  let runtime: TestRuntime;
  before(async () => {
    runtime = await createTestRuntime({
      program: {
        ...{ code: 'cafe', name: 'کافه', units: { points: { decimals: 2 } } },
        rules: [{ id: 'buy', name: 'خرید', on: 'purchase', give: { unit: 'points', give: 1, per: 10_000 } }],
      },
    });
  });
  after(() => runtime.close());

  it('shows balance, lots, entries and purchases as people write them', async () => {
    const { phone } = await aMember(runtime);
    await aPurchase(runtime, { phone, amount: 123_400 });
    const sheet = await readMemberSheet(runtime, phone);
    expect(sheet?.balances).to.deep.equal({ points: 12.34, credit: 0 });
    expect(sheet?.lots.map(({ amount, remaining }) => [amount, remaining])).to.deep.equal([[12.34, 12.34]]);
    expect(sheet?.entries.map(({ amount }) => amount)).to.deep.equal([12.34]);
    expect(sheet?.purchases[0]?.earned).to.deep.equal([{ rule: 'buy', unit: 'points', amount: 12.34 }]);
  });
});
