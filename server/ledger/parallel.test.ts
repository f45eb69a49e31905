import { expect } from 'chai';
import { createTemporaryStore } from '../testing/temporary-store.ts';
import { testNow } from '../testing/temporary-store.ts';
import { aPosting, insertMembers, ledgerAt } from '../testing/postings.ts';
import type { Store } from '../store/store.ts';
import { post } from './post.ts';
import { verifyLedger } from './verify.ts';

const ledger = ledgerAt(testNow);
const memberId = 1;
const atOnce = 20;

/** Two stores on one database are as two processes: nothing but the database keeps them apart. */
describe('postings from two processes at the same time', function () {
  this.timeout(30_000);

  let database: Awaited<ReturnType<typeof createTemporaryStore>>;
  let stores: readonly Store[];

  beforeEach(async () => {
    database = await createTemporaryStore();
    stores = [database.store, database.open()];
    await insertMembers(database.store, [memberId]);
  });

  afterEach(() => database.remove());

  /** Runs the work as often as asked for, on one store and the other in turns, all at once. */
  function together<T>(
    work: (store: Store, index: number) => Promise<T>,
  ): Promise<PromiseSettledResult<T>[]> {
    const [one, other] = stores;
    if (!one || !other) throw new Error('there are two');
    return Promise.allSettled(
      Array.from({ length: atOnce }, (_, index) => work(index % 2 === 0 ? one : other, index)),
    );
  }

  async function balance(): Promise<number> {
    const row = await database.store.one<{ balance: number }>('SELECT balance FROM accounts');
    return row?.balance ?? 0;
  }

  it('add up to the sum of all, in one chain', async () => {
    const results = await together((store) =>
      store.transaction((tx) => post(ledger, tx, [aPosting({ memberId, amount: 10 })])),
    );
    expect(results.filter(({ status }) => status === 'rejected')).to.deep.equal([]);
    expect(await balance()).to.equal(10 * atOnce);
    expect((await verifyLedger(database.store)).difference).to.equal(undefined);
  });

  it('take no more than there is, and each of them all or nothing', async () => {
    await database.store.transaction((tx) => post(ledger, tx, [aPosting({ memberId, amount: 100 })]));
    const lot = await database.store.one<{ id: number }>('SELECT id FROM lots');
    const uses = [{ lotId: lot?.id ?? 0, amount: 10 }];
    const taking = aPosting({ memberId, type: 'redemption', amount: -10, uses });
    const results = await together((store) => store.transaction((tx) => post(ledger, tx, [taking])));
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused.length).to.equal(atOnce - 10);
    for (const { reason } of refused) expect(String(reason)).to.include('no more is taken from a lot');
    expect(await balance()).to.equal(0);
    expect((await verifyLedger(database.store)).difference).to.equal(undefined);
  });
});
