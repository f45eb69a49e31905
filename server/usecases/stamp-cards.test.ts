import { expect } from 'chai';
import { verifyLedger } from '../ledger/verify.ts';
import { countStatements } from '../testing/counting-tx.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { messagesOf } from '../testing/messages.ts';
import { testProgram } from '../testing/test-program.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { shopByCode } from '../store/shops.ts';
import { memberByPhone } from '../store/members.ts';
import { quotePurchase } from './quote-purchase.ts';
import { readStanding } from './read-standing.ts';
import { recordPurchases } from './record-purchase.ts';
import { recordOccasion } from './record-occasion.ts';
import { reversePurchase } from './reverse-purchase.ts';

const card = { id: 'coffee', name: 'کارت قهوه', stamps: 3, gives: { unit: 'points', fixed: 100 } };
const rules = [
  {
    ...{ id: 'stamp', name: 'مهر قهوه', on: 'purchase' },
    give: { stamp: 'coffee', perPiece: 1, of: { products: { groups: ['coffee'] } } },
  },
];
const coffees = (quantity: number) => ({
  amount: 100_000,
  lines: [{ group: 'coffee', quantity, amount: 100_000 }],
});

describe('stamp cards', () => {
  let runtime: TestRuntime;
  let phone: string;

  beforeEach(async () => {
    runtime = await createTestRuntime({ program: { ...testProgram, rules, stampCards: [card] } });
    ({ phone } = await aMember(runtime));
  });
  afterEach(async () => {
    expect(await verifyLedger(runtime.store)).not.to.have.property('difference');
    await runtime.close();
  });

  const buy = (quantity: number) => aPurchase(runtime, { phone, ...coffees(quantity) });
  const undo = (purchaseId: number) =>
    runtime.store.transaction((tx) =>
      reversePurchase(runtime, tx, { purchaseId, actor: 'test', reason: 'test' }),
    );
  const has = async () => {
    const member = await memberByPhone(runtime.store, phone);
    if (!member) throw new Error('no member');
    const { balances, stampCards } = await readStanding(runtime, runtime.store, member);
    return [stampCards[0]?.stamps, balances.points];
  };

  it('are stamped, give when they are full, and begin anew with what is left over', async () => {
    expect((await buy(2)).stampCards).to.deep.equal([
      { program: 'test-club', card: 'coffee', name: 'کارت قهوه', stamps: 2, size: 3, gained: 2, full: 0 },
    ]);
    const second = await buy(2);
    expect(second.stampCards[0]).to.deep.include({ stamps: 1, gained: 2, full: 1 });
    expect(second.earned).to.deep.equal({ points: 100, credit: 0 });
    expect(await has()).to.deep.equal([1, 100]);
    expect((await buy(8)).earned.points).to.equal(300);
    expect(await has()).to.deep.equal([0, 400]);
  });

  it('tell her when they are full, and what she got for it, in the message of the purchase', async () => {
    await buy(2);
    await buy(2);
    const [, told] = await messagesOf(runtime, 'purchaseRecordedForMember');
    expect(told?.body).to.include('\n«کارت قهوه» پر شد: ۱۰۰ امتیاز!\n«کارت قهوه»: ●○○ (۱ از ۳)\n');
    await buy(1);
    const [, , third] = await messagesOf(runtime, 'purchaseRecordedForMember');
    expect(third?.body).to.include('●●○').and.not.to.include('پر شد');
  });

  it('tell her when something else fills them', async () => {
    await runtime.close();
    const visit = { id: 'came', name: 'مهر مراجعه', on: 'visit', give: { stamp: 'coffee', fixed: 3 } };
    runtime = await createTestRuntime({ program: { ...testProgram, rules: [visit], stampCards: [card] } });
    const member = await aMember(runtime);
    ({ phone } = member);
    const happened = { at: runtime.clock.now(), shop: 'main' };
    const visiting = { member, trigger: 'visit', happened, actor: 'test', keep: true } as const;
    await runtime.store.transaction((tx) => recordOccasion(runtime, tx, visiting));
    const [told] = await messagesOf(runtime, 'giftForMember');
    expect(told?.body).to.include('۱۰۰ امتیاز').and.include('«کارت قهوه» پر شد: ۱۰۰ امتیاز!');
  });

  it('are quoted as they are stamped', async () => {
    await buy(2);
    const shop = await shopByCode(runtime.store, 'main');
    const quoted = await quotePurchase(runtime, runtime.store, {
      ...{ phone, shopId: shop?.id ?? 0, payments: [], occurredAt: runtime.clock.now() },
      ...coffees(2),
    });
    const { id, createdAt, ...made } = await buy(2);
    expect([id, createdAt].every(Number.isSafeInteger)).to.equal(true);
    expect(quoted).to.deep.equal({ kind: 'quoted', quote: made });
  });

  it('are as they were when what was stamped is undone, full or not', async () => {
    await buy(1);
    const second = await buy(1);
    await undo(second.id);
    expect(await has()).to.deep.equal([1, 0]);
    const third = await buy(6);
    expect(await has()).to.deep.equal([1, 200]);
    expect(await undo(third.id)).to.have.property('kind', 'undone');
    expect(await has()).to.deep.equal([1, 0]);
    expect((await buy(2)).earned.points).to.equal(100);
  });

  it('are undone of each that filled one, from the last to the first or in any order after the last', async () => {
    for (const order of [
      [2, 1, 0],
      [2, 0, 1],
    ] as const) {
      const ids = [(await buy(1)).id, (await buy(1)).id, (await buy(1)).id];
      for (const [index, place] of order.entries()) {
        expect(await undo(ids[place] ?? 0)).to.include({ kind: 'undone', alreadyUndone: false });
        expect(await has()).to.deep.equal([2 - index, 0]);
      }
    }
  });

  it('are undone after they were filled and emptied again, as long as no full one holds them', async () => {
    const [first, second] = [await buy(1), await buy(1)];
    await undo((await buy(1)).id);
    const filled = await buy(1);
    expect(await undo(first.id)).to.deep.equal({ kind: 'already-used' });
    expect(await has()).to.deep.equal([0, 100]);
    await undo(filled.id);
    expect(await undo(first.id)).to.include({ kind: 'undone' });
    expect(await has()).to.deep.equal([1, 0]);
    expect(await undo(second.id)).to.include({ kind: 'undone' });
    expect(await has()).to.deep.equal([0, 0]);
  });

  it('are not undone where another card has taken the stamps since', async () => {
    const first = await buy(2);
    await buy(1);
    expect(await undo(first.id)).to.deep.equal({ kind: 'already-used' });
    expect(await has()).to.deep.equal([0, 100]);
  });

  it('go on from where a purchase of the same list left them', async () => {
    const shop = await shopByCode(runtime.store, 'main');
    const purchases = ['a', 'b', 'c'].map((key) => ({
      ...{ phone, shopId: shop?.id ?? 0, payments: [], occurredAt: runtime.clock.now() },
      ...{ channel: 'api' as const, actor: 'key:1', ...coffees(2) },
      idempotency: { scope: 'test', key, bodyHash: key },
    }));
    await runtime.store.transaction((tx) => recordPurchases(runtime, tx, purchases));
    expect(await has()).to.deep.equal([0, 200]);
  });

  it('cost as many statements for many members as for one', async () => {
    const shop = await shopByCode(runtime.store, 'main');
    const phones = await Promise.all(Array.from({ length: 5 }, async () => (await aMember(runtime)).phone));
    const filling = (list: readonly string[]) =>
      list.map((her) => ({
        ...{ phone: her, shopId: shop?.id ?? 0, payments: [], occurredAt: runtime.clock.now() },
        ...{ channel: 'api' as const, actor: 'key:1', ...coffees(3) },
        idempotency: { scope: 'test', key: her, bodyHash: her },
      }));
    const cost = async (list: readonly string[]) =>
      runtime.store.transaction(async (tx) => {
        const counted = countStatements(tx);
        await recordPurchases(runtime, counted.tx, filling(list));
        // Each lot that is taken from has an UPDATE of its own.
        return counted.statements.filter((statement) => statement !== 'UPDATE lots');
      });
    expect(await cost(phones)).to.deep.equal(await cost([phone]));
  });
});
