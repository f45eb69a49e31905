import { AssertionError } from 'node:assert';
import { expect } from 'chai';
import fc from 'fast-check';
import { UniqueViolation } from '../store/errors.ts';
import type { Store } from '../store/store.ts';
import { countStatements } from '../testing/counting-tx.ts';
import { aPending, aPosting, clearLedger, dumpLedger, insertMembers, ledgerAt } from '../testing/postings.ts';
import { rejection } from '../testing/rejection.ts';
import { createTemporaryStore, testNow } from '../testing/temporary-store.ts';
import { openable, openedAt, pendingColumns } from './pending.ts';
import type { PendingRow } from './pending.ts';
import { move } from './post.ts';
import type { Movements } from './post.ts';
import { verifyLedger } from './verify.ts';

const memberIds = Array.from({ length: 20 }, (_, index) => index + 1);

describe('what waits in the ledger', function () {
  this.timeout(60_000);

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

  const moving = (movements: Partial<Movements>, at = testNow) =>
    store.transaction((tx) => move(ledgerAt(at), tx, { postings: [], ...movements }));
  const rows = () => store.all<PendingRow>(`SELECT ${pendingColumns} FROM pending ORDER BY id`);
  const row = async () => (await rows())[0] ?? expect.fail('something waits');
  const account = () => store.one('SELECT balance, pending, lifetime FROM accounts WHERE member_id = 1');
  const freeing = ({ id }: { id: number }, amount: number, occurredAt: number) =>
    aPosting({ memberId: 1, amount, pendingId: id, occurredAt });

  it('is pending, and neither in the balance nor in the lifetime', async () => {
    await moving({ held: [aPending({ memberId: 1 })], postings: [aPosting({ memberId: 1, amount: 3 })] });
    expect(await account()).to.deep.equal({ balance: 3, pending: 10, lifetime: 3 });
    expect(await row()).to.include({ ready: 10, remaining: 10, freed: 0, dueAt: testNow + 1000 });
  });

  it('is freed by accruals that cite it, in as many parts as there are', async () => {
    await moving({ held: [aPending({ memberId: 1 })] });
    const waiting = await row();
    for (const amount of [4, 6]) {
      await moving({ postings: [freeing(waiting, amount, testNow + 1000)] }, testNow + 1000);
    }
    expect(await account()).to.deep.equal({ balance: 10, pending: 0, lifetime: 10 });
    expect(await row()).to.include({ freed: 10, remaining: 0, dueAt: null });
    expect(await store.all('SELECT amount, pending_id AS id FROM ledger_entries ORDER BY seq')).to.deep.equal(
      [
        { amount: 4, id: waiting.id },
        { amount: 6, id: waiting.id },
      ],
    );
  });

  it('that waits to be paid and for a moment is due at the later of both', async () => {
    await moving({ held: [aPending({ memberId: 1, untilPaid: 1 })] });
    const { id: pendingId, ...before } = await row();
    expect(before).to.include({ ready: 0, dueAt: null });
    const paid = (amount: number, at: number) =>
      moving({ changed: [{ memberId: 1, pendingId, ready: { amount, at } }] });
    await paid(3, testNow + 500);
    expect(await row()).to.include({ ready: 3, dueAt: testNow + 1000 });
    await paid(10, testNow + 5000);
    expect(await row()).to.include({ ready: 10, dueAt: testNow + 5000 });
  });

  it('is no more once it is cancelled', async () => {
    await moving({ held: [aPending({ memberId: 1, untilApproved: 1, opensAt: null })] });
    const { id: pendingId } = await row();
    await moving({ changed: [{ memberId: 1, pendingId, cancel: 10 }] });
    expect(await account()).to.deep.equal({ balance: 0, pending: 0, lifetime: 0 });
    expect(await row()).to.include({ cancelled: 10, remaining: 0, dueAt: null });
    expect((await verifyLedger(store)).difference).to.be.undefined;
  });

  it('is refused a second time for what may happen once', async () => {
    const held = [aPending({ memberId: 1, onceKey: 'birthday:1405:0' })];
    await moving({ held });
    const before = await dumpLedger(store);
    expect(await rejection(moving({ held }))).to.be.instanceOf(UniqueViolation);
    expect(await dumpLedger(store)).to.deep.equal(before);
  });

  it('asks for as many statements for 20 members as for one', async () => {
    await moving({ held: memberIds.map((memberId) => aPending({ memberId })) });
    const all = await rows();
    const statementsFor = (some: readonly PendingRow[]) =>
      store.transaction(async (tx) => {
        const counting = countStatements(tx);
        await move(ledgerAt(testNow + 1000), counting.tx, {
          postings: some.map(({ id, memberId }) =>
            aPosting({ memberId, pendingId: id, occurredAt: testNow + 1000 }),
          ),
          held: some.map(({ memberId }) => aPending({ memberId })),
        });
        return counting.statements;
      });
    expect(await statementsFor(all.slice(0, 1))).to.deep.equal(await statementsFor(all.slice(1)));
  });

  describe('refuses, and changes nothing by,', () => {
    type Bad = (id: number) => Partial<Movements>;
    const table: readonly [what: string, bad: Bad][] = [
      ['an amount of zero', () => ({ held: [aPending({ memberId: 1, amount: 0 })] })],
      ['half a point', () => ({ held: [aPending({ memberId: 1, amount: 0.5 })] })],
      ['what waits for nothing', () => ({ held: [aPending({ memberId: 1, opensAt: null })] })],
      ['a member nobody knows', () => ({ held: [aPending({ memberId: 404 })] })],
      ['freeing before its moment', (id) => ({ postings: [freeing({ id }, 1, testNow + 999)] })],
      ['freeing more than waits', (id) => ({ postings: [freeing({ id }, 11, testNow + 1000)] })],
      [
        'freeing it twice',
        (id) => ({ postings: [6, 6].map((amount) => freeing({ id }, amount, testNow + 1000)) }),
      ],
      ["freeing another's", (id) => ({ postings: [{ ...freeing({ id }, 1, testNow + 1000), memberId: 2 }] })],
      [
        'freeing it in the other unit',
        (id) => ({ postings: [{ ...freeing({ id }, 1, testNow + 1000), unit: 'credit' }] }),
      ],
      ['freeing what is not there', () => ({ postings: [freeing({ id: 404 }, 1, testNow + 1000)] })],
      ['cancelling more than waits', (id) => ({ changed: [{ memberId: 1, pendingId: id, cancel: 11 }] })],
      ["cancelling another's", (id) => ({ changed: [{ memberId: 2, pendingId: id, cancel: 1 }] })],
      [
        'approving what needs no approval',
        (id) => ({ changed: [{ memberId: 1, pendingId: id, approvedAt: testNow }] }),
      ],
      [
        'less ready than before',
        (id) => ({ changed: [{ memberId: 1, pendingId: id, ready: { amount: 9, at: testNow } }] }),
      ],
    ];
    for (const [what, bad] of table) {
      it(what, async () => {
        await moving({ held: [aPending({ memberId: 1 })], postings: [aPosting({ memberId: 2 })] });
        const before = await dumpLedger(store);
        expect(await rejection(moving(bad((await row()).id)))).to.be.instanceOf(AssertionError);
        expect(await dumpLedger(store)).to.deep.equal(before);
        expect((await verifyLedger(store)).difference).to.be.undefined;
      });
    }
  });

  it('is, after any history, what was held less what was freed and cancelled', () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('hold' as const),
        amount: fc.integer({ min: 1, max: 50 }),
        paid: fc.boolean(),
      }),
      fc.record({
        kind: fc.constant('ready' as const),
        which: fc.nat(9),
        share: fc.integer({ min: 0, max: 100 }),
      }),
      fc.record({
        kind: fc.constant('cancel' as const),
        which: fc.nat(9),
        share: fc.integer({ min: 0, max: 100 }),
      }),
      fc.record({ kind: fc.constant('free' as const) }),
    );
    return fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        await clearLedger(store);
        await insertMembers(store, memberIds);
        let [now, held, cancelled] = [testNow, 0, 0];
        for (const one of steps) {
          now += 400;
          const all = await rows();
          if (one.kind === 'hold') {
            const { amount, paid } = one;
            const row = aPending({
              memberId: 1,
              amount,
              earnedAt: now,
              opensAt: now + 500,
              untilPaid: paid ? 1 : 0,
            });
            await moving({ held: [row] }, now);
            held += amount;
          } else if (one.kind === 'free') {
            const due = all.filter(({ dueAt }) => dueAt !== null && dueAt <= now);
            await moving({ postings: due.map((each) => freeing(each, openable(each), openedAt(each))) }, now);
          } else {
            const which = all[one.which % Math.max(1, all.length)];
            if (!which) continue;
            const cancel = one.kind === 'cancel' ? Math.floor((which.remaining * one.share) / 100) : 0;
            const grown = Math.floor(((which.amount - which.ready) * one.share) / 100);
            const ready = { amount: one.kind === 'ready' ? which.ready + grown : which.ready, at: now };
            await moving({ changed: [{ memberId: 1, pendingId: which.id, cancel, ready }] }, now);
            cancelled += cancel;
          }
          const sum = (
            await store.one<{ n: number | string | null }>(`SELECT SUM(amount) AS n FROM ledger_entries`)
          )?.n;
          const freed = Number(sum ?? 0);
          const left = (await rows()).reduce((total, { remaining }) => total + remaining, 0);
          expect(left).to.equal(held - freed - cancelled);
          expect((await account()) ?? { balance: 0, pending: 0, lifetime: 0 }).to.deep.equal({
            ...{ balance: freed, pending: left, lifetime: freed },
          });
          expect((await verifyLedger(store)).difference).to.be.undefined;
        }
      }),
      { numRuns: 40 },
    );
  });
});
