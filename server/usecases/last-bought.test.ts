import { expect } from 'chai';
import { firstShopCode, shopByCode } from '../store/shops.ts';
import { auditLedger } from '../testing/audit-ledger.ts';
import { aMember } from '../testing/factories.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { recordPurchases } from './record-purchase.ts';

const dayMs = 86_400_000;

describe('the days since she bought last', () => {
  let runtime: TestRuntime;
  const rule = (id: string, lastDays: object, fixed: number) => ({
    ...{ id, name: id, on: 'purchase', when: { purchases: { lastDays } } },
    give: { unit: 'points', fixed },
  });

  beforeEach(async () => {
    const rules = [rule('same-day', { to: 0 }, 1), rule('later', { from: 1 }, 100)];
    runtime = await createTestRuntime({ program: { code: 'club', name: 'club', rules } });
  });
  afterEach(async () => {
    await auditLedger(runtime);
    await runtime.close();
  });

  it('are counted from the purchase before, also where both are recorded together', async () => {
    const { phone } = await aMember(runtime, {});
    const shop = await shopByCode(runtime.store, firstShopCode);
    const now = runtime.clock.now();
    const bought = [3 * dayMs, 2 * dayMs + 1000, 2 * dayMs, 2 * dayMs - 1].map((agoMs, index) => ({
      ...{ phone, amount: 500_000, shopId: shop?.id ?? 0, lines: [], payments: [] },
      ...{ occurredAt: now - agoMs, channel: 'api' as const, actor: 'key:1' },
      idempotency: { scope: 'key:1', key: `own-${index}`, bodyHash: '' },
    }));
    const results = await runtime.store.transaction((tx) => recordPurchases(runtime, tx, bought));
    const given = results.map((one) => (one.kind === 'recorded' ? one.purchase.earned.points : one.kind));
    expect(given).to.deep.equal([0, 1, 1, 1]);
  });
});
