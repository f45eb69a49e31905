import { expect } from 'chai';
import { verifyLedger } from '../ledger/verify.ts';
import { aMember, aPurchase, aStaff } from '../testing/factories.ts';
import { takeTestDatabase } from '../testing/test-database.ts';
import type { TestDatabase } from '../testing/test-database.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { recordOnePurchase } from './record-one-purchase.ts';
import { reversePurchase } from './reverse-purchase.ts';
import { disableStaff, enableStaff } from './staff-accounts.ts';

const atOnce = 20;
const shutOutRounds = 30;

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
    const kinds = await recorded(() => ({ phone, key: 'k' }));
    expect(kinds).to.deep.equal({ recorded: 1, repeated: atOnce - 1 });
  });

  // Of several members: no lock on one of them keeps the others apart.
  it('a key stands for one purchase, and is refused with any other', async () => {
    const phones = await members();
    const kinds = await recorded((index) => ({ phone: phones[index] ?? '', key: 'k' }));
    expect(kinds).to.deep.equal({ recorded: 1, 'key-reused': atOnce - 1 });
  });

  it('a receipt stands for one purchase, and the others are told which', async () => {
    const phones = await members();
    const kinds = await recorded((index) => ({
      ...{ phone: phones[index] ?? '', key: `k${index}`, receiptNo: 'R-1' },
    }));
    expect(kinds).to.deep.equal({ recorded: 1, 'receipt-taken': atOnce - 1 });
  });

  it('of two owners, one is shut out, and the other stays', async () => {
    const logins = ['owner1', 'owner2'];
    for (const login of logins) await aStaff(first(), { login, role: 'owner' });
    const why = { actor: 'cli', reason: 'test' };
    for (let round = 0; round < shutOutRounds; round++) {
      const results = await Promise.all(
        runtimes.map((runtime, index) =>
          runtime.store.transaction((tx) =>
            disableStaff(runtime, tx, { ...why, login: logins[index] ?? '' }),
          ),
        ),
      );
      expect([...results].sort(), `round ${round}`).to.deep.equal(['disabled', 'last-owner']);
      expect(await first().count('staff', 'disabled_at IS NULL'), `round ${round}`).to.equal(1);
      const login = logins[results.indexOf('disabled')] ?? '';
      await first().store.transaction((tx) => enableStaff(first(), tx, { ...why, login }));
    }
  });

  async function members(): Promise<string[]> {
    const phones: string[] = [];
    while (phones.length < atOnce) phones.push((await aMember(first())).phone);
    return phones;
  }

  interface Asked {
    readonly phone: string;
    readonly key: string;
    readonly receiptNo?: string;
  }

  /** How many purchases asked for at once came to what; one of them, and no more, is there afterwards. */
  async function recorded(asked: (index: number) => Asked): Promise<Record<string, number>> {
    const row = await first().store.one<{ shopId: number }>('SELECT id AS shopId FROM shops');
    const { shopId } = row ?? expect.fail('there is a first shop');
    const results = await together((runtime, index) => {
      const { key, ...fields } = asked(index);
      return recordOnePurchase(runtime, {
        ...{ ...fields, amount: 500_000, shopId, lines: [], payments: [] },
        ...{ channel: 'api', actor: 'key:1', occurredAt: runtime.clock.now() },
        idempotency: { scope: 'key:1', key, bodyHash: fields.phone },
      });
    });
    expect(await first().count('purchases')).to.equal(1);
    await adds();
    const kinds: Record<string, number> = {};
    for (const { kind } of results) kinds[kind] = (kinds[kind] ?? 0) + 1;
    return kinds;
  }
});
