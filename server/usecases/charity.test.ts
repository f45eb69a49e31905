import { expect } from 'chai';
import { charityColumns } from '../ledger/charity.ts';
import type { CharityEntry } from '../ledger/charity.ts';
import { verifyLedger } from '../ledger/verify.ts';
import { shopByCode } from '../store/shops.ts';
import { countStatements } from '../testing/counting-tx.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { testProgram } from '../testing/test-program.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { explanationWords } from './explanation-words.ts';
import { quotePurchase } from './quote-purchase.ts';
import { recordPurchases } from './record-purchase.ts';
import { reversePurchase } from './reverse-purchase.ts';

const charities = [{ id: 'school', name: { fa: 'مدرسه نمونه', en: 'Sample school' } }];
const rules = [
  {
    ...{ id: 'share', name: 'سهم مدرسه', on: 'purchase' },
    give: { charity: 'school', give: 100_000, per: 1_000_000 },
  },
];

describe('what goes to charities', () => {
  let runtime: TestRuntime;
  let phone: string;
  let memberId: number;

  beforeEach(async () => {
    runtime = await createTestRuntime({ program: { ...testProgram, rules, charities } });
    ({ phone, id: memberId } = await aMember(runtime));
  });
  afterEach(() => runtime.close());

  const buy = (amount: number) => aPurchase(runtime, { phone, amount });
  const entries = () =>
    runtime.store.all<CharityEntry>(`SELECT ${charityColumns} FROM charity_entries ORDER BY id`);
  const undo = (purchaseId: number) =>
    runtime.store.transaction((tx) =>
      reversePurchase(runtime, tx, { purchaseId, actor: 'test', reason: 'test' }),
    );
  const verified = async () => (await verifyLedger(runtime.store)).difference;

  it('stands in a ledger of its own, and gives the member nothing', async () => {
    const { id, earned, explanation } = await buy(2_500_000);
    await buy(999_999);
    const list = await entries();
    expect(list).to.have.length(1);
    expect(list[0]).to.deep.include({ memberId, purchaseId: id, rule: 'share', charity: 'school' });
    expect(list[0]).to.deep.include({ amount: 200_000, reason: 'purchase', correctsId: null, seq: 1 });
    expect(earned).to.deep.equal({ points: 0, credit: 0 });
    expect(await runtime.store.all('SELECT id FROM ledger_entries')).to.have.length(0);
    expect(await verified()).to.equal(undefined);
    const said = (language: 'fa' | 'en') =>
      explanationWords(explanation, { language, program: runtime.club.program })[0];
    expect(said('fa')?.why).to.match(
      /^۲۰٬۰۰۰ تومان به خیریه «مدرسه نمونه»؛ به ازای هر ۱۰۰٬۰۰۰ تومان ۱۰٬۰۰۰ تومان، از/,
    );
    expect(said('en')).to.deep.include({
      why: '20,000 toman to the charity "Sample school"; 10,000 toman for every 100,000 toman, of 250,000 toman; 50,000 toman left over',
      charity: { id: 'school', name: 'Sample school' },
      unit: 'charity',
    });
  });

  it('is told in the message of the purchase', async () => {
    const { id } = await buy(1_000_000);
    const message = await runtime.store.one<{ body: string }>(
      'SELECT body FROM outbox WHERE purchase_id = ?',
      [id],
    );
    expect(message?.body).to.include('به نام شما ۱۰٬۰۰۰ تومان به «مدرسه نمونه» رسید.');
  });

  it('is quoted as it is recorded, and a quote writes nothing', async () => {
    const shop = await shopByCode(runtime.store, 'main');
    const quoted = await quotePurchase(runtime, runtime.store, {
      ...{ phone, shopId: shop?.id ?? 0, amount: 3_000_000, lines: [], payments: [] },
      occurredAt: runtime.clock.now(),
    });
    expect(await entries()).to.have.length(0);
    const { id, createdAt, ...made } = await buy(3_000_000);
    expect([id, createdAt].every(Number.isSafeInteger)).to.equal(true);
    expect(quoted).to.deep.equal({ kind: 'quoted', quote: made });
  });

  it('is taken back once when its purchase is undone', async () => {
    const { id } = await buy(1_000_000);
    await buy(1_000_000);
    expect(await undo(id)).to.have.property('kind', 'undone');
    expect(await undo(id)).to.have.property('alreadyUndone', true);
    const list = await entries();
    expect(list.map(({ amount }) => amount)).to.deep.equal([100_000, 100_000, -100_000]);
    expect(list[2]).to.deep.include({ correctsId: list[0]?.id, purchaseId: id, reason: 'purchase-undone' });
    expect(await verified()).to.equal(undefined);
  });

  const tampered = {
    'an amount that was changed': [
      'UPDATE charity_entries SET amount = 5',
      'was changed after it was written',
    ],
    'an entry that is missing': ['DELETE FROM charity_entries WHERE seq = 1', 'entry 1 is missing'],
    'a purchase that is not there': [
      'UPDATE purchases SET id = id + 1000000',
      'is of a purchase that there is not',
    ],
    'a correction that is missing': [
      'DELETE FROM charity_entries WHERE corrects_id IS NOT NULL',
      'stands though its purchase was undone',
    ],
  } as const;
  for (const [what, [sql, problem]] of Object.entries(tampered)) {
    it(`is verified: ${what}`, async () => {
      const { id } = await buy(1_000_000);
      await buy(1_000_000);
      await undo(id);
      await runtime.store.transaction((tx) => tx.run(sql));
      expect(await verified()).to.deep.include({ table: 'charity_entries', problem });
    });
  }

  it('costs as many statements for many members as for one', async () => {
    const shop = await shopByCode(runtime.store, 'main');
    const phones = await Promise.all(Array.from({ length: 5 }, async () => (await aMember(runtime)).phone));
    const buying = (list: readonly string[]) =>
      list.map((her) => ({
        ...{ phone: her, shopId: shop?.id ?? 0, payments: [], lines: [], amount: 1_000_000 },
        ...{ channel: 'api' as const, actor: 'key:1', occurredAt: runtime.clock.now() },
        idempotency: { scope: 'test', key: her, bodyHash: her },
      }));
    const cost = (list: readonly string[]) =>
      runtime.store.transaction(async (tx) => {
        const counted = countStatements(tx);
        await recordPurchases(runtime, counted.tx, buying(list));
        return counted.statements;
      });
    const many = await cost(phones);
    expect(many.filter((statement) => statement.includes('charity_entries'))).to.have.length(2);
    expect(await cost([phone])).to.deep.equal(many);
  });
});
