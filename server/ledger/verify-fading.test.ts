import { expect } from 'chai';
import type { Fading } from '../../rules/fading.ts';
import type { Store } from '../store/store.ts';
import { aPosting, clearLedger, insertMembers, ledgerAt } from '../testing/postings.ts';
import { createTemporaryStore, testNow } from '../testing/temporary-store.ts';
import { settleLots } from '../usecases/settle-lots.ts';
import { fadingText } from './lot.ts';
import { post } from './post.ts';
import { verifyLedger } from './verify.ts';

const fading: Fading = {
  steps: [
    { at: testNow + 1000, lose: 50 },
    { at: testNow + 2000, lose: 50 },
  ],
  idle: {
    ...{ since: testNow, span: { hours: 1 }, to: 'instant', acts: ['purchase', 'redemption'] },
    ...{ timeZone: 'Asia/Tehran', calendar: 'persian' },
  },
};

describe('verifyLedger, of lots that fade', () => {
  let database: Awaited<ReturnType<typeof createTemporaryStore>>;
  let store: Store;

  before(async () => {
    database = await createTemporaryStore();
    store = database.store;
  });
  after(() => database.remove());

  /** 101 points; 50 lost by the first step, 10 spent, 20 lost by the second. */
  beforeEach(async () => {
    await clearLedger(store);
    await insertMembers(store, [1]);
    await store.transaction((tx) =>
      post(ledgerAt(testNow), tx, [
        aPosting({ memberId: 1, amount: 101, fading: fadingText(fading) }),
        aPosting({ memberId: 1, amount: 7 }),
      ]),
    );
    await settle(testNow + 1500);
    const lot = await store.one<{ id: number }>('SELECT id FROM lots WHERE amount = 101');
    const uses = [{ lotId: lot?.id ?? 0, amount: 10 }];
    await store.transaction((tx) =>
      post(ledgerAt(testNow + 1600), tx, [
        aPosting({ memberId: 1, type: 'redemption', amount: -10, occurredAt: testNow + 1600, uses }),
      ]),
    );
    await settle(testNow + 2500);
  });

  const settle = (at: number) =>
    store.transaction((tx) => settleLots(ledgerAt(at), tx, { memberIds: [1], until: at }));
  const differenceAfter = async (sql: string) => {
    expect(await store.transaction((tx) => tx.run(sql))).to.equal(1);
    return (await verifyLedger(store)).difference;
  };

  it('finds nothing wrong in what was posted', async () => {
    expect(await verifyLedger(store)).to.deep.equal({ members: 1, entries: 5, lots: 2 });
    const lot = await store.one(
      'SELECT remaining, stepped_at AS steppedAt, due_at AS dueAt FROM lots WHERE amount = 101',
    );
    expect(lot).to.include({ remaining: 21, steppedAt: testNow + 2000 });
  });

  it('keeps the spending that moved the end on', async () => {
    await settle(testNow + 3_600_000);
    expect((await verifyLedger(store)).entries).to.equal(5);
    await settle(testNow + 1600 + 3_600_000);
    const last = await store.one('SELECT reason, amount FROM ledger_entries ORDER BY seq DESC LIMIT 1');
    expect(last).to.deep.equal({ reason: 'inactive', amount: -21 });
  });

  for (const [what, sql, table] of [
    ['its terms are lightened', `UPDATE lots SET fading = NULL WHERE amount = 101`, 'lots'],
    [
      'its terms are lightened in the entry',
      `UPDATE ledger_entries SET fading = NULL WHERE amount = 101`,
      'ledger_entries',
    ],
    ['a step is said to be over', `UPDATE lots SET stepped_at = stepped_at + 1 WHERE amount = 101`, 'lots'],
    ['a step is to be taken again', `UPDATE lots SET stepped_at = NULL WHERE amount = 101`, 'lots'],
    ['it is never looked at again', `UPDATE lots SET due_at = NULL WHERE amount = 101`, 'lots'],
    ['it is looked at too late', `UPDATE lots SET due_at = due_at + 100000000 WHERE amount = 101`, 'lots'],
    ['a plain lot is looked at', `UPDATE lots SET due_at = 5 WHERE amount = 7`, 'lots'],
  ] as const) {
    it(`finds out when ${what}`, async () => {
      expect(await differenceAfter(sql)).to.include({ memberId: 1, table });
    });
  }

  it('finds out when a step takes another part than its terms say', async () => {
    const [at, lot] = [testNow + 1000, 'amount = 51'];
    await store.transaction((tx) =>
      post(ledgerAt(testNow), tx, [
        aPosting({ memberId: 1, amount: 51, fading: fadingText({ steps: [{ at, lose: 50 }] }) }),
      ]),
    );
    const made = await store.one<{ id: number }>(`SELECT id FROM lots WHERE ${lot}`);
    const uses = [{ lotId: made?.id ?? 0, amount: 26 }];
    const reason = 'depreciated';
    await store.transaction((tx) =>
      post(ledgerAt(at), tx, [
        aPosting({ memberId: 1, type: 'expiry', reason, amount: -26, occurredAt: at, uses }),
      ]),
    );
    const { difference } = await verifyLedger(store);
    expect(difference).to.include({ memberId: 1, table: 'ledger_entries' });
    expect(difference?.problem).to.contain('another part than the step says');
  });
});
