import { expect } from 'chai';
import fc from 'fast-check';
import { counts, ruleCounts } from '../program/counts.ts';
import { paymentKinds, payments } from '../program/payments.ts';
import { products } from '../program/products.ts';
import { compileBase, matcherOf } from './base.ts';
import type { LineFacts, PurchaseFacts } from './facts.ts';
import { purchaseOf } from '../testing/decisions.ts';

interface Said {
  readonly counts?: object;
  readonly payments?: object;
  readonly of?: object;
}

function baseOf(facts: Partial<PurchaseFacts>, said: Said = {}) {
  const program = counts.parse(said.counts);
  const base = compileBase(program, payments.parse(said.payments), said.of && ruleCounts.parse(said.of));
  return base(purchaseOf(facts));
}

const line = (facts: Partial<LineFacts> = {}): LineFacts => ({ quantity: 1, amount: 100_000, ...facts });
const paid = (kind: (typeof paymentKinds)[number], amount: number) => ({ kind, amount });

describe('what is counted of a purchase', () => {
  const priced = { amount: 1_000_000, discount: 200_000, tax: 100_000 };
  const half = [paid('points', 500_000), paid('cash', 500_000)];
  const sums: readonly [what: string, facts: Partial<PurchaseFacts>, counts: object, amount: number][] = [
    ['all of it without more words', priced, {}, 1_000_000],
    ['before the discount', priced, { discount: 'before' }, 1_200_000],
    ['without the tax', priced, { tax: 'without' }, 900_000],
    ['before the discount without the tax', priced, { discount: 'before', tax: 'without' }, 1_100_000],
    ['no discount told', { amount: 5 }, { discount: 'before', tax: 'without' }, 5],
    ['never below zero', { amount: 5, tax: 6 }, { tax: 'without' }, 0],
    ['what was paid', { payments: half }, {}, 500_000],
    ['what was sold', { payments: half }, { of: 'sold' }, 1_000_000],
    [
      'the paid share of the price before discount',
      { ...priced, payments: half },
      { discount: 'before' },
      600_000,
    ],
    ['no payment told: all of it', { payments: [] }, {}, 1_000_000],
    ['an amount of nothing', { amount: 0, payments: [paid('cash', 0)] }, {}, 0],
    ['more paid than due', { amount: 5, payments: [paid('cash', 6)] }, {}, 5],
    [
      'a share that is no whole rial, rounded down',
      { amount: 3, discount: 1, payments: [paid('points', 2), paid('cash', 1)] },
      { discount: 'before' },
      1,
    ],
  ];
  for (const [what, facts, said, amount] of sums) {
    it(`${what}: ${amount}`, () => {
      expect(baseOf(facts, { counts: said }).amount).to.equal(amount);
    });
  }

  for (const kind of paymentKinds) {
    const earns = !['points', 'credit', 'gift_card'].includes(kind);
    it(`${kind} ${earns ? 'earns' : 'does not earn'} unless it is said`, () => {
      const facts = { payments: [paid(kind, 1_000_000)] };
      expect(baseOf(facts).amount).to.equal(earns ? 1_000_000 : 0);
      expect(baseOf(facts, { payments: { [kind]: { earns: true } } }).amount).to.equal(1_000_000);
      expect(baseOf(facts, { payments: { [kind]: { earns: false } } }).amount).to.equal(0);
      expect(baseOf(facts, { payments: { [kind]: { earns: true, percent: 12.5 } } }).amount).to.equal(
        125_000,
      );
      expect(baseOf(facts, { payments: { [kind]: { earns: false, percent: 50 } } }).amount).to.equal(0);
    });
  }

  it('adds up several payments, each with its own share', () => {
    const half = { payments: { cheque: { earns: true, percent: 50 } } };
    const facts = { payments: [paid('cheque', 600_000), paid('cash', 300_000), paid('points', 100_000)] };
    expect(baseOf(facts, half).amount).to.equal(600_000);
  });
});

describe('the lines that are counted', () => {
  const milk = line({ sku: 'milk', group: 'dairy', brand: 'نمونه', tags: ['organic'], quantity: 3 });
  const bread = line({ sku: 'bread', amount: 50_000 });
  const delivery = line({ group: 'delivery', amount: 20_000 });
  const card = line({ group: 'gift-card', amount: 500_000 });
  const basket = { amount: 670_000, lines: [milk, bread, delivery, card] };

  const table: readonly [what: string, products: object, amount: number, pieces: number][] = [
    ['a sku', { skus: ['milk'] }, 100_000, 3],
    ['a group', { groups: ['dairy'] }, 100_000, 3],
    ['a brand', { brands: ['نمونه'] }, 100_000, 3],
    ['a tag', { tags: ['organic'] }, 100_000, 3],
    ['one or the other kind', { skus: ['bread'], tags: ['organic'] }, 150_000, 4],
    ['two of a kind', { skus: ['bread', 'milk'] }, 150_000, 4],
    ['none of them', { skus: ['butter'] }, 0, 0],
    ['all but a group', { except: { groups: ['delivery'] } }, 650_000, 5],
    ['named and excepted', { skus: ['milk', 'bread'], except: { tags: ['organic'] } }, 50_000, 1],
    ['no exception at all', {}, 670_000, 6],
  ];
  for (const [what, choice, amount, pieces] of table) {
    it(`${what}: ${amount} rial, ${pieces} pieces`, () => {
      expect(baseOf(basket, { of: { products: choice } })).to.include({ amount, pieces });
      expect(baseOf(basket, { counts: { products: choice } })).to.include({ amount, pieces });
    });
  }

  it('leave out delivery and gift cards sold without more words', () => {
    expect(baseOf(basket)).to.include({ amount: 150_000, pieces: 4 });
  });

  it('take their share of what was paid in a way that earns', () => {
    const payments = [paid('points', 335_000), paid('cash', 335_000)];
    expect(baseOf({ ...basket, payments }, { of: { products: { skus: ['milk'] } } }).amount).to.equal(50_000);
  });

  it('bring their own discount and tax', () => {
    const lines = [
      line({ sku: 'milk', discount: 10_000, tax: 9_000 }),
      line({ sku: 'bread', discount: 5_000 }),
    ];
    const facts = { amount: 200_000, discount: 15_000, tax: 9_000, lines };
    const of = { discount: 'before', tax: 'without', products: { skus: ['milk'] } };
    expect(baseOf(facts, { of }).amount).to.equal(101_000);
    expect(baseOf(facts, { of: { ...of, products: {} } }).amount).to.equal(206_000);
  });

  it('are believed where the purchase itself tells no discount', () => {
    const facts = { amount: 100_000, lines: [line({ discount: 10_000, tax: 9_000 })] };
    expect(baseOf(facts, { counts: { discount: 'before', tax: 'without' } }).amount).to.equal(101_000);
  });
});

describe('what no line speaks of', () => {
  const rest = { amount: 300_000, discount: 30_000, lines: [line({ sku: 'milk', discount: 10_000 })] };
  const table: readonly [what: string, of: object, amount: number][] = [
    ['counts where lines are only excepted', { products: { except: { skus: ['milk'] } } }, 200_000],
    ['counts where nothing is said', {}, 300_000],
    ['is of no kind', { products: { skus: ['milk'] } }, 100_000],
    [
      'has the rest of the discount',
      { discount: 'before', products: { except: { skus: ['milk'] } } },
      220_000,
    ],
  ];
  for (const [what, of, amount] of table) {
    it(`${what}: ${amount}`, () => {
      expect(baseOf(rest, { of }).amount).to.equal(amount);
    });
  }
});

describe('a rule that counts something else', () => {
  it('overrides what the program counts, and only that', () => {
    const facts = { amount: 1_000_000, discount: 200_000, tax: 100_000 };
    const said = { counts: { tax: 'without' }, of: { discount: 'before' } };
    expect(baseOf(facts, said).amount).to.equal(1_100_000);
    expect(baseOf(facts, { ...said, of: { tax: 'with', discount: undefined } }).amount).to.equal(1_000_000);
  });
});

describe('matcherOf', () => {
  it('takes an exception before any name', () => {
    const matches = matcherOf(products.parse({ groups: ['dairy'], except: { skus: ['milk'] } }));
    expect(matches(line({ sku: 'milk', group: 'dairy' }))).to.equal(false);
    expect(matches(line({ sku: 'butter', group: 'dairy' }))).to.equal(true);
    expect(matches(line())).to.equal(false);
  });
});

describe('a base', () => {
  it('does not depend on the order of lines and payments, is whole, and never below zero or above the price', () => {
    const group = fc.constantFrom('dairy', 'delivery', 'gift-card', undefined);
    const lines = fc.array(
      fc.record({ group, amount: fc.nat(1e9), quantity: fc.integer({ min: 1, max: 9 }), tax: fc.nat(1e6) }),
    );
    const parts = fc.array(
      fc.record({ kind: fc.constantFrom(...paymentKinds), share: fc.integer({ min: 1, max: 100 }) }),
    );
    const said = { payments: { cheque: { earns: true, percent: 33.33 } }, counts: { tax: 'without' } };
    fc.assert(
      fc.property(lines, parts, (some, ways) => {
        const amount = some.reduce((sum, one) => sum + one.amount, 0);
        const shares = ways.reduce((sum, { share }) => sum + share, 0);
        const payments = ways.map(({ kind, share }) => paid(kind, Math.floor((amount * share) / shares)));
        const short = amount - payments.reduce((sum, one) => sum + one.amount, 0);
        const facts = { amount, lines: some, payments: [...payments, paid('cash', short)] };
        const base = baseOf(facts, said);
        const turned = { amount, lines: [...some].reverse(), payments: [...facts.payments].reverse() };
        expect(baseOf(turned, said)).to.deep.equal(base);
        expect(Number.isSafeInteger(base.amount)).to.equal(true);
        expect(base.amount).to.be.within(0, amount);
      }),
    );
  });
});
