import { expect } from 'chai';
import { post } from '../ledger/post.ts';
import { lotColumns } from '../ledger/rows.ts';
import type { LotRow } from '../ledger/rows.ts';
import type { Member } from '../store/members.ts';
import { firstShopCode, shopByCode } from '../store/shops.ts';
import { auditLedger } from '../testing/audit-ledger.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { outbox } from '../testing/messages.ts';
import { aPosting } from '../testing/postings.ts';
import { countStatements } from '../testing/counting-tx.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { recordPurchases } from './record-purchase.ts';
import { readOwnBalances } from './read-holdings.ts';
import { reversePurchase } from './reverse-purchase.ts';

const referral = (id: string, fixed: number, words: { readonly to: string; readonly at: string }) => ({
  ...{ id, name: `هدیه ${id}`, on: 'referral', ...words },
  give: { unit: 'points', fixed },
});

describe('gifts for bringing somebody', () => {
  let runtime: TestRuntime;
  let sara: Member;

  const program = {
    ...{ code: 'club', name: 'کافه' },
    rules: [
      referral('join-er', 1, { to: 'referrer', at: 'joining' }),
      referral('join-ed', 2, { to: 'referred', at: 'joining' }),
      referral('first', 10, { to: 'both', at: 'first-purchase' }),
      referral('every', 100, { to: 'referrer', at: 'every-purchase' }),
    ],
  };
  shareRuntime((made) => (runtime = made), { program });
  beforeEach(async () => (sara = await aMember(runtime)));
  afterEach(() => auditLedger(runtime));

  const pointsOf = async ({ id }: Member) => (await readOwnBalances(runtime, runtime.store, id)).points;
  const brought = () => aMember(runtime, { referrerId: sara.id });
  const undo = (purchaseId: number) =>
    runtime.store.transaction((tx) =>
      reversePurchase(runtime, tx, { purchaseId, actor: 'staff:7', reason: 'wrong number' }),
    );

  it('come with the joining, to both, with who joined in the entry', async () => {
    const mina = await brought();
    expect([await pointsOf(sara), await pointsOf(mina)]).to.deep.equal([1, 2]);
    const entries = await runtime.store.all(
      'SELECT member_id, reason, once_key FROM ledger_entries ORDER BY seq',
    );
    expect(entries).to.deep.include({
      ...{ member_id: sara.id, reason: 'referral', once_key: `referral:${mina.id}:0` },
    });
    expect((await outbox(runtime)).map(({ address, template }) => [address, template])).to.deep.equal([
      [sara.phone, 'giftForMember'],
    ]);
    expect(await runtime.store.all('SELECT member_id, kind, name FROM occasions')).to.deep.equal([
      { member_id: sara.id, kind: 'referral', name: 'joining' },
    ]);
  });

  it('come with the first purchase to both, and with each to who brought her', async () => {
    const mina = await brought();
    const first = await aPurchase(runtime, { phone: mina.phone });
    expect(first.earned.points).to.equal(10);
    expect([await pointsOf(sara), await pointsOf(mina)]).to.deep.equal([111, 12]);
    await aPurchase(runtime, { phone: mina.phone });
    expect([await pointsOf(sara), await pointsOf(mina)]).to.deep.equal([211, 12]);
    const entries = await runtime.store.all(
      'SELECT member_id, reason, rule FROM ledger_entries WHERE purchase_id = ? ORDER BY seq',
      [first.id],
    );
    expect(entries).to.have.deep.members([
      { member_id: mina.id, reason: 'referral', rule: 'first' },
      { member_id: sara.id, reason: 'referral', rule: 'first' },
      { member_id: sara.id, reason: 'referral', rule: 'every' },
    ]);
  });

  it('are taken back from both with the purchase, and the next one is the first again', async () => {
    const mina = await brought();
    const { id } = await aPurchase(runtime, { phone: mina.phone });
    expect(await undo(id)).to.deep.include({ kind: 'undone', taken: { points: 10, credit: 0 } });
    expect([await pointsOf(sara), await pointsOf(mina)]).to.deep.equal([1, 2]);
    await aPurchase(runtime, { phone: mina.phone });
    expect([await pointsOf(sara), await pointsOf(mina)]).to.deep.equal([111, 12]);
  });

  it('stay for the first purchase as long as one of hers stands, and go with the last', async () => {
    const mina = await brought();
    const [first, second, third] = [
      await aPurchase(runtime, { phone: mina.phone }),
      await aPurchase(runtime, { phone: mina.phone }),
      await aPurchase(runtime, { phone: mina.phone }),
    ];
    const both = async () => [await pointsOf(sara), await pointsOf(mina)];
    expect(await both()).to.deep.equal([311, 12]);
    expect(await undo(first.id)).to.deep.include({ kind: 'undone', taken: { points: 0, credit: 0 } });
    expect(await both(), 'only that of every purchase went').to.deep.equal([211, 12]);
    expect(await undo(second.id)).to.deep.include({ kind: 'undone' });
    expect(await both()).to.deep.equal([111, 12]);
    await aPurchase(runtime, { phone: mina.phone });
    expect(await both(), 'no other is the first').to.deep.equal([211, 12]);
    const fourth = await runtime.store.one<{ id: number }>('SELECT MAX(id) AS id FROM purchases');
    expect(await undo(fourth?.id ?? 0)).to.deep.include({ kind: 'undone' });
    expect(await undo(third.id)).to.deep.include({ kind: 'undone', taken: { points: 10, credit: 0 } });
    expect(await both()).to.deep.equal([1, 2]);
    await aPurchase(runtime, { phone: mina.phone });
    expect(await both(), 'the next one is the first again').to.deep.equal([111, 12]);
  });

  it('are told of when they are taken back, to each who was told of them', async () => {
    const mina = await brought();
    const { id } = await aPurchase(runtime, { phone: mina.phone });
    const heard = async () =>
      (await outbox(runtime)).flatMap(({ address, template, state, purchase_id: of }) =>
        of === id ? [[address, template, state]] : [],
      );
    await runtime.store.transaction((tx) =>
      tx.run("UPDATE outbox SET state = 'wired' WHERE purchase_id = ? AND address = ?", [id, sara.phone]),
    );
    await undo(id);
    expect(await heard()).to.deep.equal([
      [mina.phone, 'purchaseRecordedForMember', 'suppressed'],
      [sara.phone, 'giftForMember', 'wired'],
      [sara.phone, 'giftTakenBackForMember', 'queued'],
    ]);
  });

  it('hold up the undoing where who brought her has spent hers', async () => {
    const mina = await brought();
    const { id } = await aPurchase(runtime, { phone: mina.phone });
    await runtime.store.transaction(async (tx) => {
      const [lot] = await tx.all<LotRow>(
        `SELECT ${lotColumns} FROM lots WHERE member_id = ? AND remaining = 100`,
        [sara.id],
      );
      if (!lot) return expect.fail('she has a gift');
      const uses = [{ lotId: lot.id, amount: 50 }];
      const spending = {
        memberId: sara.id,
        programId: lot.programId,
        type: 'redemption',
        amount: -50,
        uses,
      } as const;
      return post(runtime, tx, [aPosting(spending)]);
    });
    expect(await undo(id)).to.deep.equal({ kind: 'already-used' });
    expect([await pointsOf(sara), await pointsOf(mina)]).to.deep.equal([61, 12]);
  });

  it('tell who brought her only of what stands', async () => {
    const mina = await brought();
    const { id } = await aPurchase(runtime, { phone: mina.phone });
    await undo(id);
    const told = (await outbox(runtime)).filter(({ address }) => address === sara.phone);
    expect(told.map(({ template, state }) => [template, state])).to.deep.equal([
      ['giftForMember', 'queued'],
      ['giftForMember', 'suppressed'],
    ]);
  });

  it('ask for as many statements for 20 buyers, each brought by another, as for one', async () => {
    const buyers = await Promise.all(
      Array.from({ length: 20 }, async () => aMember(runtime, { referrerId: (await aMember(runtime)).id })),
    );
    const { id: shopId } = (await shopByCode(runtime.store, firstShopCode)) ?? expect.fail('a shop');
    const statementsFor = (members: readonly Member[]) =>
      runtime.store.transaction(async (tx) => {
        const counting = countStatements(tx);
        const results = await recordPurchases(
          runtime,
          counting.tx,
          members.map(({ phone }) => ({
            ...{ phone, amount: 500_000, shopId, lines: [], payments: [], channel: 'api', actor: 'key:1' },
            occurredAt: runtime.clock.now(),
            idempotency: { scope: 'test', key: `${members.length}:${phone}`, bodyHash: 'x' },
          })),
        );
        expect(results.every(({ kind }) => kind === 'recorded')).to.equal(true);
        return counting.statements;
      });
    const one = await statementsFor(buyers.slice(0, 1));
    expect(await statementsFor(buyers)).to.deep.equal(one);
  });

  it('wait for nobody in a circle where buyers and who brought them buy at once', async () => {
    const mina = await brought();
    const nika = await aMember(runtime, { referrerId: mina.id });
    const buyers = [sara, mina, nika, mina, nika, sara];
    await Promise.all(buyers.map(({ phone }) => aPurchase(runtime, { phone })));
    // Mina joined for 2, brought Nika for 1, bought first for 10, and twice Nika: 10 + 100 + 100.
    expect(await pointsOf(mina)).to.equal(223);
    expect(await pointsOf(sara)).to.equal(211);
  });
});
