import { expect } from 'chai';
import { verifyLedger } from '../ledger/verify.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { takeTestDatabase } from '../testing/test-database.ts';
import type { TestDatabase } from '../testing/test-database.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { recordOnePurchase } from './record-one-purchase.ts';
import { reversePurchase } from './reverse-purchase.ts';

const atOnce = 20;

/** Two runtimes on one database are as two processes: nothing but the database keeps them apart. */
describe('the same asked of two processes at the same time', function () {
  this.timeout(30_000);

  let database: TestDatabase;
  let runtimes: readonly TestRuntime[];
  let phone: string;

  beforeEach(async () => {
    database = await takeTestDatabase();
    const first = await createTestRuntime({ env: database.env });
    runtimes = [first, await createTestRuntime({ env: database.env })];
    phone = (await aMember(first)).phone;
  });

  afterEach(async () => {
    for (const runtime of runtimes) await runtime.close();
    await database.remove();
  });

  function together<T>(work: (runtime: TestRuntime, index: number) => Promise<T>): Promise<T[]> {
    return Promise.all(
      Array.from({ length: atOnce }, (_, index) => {
        const runtime = runtimes[index % 2];
        if (!runtime) throw new Error('there are two');
        return work(runtime, index);
      }),
    );
  }

  const first = () => runtimes[0] ?? expect.fail('there are two');
  const adds = async () => expect((await verifyLedger(first().store)).difference).to.equal(undefined);

  it('a purchase is undone once, and everybody else is told that it was', async () => {
    const { id } = await aPurchase(first(), { phone });
    const undoing = { purchaseId: id, actor: 'key:1', reason: 'test' };
    const results = await together((runtime) =>
      runtime.store.transaction((tx) => reversePurchase(runtime, tx, undoing)),
    );
    expect(results.map(({ kind }) => kind)).to.deep.equal(results.map(() => 'undone'));
    const now = results.filter((result) => result.kind === 'undone' && !result.alreadyUndone);
    expect(now.length).to.equal(1);
    expect(await first().count('ledger_entries', `type = 'reversal'`)).to.equal(1);
    await adds();
  });

  it('a purchase with one key is recorded once, and answered to all', async () => {
    const { shopId } = await shop();
    const results = await together((runtime) =>
      recordOnePurchase(runtime, {
        ...{ phone, amount: 500_000, shopId, lines: [], payments: [], channel: 'api', actor: 'key:1' },
        occurredAt: runtime.clock.now(),
        idempotency: { scope: 'key:1', key: 'k', bodyHash: 'x' },
      }),
    );
    expect(results.filter(({ kind }) => kind === 'recorded').length).to.equal(1);
    expect(results.filter(({ kind }) => kind === 'repeated').length).to.equal(atOnce - 1);
    expect(await first().count('purchases')).to.equal(1);
    await adds();
  });

  it('a receipt stands for one purchase, and the others are told which', async () => {
    const { shopId } = await shop();
    const results = await together((runtime, index) =>
      recordOnePurchase(runtime, {
        ...{ phone, amount: 500_000, receiptNo: 'R-1', shopId, lines: [], payments: [] },
        ...{ channel: 'api', actor: 'key:1', occurredAt: runtime.clock.now() },
        idempotency: { scope: 'key:1', key: `k${index}`, bodyHash: 'x' },
      }),
    );
    expect(results.filter(({ kind }) => kind === 'recorded').length).to.equal(1);
    expect(results.filter(({ kind }) => kind === 'receipt-taken').length).to.equal(atOnce - 1);
    await adds();
  });

  async function shop(): Promise<{ shopId: number }> {
    const row = await first().store.one<{ shopId: number }>('SELECT id AS shopId FROM shops');
    return row ?? expect.fail('there is a first shop');
  }
});
