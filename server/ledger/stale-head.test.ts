import { expect } from 'chai';
import { UniqueViolation } from '../store/errors.ts';
import type { Tx } from '../store/tx.ts';
import { aPosting, dumpLedger, insertMembers, ledgerAt } from '../testing/postings.ts';
import { rejection } from '../testing/rejection.ts';
import { createTemporaryStore, testNow } from '../testing/temporary-store.ts';
import type { TemporaryDatabase } from '../testing/temporary-store.ts';
import type { Store } from '../store/store.ts';
import { chainStart } from './chain.ts';
import { post } from './post.ts';
import { verifyLedger } from './verify.ts';

const ledger = ledgerAt(testNow);
const memberId = 1;

/** What a transaction sees whose look at the head of the chain came before another's commit, and took no lock. */
function withStaleHead(tx: Tx): Tx {
  return {
    ...tx,
    async all<T>(sql: string, values: Parameters<Tx['all']>[1]) {
      if (!sql.includes('chain_seq AS seq')) return tx.all<T>(sql, values);
      return [{ id: memberId, seq: 0, hash: chainStart }] as T[];
    },
  };
}

describe('a posting worked out on a head that is no longer the last', () => {
  let database: TemporaryDatabase & { readonly store: Store };

  beforeEach(async () => {
    database = await createTemporaryStore();
    await insertMembers(database.store, [memberId]);
    await database.store.transaction((tx) => post(ledger, tx, [aPosting({ memberId, amount: 10 })]));
  });

  afterEach(() => database.remove());

  it('is refused by the database, and leaves the books as they were', async () => {
    const { store } = database;
    const before = await dumpLedger(store);
    const late = store.transaction((tx) =>
      post(ledger, withStaleHead(tx), [aPosting({ memberId, amount: 7 })]),
    );
    expect(await rejection(late)).to.be.instanceOf(UniqueViolation);
    expect(await dumpLedger(store)).to.deep.equal(before);
    expect((await verifyLedger(store)).difference).to.equal(undefined);
  });
});
