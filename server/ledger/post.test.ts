import { AssertionError } from 'node:assert';
import { expect } from 'chai';
import { UniqueViolation } from '../store/errors.ts';
import type { Store } from '../store/store.ts';
import { countStatements } from '../testing/counting-tx.ts';
import { aPosting, clearLedger, dumpLedger, insertMembers, ledgerAt } from '../testing/postings.ts';
import { rejection } from '../testing/rejection.ts';
import { createTemporaryStore, testNow } from '../testing/temporary-store.ts';
import type { Posting } from './entry.ts';
import { post } from './post.ts';
import { verifyLedger } from './verify.ts';

const memberIds = Array.from({ length: 50 }, (_, index) => index + 1);

describe('post', () => {
  let database: Awaited<ReturnType<typeof createTemporaryStore>>;
  let store: Store;

  before(async () => {
    database = await createTemporaryStore();
    store = database.store;
  });

  after(() => database.remove());

  beforeEach(async () => {
    await clearLedger(store);
    await insertMembers(store, memberIds);
  });

  const posting = (postings: readonly Posting[]) =>
    store.transaction((tx) => post(ledgerAt(testNow), tx, postings));

  const lotIds = async () =>
    (await store.all<{ id: number }>('SELECT id FROM lots ORDER BY id')).map(({ id }) => id);

  async function statementsFor(postings: readonly Posting[]): Promise<readonly string[]> {
    return store.transaction(async (tx) => {
      const counting = countStatements(tx);
      await post(ledgerAt(testNow), counting.tx, postings);
      return counting.statements;
    });
  }

  it('does nothing for nothing', async () => {
    expect(await statementsFor([])).to.deep.equal([]);
  });

  it('counts the entries of each type, once they are committed', async () => {
    const counted = async () => {
      const { values } = await ledgerAt(testNow).metrics.ledgerPostings.get();
      const of = (type: string) => values.find(({ labels }) => labels.type === type)?.value ?? 0;
      return { accruals: of('accrual'), redemptions: of('redemption') };
    };
    const before = await counted();
    await posting([aPosting({ memberId: 1 }), aPosting({ memberId: 2 })]);
    const [lotId = 0] = await lotIds();
    await posting([aPosting({ memberId: 1, type: 'redemption', amount: -1, uses: [{ lotId, amount: 1 }] })]);
    const failed = store.transaction(async (tx) => {
      await post(ledgerAt(testNow), tx, [aPosting({ memberId: 1 })]);
      throw new Error('on purpose');
    });
    expect((await rejection(failed)).message).to.equal('on purpose');
    const { accruals, redemptions } = await counted();
    expect([accruals - before.accruals, redemptions - before.redemptions]).to.deep.equal([2, 1]);
  });

  it('answers each entry with the account right after it', async () => {
    const posted = await posting([
      aPosting({ memberId: 1, amount: 10 }),
      aPosting({ memberId: 2, amount: 5 }),
      aPosting({ memberId: 1, amount: 7 }),
      aPosting({ memberId: 1, amount: 3, unit: 'credit' }),
    ]);
    expect(posted.map(({ entry, account }) => [entry.seq, account.balance])).to.deep.equal([
      [1, 10],
      [1, 5],
      [2, 17],
      [3, 3],
    ]);
  });

  it('asks for as many statements for 50 members as for one', async () => {
    const one = await statementsFor([aPosting({ memberId: 1 })]);
    const fifty = await statementsFor(memberIds.map((memberId) => aPosting({ memberId })));
    expect(fifty).to.deep.equal(one);
    expect(one).to.have.length.at.most(6);
  });

  it('asks for one statement more for each lot that is taken from', async () => {
    await posting(memberIds.map((memberId) => aPosting({ memberId })));
    const uses = (await lotIds()).map((lotId) => ({ lotId, amount: 4 }));
    const redeeming = memberIds.map((memberId, index) =>
      aPosting({ memberId, type: 'redemption', amount: -4, uses: uses.slice(index, index + 1) }),
    );
    const one = await statementsFor(redeeming.slice(0, 1));
    const others = await statementsFor(redeeming.slice(1));
    expect(others.length - one.length).to.equal(memberIds.length - 2);
  });

  it('counts only what was earned and not taken back as lifetime', async () => {
    await posting([aPosting({ memberId: 1, amount: 100 }), aPosting({ memberId: 1, amount: 30 })]);
    const [first = 0, second = 0] = await lotIds();
    const take = (lotId: number, amount: number) => ({ amount: -amount, uses: [{ lotId, amount }] });
    await posting([
      aPosting({ memberId: 1, type: 'redemption', ...take(first, 40) }),
      aPosting({ memberId: 1, type: 'expiry', ...take(first, 10) }),
      aPosting({ memberId: 1, type: 'reversal', ...take(second, 30) }),
    ]);
    expect(await store.one('SELECT balance, lifetime, pending, owed FROM accounts')).to.deep.equal({
      balance: 50,
      lifetime: 100,
      pending: 0,
      owed: 0,
    });
  });

  it('is refused a second time for what may happen once, and leaves nothing of the batch', async () => {
    await posting([aPosting({ memberId: 1, onceKey: 'joining:0' })]);
    // Another member's key is another key, and none at all is no key.
    await posting([aPosting({ memberId: 2, onceKey: 'joining:0' }), aPosting({ memberId: 1 })]);
    const before = await dumpLedger(store);
    const error = await rejection(
      posting([aPosting({ memberId: 3 }), aPosting({ memberId: 1, onceKey: 'joining:0' })]),
    );
    expect(error).to.be.instanceOf(UniqueViolation);
    expect(await dumpLedger(store)).to.deep.equal(before);
  });

  describe('refuses, and changes nothing by,', () => {
    type Bad = (lots: { own: number; other: number; credit: number }) => Partial<Posting>;
    const redemption = (amount: number, uses: Posting['uses']): Partial<Posting> => ({
      ...{ type: 'redemption', amount, uses },
    });
    const table: readonly [what: string, bad: Bad][] = [
      ['an amount of zero', () => ({ amount: 0 })],
      ['half a point', () => ({ amount: 0.5 })],
      ['more than is exact', () => ({ amount: 2 ** 53 })],
      ['what outgrows exact numbers with what is there', () => ({ amount: Number.MAX_SAFE_INTEGER })],
      ['no number at all', () => ({ amount: Number.NaN })],
      ['a member nobody knows', () => ({ memberId: 404 })],
      ['taking without a lot', () => redemption(-1, [])],
      ['taking more than the lots give', ({ own }) => redemption(-5, [{ lotId: own, amount: 4 }])],
      ['taking less than the lots give', ({ own }) => redemption(-3, [{ lotId: own, amount: 4 }])],
      ['taking more than is left in a lot', ({ own }) => redemption(-11, [{ lotId: own, amount: 11 }])],
      [
        'taking the same points twice',
        ({ own }) =>
          redemption(-12, [
            { lotId: own, amount: 6 },
            { lotId: own, amount: 6 },
          ]),
      ],
      [
        'taking nothing from a lot',
        ({ own }) =>
          redemption(-1, [
            { lotId: own, amount: 1 },
            { lotId: own, amount: 0 },
          ]),
      ],
      [
        'putting back by taking',
        ({ own, credit }) =>
          redemption(-1, [
            { lotId: own, amount: 2 },
            { lotId: credit, amount: -1 },
          ]),
      ],
      ["another's lot", ({ other }) => redemption(-1, [{ lotId: other, amount: 1 }])],
      ['a lot of the other unit', ({ credit }) => redemption(-1, [{ lotId: credit, amount: 1 }])],
      [
        'a lot of another program',
        ({ own }) => ({ ...redemption(-1, [{ lotId: own, amount: 1 }]), programId: 2 }),
      ],
      ['a lot that is not there', () => redemption(-1, [{ lotId: 404, amount: 1 }])],
      ['giving out of a lot', ({ own }) => ({ amount: 1, uses: [{ lotId: own, amount: 1 }] })],
      [
        'taking with an expiry',
        ({ own }) => ({ ...redemption(-1, [{ lotId: own, amount: 1 }]), expiresAt: testNow }),
      ],
    ];

    for (const [what, bad] of table) {
      it(what, async () => {
        await posting([
          aPosting({ memberId: 1, amount: 10 }),
          aPosting({ memberId: 1, amount: 10, unit: 'credit' }),
          aPosting({ memberId: 2, amount: 10 }),
          // More than one lot gives is still less than her balance.
          aPosting({ memberId: 1, amount: 10 }),
        ]);
        const [own = 0, credit = 0, other = 0] = await lotIds();
        const before = await dumpLedger(store);
        const batch = [
          aPosting({ memberId: 3 }),
          aPosting({ memberId: 1, ...bad({ own, credit, other }) }),
          aPosting({ memberId: 4 }),
        ];
        expect(await rejection(posting(batch))).to.be.instanceOf(AssertionError);
        expect(await dumpLedger(store)).to.deep.equal(before);
        expect((await verifyLedger(store)).difference).to.be.undefined;
      });
    }
  });
});
