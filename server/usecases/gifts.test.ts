import { expect } from 'chai';
import { newGiftCode } from '../store/gifts.ts';
import { memberByPhone } from '../store/members.ts';
import { shopByCode } from '../store/shops.ts';
import { countStatements } from '../testing/counting-tx.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { testProgram } from '../testing/test-program.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { readGifts } from './gifts.ts';
import { quotePurchase } from './quote-purchase.ts';
import { recordOccasion } from './record-occasion.ts';
import { recordPurchases } from './record-purchase.ts';
import { reversePurchase } from './reverse-purchase.ts';

const expires = { after: { days: 10 } };
const things = [
  { reward: 'coffee', expires },
  { voucher: { name: 'بن نمونه', amount: 200_000 } },
  { voucher: { name: 'بن نمونه', percent: 12.5 } },
  { giftCard: 1_000_000 },
  { ticket: 'nowruz' },
];
const program = {
  ...testProgram,
  rewards: [{ id: 'coffee', name: 'قهوه', points: 100 }],
  draws: [{ id: 'nowruz', name: 'قرعه نوروز' }],
  stampCards: [{ id: 'card', name: 'کارت قهوه', stamps: 2, gives: [{ reward: 'coffee' }] }],
  rules: [
    { id: 'things', name: 'هدیه‌ها', on: 'purchase', give: things, when: { amount: { from: 900_000 } } },
    {
      ...{ id: 'stamp', name: 'مهر', on: 'purchase' },
      give: { stamp: 'card', perPiece: 1, of: { products: { groups: ['coffee'] } } },
    },
    { id: 'welcome', name: 'خوش آمد', on: 'joining', give: { giftCard: 50_000 } },
    { id: 'survey', name: 'نظرسنجی', on: 'event', event: 'survey', give: { ticket: 'nowruz' } },
  ],
};
const dayMs = 86_400_000;

describe('gifts', () => {
  let runtime: TestRuntime;
  let phone: string;

  beforeEach(async () => {
    runtime = await createTestRuntime({ program });
    ({ phone } = await aMember(runtime));
  });
  afterEach(() => runtime.close());

  const buy = (amount = 900_000) => aPurchase(runtime, { phone, amount });
  const coffees = (quantity: number) =>
    aPurchase(runtime, {
      ...{ phone, amount: 100_000, lines: [{ group: 'coffee', quantity, amount: 100_000 }] },
    });
  const undo = (purchaseId: number) =>
    runtime.store.transaction((tx) =>
      reversePurchase(runtime, tx, { purchaseId, actor: 'test', reason: 'test' }),
    );
  const member = async () => {
    const found = await memberByPhone(runtime.store, phone);
    if (!found) throw new Error('no member');
    return found;
  };
  const hers = async () => readGifts(runtime, runtime.store, await member());
  const lastText = async () =>
    (await runtime.store.one<{ body: string }>('SELECT body FROM outbox ORDER BY id DESC LIMIT 1'))?.body ??
    '';
  const shopId = async () => (await shopByCode(runtime.store, 'main'))?.id ?? 0;

  it('are rows of their own, each with a code, and tickets with a number', async () => {
    const { id, gifts } = await buy();
    const unsaid = { code: null, number: null, expiresAt: null };
    const expiring = gifts[0]?.expiresAt ?? 0;
    expect(gifts.map((gift) => ({ ...gift, code: null, number: null, expiresAt: null }))).to.deep.equal([
      {
        program: 'test-club',
        rule: 'things',
        kind: 'reward',
        what: 'coffee',
        name: 'قهوه',
        amount: null,
        percent: null,
        ...unsaid,
      },
      {
        program: 'test-club',
        rule: 'things',
        kind: 'voucher',
        what: null,
        name: 'بن نمونه',
        amount: 200_000,
        percent: null,
        ...unsaid,
      },
      {
        program: 'test-club',
        rule: 'things',
        kind: 'voucher',
        what: null,
        name: 'بن نمونه',
        amount: null,
        percent: 12.5,
        ...unsaid,
      },
      {
        program: 'test-club',
        rule: 'things',
        kind: 'gift_card',
        what: null,
        name: null,
        amount: 1_000_000,
        percent: null,
        ...unsaid,
      },
      {
        program: 'test-club',
        rule: 'things',
        kind: 'ticket',
        what: 'nowruz',
        name: 'قرعه نوروز',
        amount: null,
        percent: null,
        ...unsaid,
      },
    ]);
    expect(gifts.every(({ code }) => /^[A-HJ-NP-Z2-9]{12}$/.test(code ?? ''))).to.equal(true);
    expect(gifts.map(({ number }) => number !== null)).to.deep.equal([false, false, false, false, true]);
    expect(expiring).to.be.above(runtime.clock.now() + 9 * dayMs);
    const rows = (await hers()).filter(({ purchaseId }) => purchaseId === id);
    expect(rows.map(({ code }) => code).reverse()).to.deep.equal(gifts.map(({ code }) => code));
    expect(await runtime.count('ledger_entries', `purchase_id = ${id}`)).to.equal(0);
  });

  it('are given from the amount on that the rule asks for', async () => {
    expect((await buy(899_999)).gifts).to.deep.equal([]);
    expect((await buy(900_000)).gifts).to.have.length(5);
  });

  it('are quoted as they are given, but for the codes', async () => {
    const result = await quotePurchase(runtime, runtime.store, {
      ...{ phone, shopId: await shopId(), lines: [], payments: [], amount: 900_000 },
      occurredAt: runtime.clock.now(),
    });
    if (result.kind !== 'quoted') throw new Error(result.kind);
    expect(await runtime.count('gifts', "rule = 'things'")).to.equal(0);
    const { id, createdAt, gifts, ...made } = await buy();
    const { gifts: quoted, ...quote } = result.quote;
    expect([id, createdAt].every(Number.isSafeInteger)).to.equal(true);
    expect(quote).to.deep.equal(made);
    expect(quoted).to.deep.equal(gifts.map((gift) => ({ ...gift, code: null, number: null })));
  });

  it('come of a full card, one each time', async () => {
    expect((await coffees(1)).gifts).to.deep.equal([]);
    const { gifts, explanation } = await coffees(5);
    expect(gifts.map(({ rule, what }) => [rule, what])).to.deep.equal(Array(3).fill(['card', 'coffee']));
    expect(explanation.at(-1)).to.deep.include({ rule: 'card', unit: 'gifts', amount: 3 });
    expect(new Set(gifts.map(({ code }) => code)).size).to.equal(3);
  });

  it('come of joining and of what else happens, and are told with their code', async () => {
    const [welcome] = await hers();
    expect(welcome).to.include({ kind: 'gift_card', amount: 50_000, state: 'open', purchaseId: null });
    const happened = { at: runtime.clock.now(), event: { name: 'survey', data: {} } };
    const her = await member();
    const made = await runtime.store.transaction((tx) =>
      recordOccasion(runtime, tx, {
        ...{ member: her, trigger: 'event', name: 'survey', happened, actor: 'key:1', keep: true },
      }),
    );
    const ticket = made?.gifts[0];
    expect(ticket).to.include({ kind: 'ticket', what: 'nowruz' });
    const row = await runtime.store.one<{ reason: string; occasionId: number }>(
      'SELECT reason, occasion_id AS occasionId FROM gifts ORDER BY id DESC LIMIT 1',
    );
    expect(row).to.deep.equal({ reason: 'event', occasionId: made?.id });
    expect(await lastText()).to.include(ticket?.code ?? 'no code');
  });

  it('are told with the purchase', async () => {
    const { gifts } = await coffees(2);
    expect(await lastText()).to.include(`هدیه: پاداش «قهوه»، کد ${gifts[0]?.code}`);
  });

  it('are cancelled with their purchase, and those alone', async () => {
    const first = await buy();
    const second = await buy();
    expect(await undo(first.id)).to.have.property('kind', 'undone');
    const states = (id: number | null) => async () => [
      ...new Set((await hers()).filter(({ purchaseId }) => purchaseId === id).map(({ state }) => state)),
    ];
    expect(await states(first.id)()).to.deep.equal(['cancelled']);
    expect(await states(second.id)()).to.deep.equal(['open']);
    expect(await states(null)()).to.deep.equal(['open']);
    expect(await undo(first.id)).to.include({ kind: 'undone', alreadyUndone: true });
  });

  it('keep their purchase from being undone once one is used', async () => {
    const { id, gifts } = await buy();
    await runtime.store.transaction((tx) =>
      tx.run("UPDATE gifts SET state = 'used' WHERE code = ?", [gifts[2]?.code ?? '']),
    );
    expect(await undo(id)).to.deep.equal({ kind: 'already-used' });
    expect(await runtime.count('gifts', "state = 'cancelled'")).to.equal(0);
  });

  it('are shown as expired from the first instant that they are', async () => {
    const { gifts } = await buy();
    const end = gifts[0]?.expiresAt ?? 0;
    const state = async () => (await hers()).find(({ code }) => code === gifts[0]?.code)?.state;
    runtime.clock.advance(end - 1 - runtime.clock.now());
    expect(await state()).to.equal('open');
    runtime.clock.advance(1);
    expect(await state()).to.equal('expired');
  });

  it('cost as many statements for many members as for one', async () => {
    const phones = await Promise.all(Array.from({ length: 5 }, async () => (await aMember(runtime)).phone));
    const shop = await shopId();
    const cost = (list: readonly string[]) =>
      runtime.store.transaction(async (tx) => {
        const counted = countStatements(tx);
        const purchases = list.map((her) => ({
          ...{ phone: her, shopId: shop, lines: [], payments: [], amount: 900_000 },
          ...{ occurredAt: runtime.clock.now(), channel: 'api' as const, actor: 'key:1' },
          idempotency: { scope: 'test', key: her, bodyHash: her },
        }));
        await recordPurchases(runtime, counted.tx, purchases);
        return counted.statements;
      });
    expect(await cost(phones)).to.deep.equal(await cost([phone]));
    expect(await runtime.count('gifts', "rule = 'things'")).to.equal(30);
  });

  it('have codes that do not come twice and hold every letter', () => {
    const codes = Array.from({ length: 20_000 }, newGiftCode);
    expect(new Set(codes).size).to.equal(codes.length);
    expect([...new Set(codes.join(''))].sort().join('')).to.equal('23456789ABCDEFGHJKLMNPQRSTUVWXYZ');
  });
});
