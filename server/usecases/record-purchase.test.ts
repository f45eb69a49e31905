import { expect } from 'chai';
import fc from 'fast-check';
import type { Member } from '../store/members.ts';
import { firstShopCode, shopByCode } from '../store/shops.ts';
import { auditLedger } from '../testing/audit-ledger.ts';
import { countStatements } from '../testing/counting-tx.ts';
import { aMember } from '../testing/factories.ts';
import { outbox } from '../testing/messages.ts';
import { reset } from '../testing/reset.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import type { NewPurchase } from './purchase.ts';
import { recordPurchases } from './record-purchase.ts';
import type { PurchaseResult } from './record-purchase.ts';

const stranger = '+989129999999';

describe('recordPurchases', () => {
  let runtime: TestRuntime;
  let shopId: number;
  let ali: Member;
  let sara: Member;

  shareRuntime((made) => (runtime = made));

  before(async () => {
    shopId = (await shopByCode(runtime.store, firstShopCode))?.id ?? 0;
  });

  beforeEach(async () => {
    ali = await aMember(runtime, { phone: '+989120000001' });
    sara = await aMember(runtime, { phone: '+989120000002', language: 'en' });
  });

  let keys = 0;
  /** A purchase of 500,000 rial (5 points) by Ali, with a key of its own. */
  const purchase = (overrides: Partial<NewPurchase> = {}): NewPurchase => ({
    ...{ phone: ali.phone, amount: 500_000, shopId, lines: [], payments: [] },
    ...{ occurredAt: runtime.clock.now(), channel: 'api', actor: 'key:1' },
    idempotency: keyed(`own-${keys++}`),
    ...overrides,
  });
  const keyed = (key: string, bodyHash = 'body') => ({ scope: 'key:1', key, bodyHash });
  const record = (...purchases: NewPurchase[]) =>
    runtime.store.transaction((tx) => recordPurchases(runtime, tx, purchases));
  const kinds = (results: readonly PurchaseResult[]) => results.map(({ kind }) => kind);
  const recorded = (result: PurchaseResult | undefined) => {
    if (result?.kind !== 'recorded' && result?.kind !== 'repeated') throw new Error(`it was ${result?.kind}`);
    return result.purchase;
  };
  const points = async (member: Member) =>
    (
      await runtime.store.one<{ balance: number }>(
        "SELECT balance FROM accounts WHERE member_id = ? AND unit = 'points'",
        [member.id],
      )
    )?.balance;

  afterEach(() => auditLedger(runtime));

  it('gives what the rules say, and says why', async () => {
    const [result] = await record(purchase({ amount: 1_290_000 }));
    expect(recorded(result)).to.deep.include({
      ...{ memberId: ali.id, phone: ali.phone, amount: 1_290_000, occurredAt: runtime.clock.now() },
      ...{ earned: { points: 12, credit: 0 }, balances: { points: 62, credit: 0 } },
    });
    expect(recorded(result).explanation).to.deep.equal([
      {
        ...{ program: 'test-club', rule: 'by-amount', name: 'امتیاز خرید', unit: 'points', amount: 12 },
        why: {
          ...{ kind: 'per-amount', base: 1_290_000, per: 100_000, give: 1, unit: 'points', cut: 90_000 },
        },
      },
    ]);
    expect(await points(ali)).to.equal(62);
  });

  it('records a purchase that earns nothing all the same', async () => {
    const [result] = await record(purchase({ amount: 99_999 }));
    expect(recorded(result).earned).to.deep.equal({ points: 0, credit: 0 });
    expect(await runtime.count('purchases')).to.equal(1);
    expect(await runtime.count('ledger_entries', 'purchase_id IS NOT NULL')).to.equal(0);
    expect(await outbox(runtime)).to.have.length(1);
  });

  it('keeps lines and payments, and earns nothing on what was paid with points', async () => {
    const [result] = await record(
      purchase({
        lines: [
          { sku: 'c1', name: 'قهوه', group: 'drinks', brand: 'b', quantity: 2, amount: 300_000 },
          { quantity: 1, amount: 200_000 },
        ],
        payments: [
          { kind: 'card', amount: 200_000 },
          { kind: 'points', amount: 300_000 },
        ],
      }),
    );
    expect(recorded(result).earned.points).to.equal(2);
    const { id } = recorded(result);
    expect(
      await runtime.store.all(
        'SELECT line_no, sku, name, quantity, amount FROM purchase_lines WHERE purchase_id = ?',
        [id],
      ),
    ).to.deep.equal([
      { line_no: 1, sku: 'c1', name: 'قهوه', quantity: 2, amount: 300_000 },
      { line_no: 2, sku: null, name: null, quantity: 1, amount: 200_000 },
    ]);
    expect(
      await runtime.store.all('SELECT payment_no, kind, amount FROM purchase_payments WHERE member_id = ?', [
        ali.id,
      ]),
    ).to.deep.equal([
      { payment_no: 1, kind: 'card', amount: 200_000 },
      { payment_no: 2, kind: 'points', amount: 300_000 },
    ]);
  });

  it('tells each member once a purchase, in her language', async () => {
    await record(purchase(), purchase({ phone: sara.phone }), purchase());
    const told = await outbox(runtime);
    expect(told.map(({ address }) => address)).to.deep.equal([ali.phone, sara.phone, ali.phone]);
    expect(told.every(({ class: is }) => is === 'informational')).to.be.true;
    expect(told[1]?.body).to.include('Earned 5 points');
  });

  it('remembers when she last bought, and is not taken back by what is logged late', async () => {
    const at = runtime.clock.now();
    await record(purchase({ occurredAt: at - 5000 }), purchase({ occurredAt: at - 9000 }));
    await record(purchase({ occurredAt: at - 7000 }));
    const rows = await runtime.store.all('SELECT id, last_purchase_at AS at FROM members ORDER BY id');
    expect(rows).to.deep.equal([
      { id: ali.id, at: at - 5000 },
      { id: sara.id, at: null },
    ]);
  });

  describe('with a list', () => {
    it('adds up what one member buys several times', async () => {
      const results = await record(
        purchase(),
        purchase({ amount: 200_000 }),
        purchase({ phone: sara.phone }),
        purchase(),
      );
      expect(kinds(results)).to.deep.equal(['recorded', 'recorded', 'recorded', 'recorded']);
      expect(results.map((one) => recorded(one).earned.points)).to.deep.equal([5, 2, 5, 5]);
      expect(await Promise.all([points(ali), points(sara)])).to.deep.equal([62, 55]);
    });

    it('lets the one fail alone whose member nobody knows', async () => {
      const results = await record(
        purchase(),
        purchase({ phone: stranger }),
        purchase({ phone: sara.phone }),
      );
      expect(kinds(results)).to.deep.equal(['recorded', 'no-member', 'recorded']);
      expect(await runtime.count('purchases')).to.equal(2);
      expect(await outbox(runtime)).to.have.length(2);
    });

    it('does once what comes twice with one key', async () => {
      const twice = purchase({ idempotency: keyed('k') });
      const [first, second] = await record(twice, twice);
      expect([first?.kind, second?.kind]).to.deep.equal(['recorded', 'repeated']);
      expect(recorded(second)).to.deep.equal(recorded(first));
      expect(await runtime.count('purchases')).to.equal(1);
      expect(await outbox(runtime)).to.have.length(1);
    });

    it('refuses a key that comes with another body', async () => {
      const results = await record(
        purchase({ idempotency: keyed('k', 'one') }),
        purchase({ idempotency: keyed('k', 'two'), amount: 900_000 }),
        purchase({ idempotency: { ...keyed('k', 'two'), scope: 'key:2' } }),
      );
      expect(kinds(results)).to.deep.equal(['recorded', 'key-reused', 'recorded']);
    });

    it('gives a receipt number to the first, and names it to the second', async () => {
      const other = shopId + 1;
      await runtime.store.transaction((tx) =>
        tx.insert('shops', [{ id: other, code: 'second', name: 'شعبه دوم', created_at: 0 }]),
      );
      const results = await record(
        purchase({ receiptNo: 'R-1' }),
        purchase({ receiptNo: 'R-1', phone: sara.phone }),
        purchase({ receiptNo: 'R-1', shopId: other }),
        purchase({ receiptNo: 'R-2' }),
      );
      expect(kinds(results)).to.deep.equal(['recorded', 'receipt-taken', 'recorded', 'recorded']);
      expect(results[1]).to.deep.equal({ kind: 'receipt-taken', purchaseId: recorded(results[0]).id });
      expect(await points(sara)).to.equal(50);
    });

    it('answers a repeated request right behind a wrong one with the same key', async () => {
      const right = purchase({ idempotency: keyed('k', 'right') });
      await record(right);
      const results = await record(purchase({ idempotency: keyed('k', 'wrong') }), right);
      expect(kinds(results)).to.deep.equal(['key-reused', 'repeated']);
    });

    it('does not let a failed request take the key', async () => {
      const results = await record(
        purchase({ idempotency: keyed('k', 'wrong'), phone: stranger }),
        purchase({ idempotency: keyed('k', 'right') }),
      );
      expect(kinds(results)).to.deep.equal(['no-member', 'recorded']);
    });

    it('asks for as many statements for 50 purchases as for one', async () => {
      const members = await Promise.all(
        Array.from({ length: 50 }, (_, index) => aMember(runtime, { phone: `+98913000${1000 + index}` })),
      );
      const statementsFor = (purchases: readonly NewPurchase[]) =>
        runtime.store.transaction(async (tx) => {
          const counting = countStatements(tx);
          await recordPurchases(runtime, counting.tx, purchases);
          return counting.statements;
        });
      const full = (member: Member, index: number) =>
        purchase({
          ...{ phone: member.phone, receiptNo: `r${keys}-${index}` },
          lines: [{ quantity: 1, amount: 500_000 }],
          payments: [{ kind: 'cash', amount: 500_000 }],
        });
      const one = await statementsFor(members.slice(0, 1).map(full));
      const fifty = await statementsFor(members.map(full));
      expect(fifty).to.deep.equal(one);
      expect(one).to.have.length.at.most(30);
    });

    it('comes to the same as one after the other', () => {
      const phones = ['+989120000001', '+989120000002', stranger];
      const wish = fc.record({
        phone: fc.constantFrom(...phones),
        amount: fc.constantFrom(50_000, 100_000, 730_000),
        key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
        bodyHash: fc.constantFrom('one', 'two'),
        receiptNo: fc.option(fc.constantFrom('R1', 'R2'), { nil: undefined }),
      });
      const lists = fc.array(fc.array(wish, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 3 });
      type Wishes = typeof lists extends fc.Arbitrary<infer T> ? T : never;
      const play = async (groups: Wishes) => {
        await reset(runtime);
        for (const phone of phones.slice(0, 2)) await aMember(runtime, { phone });
        const ids: number[] = [];
        const seen: unknown[] = [];
        for (const group of groups) {
          const results = await record(
            ...group.map(({ key, bodyHash, ...rest }) =>
              purchase({ ...rest, idempotency: keyed(key, bodyHash) }),
            ),
          );
          for (const result of results) {
            if (result.kind === 'recorded') ids.push(result.purchase.id);
            const id =
              'purchase' in result ? result.purchase.id : 'purchaseId' in result ? result.purchaseId : 0;
            const earned = 'purchase' in result ? result.purchase.earned.points : undefined;
            seen.push([result.kind, ids.indexOf(id), earned]);
          }
        }
        const balances = await runtime.store.all('SELECT balance, lifetime FROM accounts ORDER BY member_id');
        return { seen, balances, told: (await outbox(runtime)).length };
      };
      return fc.assert(
        fc.asyncProperty(lists, async (groups) => {
          const together = await play(groups);
          const oneByOne = await play(groups.flat().map((one) => [one]));
          expect(together).to.deep.equal(oneByOne);
        }),
        { numRuns: 40 },
      );
    });
  });

  it('gives the first answer again, whatever has happened since', async () => {
    const asked = purchase({ idempotency: keyed('k'), receiptNo: 'R-1' });
    const [first] = await record(asked);
    await record(purchase());
    runtime.clock.advance(3_600_000);
    const [again] = await record(asked);
    expect(again?.kind).to.equal('repeated');
    expect(recorded(again)).to.deep.equal(recorded(first));
    expect(kinds(await record({ ...asked, idempotency: keyed('k', 'other') }))).to.deep.equal(['key-reused']);
    expect(await runtime.count('purchases')).to.equal(2);
  });

  it('is done once by a hundred at the same time', async () => {
    const asked = purchase({ idempotency: keyed('k') });
    const results = (await Promise.all(Array.from({ length: 100 }, () => record(asked)))).flat();
    expect(kinds(results).filter((kind) => kind === 'recorded')).to.have.length(1);
    expect(kinds(results).filter((kind) => kind === 'repeated')).to.have.length(99);
    expect(await runtime.count('purchases')).to.equal(1);
    expect(await points(ali)).to.equal(55);
    expect(await outbox(runtime)).to.have.length(1);
  });

  it('lets a receipt number through once of a hundred at the same time', async () => {
    const results = (
      await Promise.all(Array.from({ length: 100 }, () => record(purchase({ receiptNo: 'R-1' }))))
    ).flat();
    expect(kinds(results).filter((kind) => kind === 'recorded')).to.have.length(1);
    expect(kinds(results).filter((kind) => kind === 'receipt-taken')).to.have.length(99);
    expect(await points(ali)).to.equal(55);
  });
});
