import { expect } from 'chai';
import fc from 'fast-check';
import { paymentKinds } from '../program/payments.ts';
import { roundings } from '../program/rounding.ts';
import { decidePurchase } from './decide.ts';
import type { PurchaseFacts } from './facts.ts';
import {
  decideEach,
  memberOf,
  noon,
  onlyAward,
  programOf,
  purchaseOf,
  ruleOf,
} from '../testing/decisions.ts';

const day = 86_400_000;
const unit = fc.constantFrom('points', 'credit');
const group = fc.constantFrom('dairy', 'delivery', 'gift-card', 'bread');

/** A purchase whose lines and payments add up to its amount. */
const purchase: fc.Arbitrary<PurchaseFacts> = fc
  .record({
    prices: fc.array(
      fc.record({ group, amount: fc.nat(5_000_000), quantity: fc.integer({ min: 1, max: 5 }) }),
      {
        minLength: 1,
        maxLength: 5,
      },
    ),
    paid: fc.array(fc.constantFrom(...paymentKinds), { maxLength: 4 }),
    days: fc.nat(800),
    shop: fc.constantFrom('main', 'north'),
  })
  .map(({ prices, paid, days, shop }) => {
    const amount = prices.reduce((sum, line) => sum + line.amount, 0);
    const share = Math.floor(amount / Math.max(1, paid.length));
    const payments = paid.map((kind, index) => ({
      kind,
      amount: index === 0 ? amount - share * (paid.length - 1) : share,
    }));
    return { amount, shop, lines: prices, payments, occurredAt: noon + days * day };
  });

const limit = fc.oneof(
  fc.record({
    of: fc.constantFrom('member', 'rule'),
    each: fc.constantFrom('day', 'week', 'month', 'season', 'year', 'ever'),
    times: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({
    of: fc.constantFrom('member', 'rule'),
    each: fc.constantFrom('day', 'week', 'month', 'season', 'year', 'ever'),
    amount: fc.integer({ min: 1, max: 60 }),
  }),
  fc.record({ of: fc.constant('purchase'), amount: fc.integer({ min: 1, max: 30 }) }),
);
const give = fc.oneof(
  fc.record({ unit, fixed: fc.integer({ min: 1, max: 50 }) }),
  fc.record({
    unit,
    give: fc.integer({ min: 1, max: 9 }),
    per: fc.integer({ min: 9, max: 900_000 }),
    carry: fc.boolean(),
  }),
  fc.record({
    unit: fc.constant('credit'),
    percent: fc.integer({ min: 1, max: 10_000 }).map((parts) => parts / 100),
  }),
  fc.record({ unit, perPiece: fc.integer({ min: 1, max: 9 }) }),
  fc.record({
    unit,
    table: fc.constant([
      { from: 0, give: 3 },
      { from: 1_000_000, give: 20 },
    ]),
  }),
  fc.record({ unit, roundUpTo: fc.integer({ min: 1, max: 100 }) }),
  fc.record({ multiply: fc.integer({ min: 0, max: 300 }).map((parts) => parts / 100) }),
);
const rules = fc
  .array(
    fc.record({
      give,
      limits: fc.array(limit, { maxLength: 3 }),
      when: fc.constantFrom(undefined, { shops: ['main'] }),
    }),
    {
      maxLength: 6,
    },
  )
  .map((list) =>
    list.map(({ give: gift, limits, when }, index) => {
      const kept = 'multiply' in gift ? limits.filter((one) => !('amount' in one)) : limits;
      return ruleOf({ id: `r${index}`, give: gift, limits: kept, ...(when && { when }) });
    }),
  );
const rounding = fc.record({ to: fc.constantFrom(...roundings), once: fc.constantFrom('rule', 'purchase') });

describe('whatever the program and the purchases', () => {
  it('the order of lines and payments does not matter', () => {
    fc.assert(
      fc.property(rules, rounding, purchase, (list, to, facts) => {
        const program = programOf(list, { rounding: to });
        const turned = {
          ...facts,
          lines: [...facts.lines].reverse(),
          payments: [...facts.payments].reverse(),
        };
        const member = memberOf({ balances: { points: 7, credit: 3 } });
        expect(decidePurchase(program, { purchase: turned, member })).to.deep.equal(
          decidePurchase(program, { purchase: facts, member }),
        );
      }),
    );
  });

  it('there is an award for each rule, whole and not below zero, and the same one again', () => {
    fc.assert(
      fc.property(rules, rounding, fc.array(purchase, { maxLength: 5 }), (list, to, purchases) => {
        const program = programOf(list, { rounding: to });
        const decisions = decideEach(program, purchases);
        expect(decideEach(program, purchases)).to.deep.equal(decisions);
        for (const { awards } of decisions) {
          expect(awards.map(({ rule }) => rule)).to.deep.equal(list.map(({ ['id']: id }) => id));
          for (const { amount } of awards) expect(Number.isSafeInteger(amount) && amount >= 0).to.equal(true);
        }
      }),
    );
  });

  it('no rule gives more, or more often, than each of its limits', () => {
    const member = fc.constantFrom('one', 'other');
    const sequence = fc.array(fc.record({ facts: purchase, memberId: member }), {
      minLength: 5,
      maxLength: 25,
    });
    const words = fc.record({ give: give.filter((gift) => !('multiply' in gift)), one: limit });
    fc.assert(
      fc.property(words, sequence, ({ give: gift, one }, purchases) => {
        const program = programOf([ruleOf({ give: gift, limits: [one] })]);
        const awards = decideEach(
          program,
          purchases.map(({ facts, memberId }) => ({ ...facts, memberId })),
        ).map(onlyAward);
        for (const amounts of spansOf(
          one,
          purchases,
          awards.map(({ amount }) => amount),
        ).values()) {
          if ('times' in one) expect(amounts.filter((amount) => amount > 0).length).to.be.at.most(one.times);
          else expect(amounts.reduce((sum, amount) => sum + amount, 0)).to.be.at.most(one.amount);
        }
      }),
    );
  });

  it('what is carried loses nothing: the sum given is that of all full steps', () => {
    const amounts = fc.array(fc.nat(3_000_000), { minLength: 1, maxLength: 30 });
    const step = fc.record({
      give: fc.integer({ min: 1, max: 20 }),
      per: fc.integer({ min: 20, max: 2_000_000 }),
    });
    fc.assert(
      fc.property(amounts, step, (each, { give: gift, per }) => {
        const program = programOf([ruleOf({ give: { unit: 'points', give: gift, per, carry: true } })]);
        const given = decideEach(
          program,
          each.map((amount) => ({ amount })),
        );
        const sum = given.reduce((total, one) => total + onlyAward(one).amount, 0);
        const total = each.reduce((so, amount) => so + amount, 0);
        expect(sum).to.equal(Math.floor(total / per) * gift);
      }),
    );
  });

  it('the largest amounts, payments that do not add up and counts from nowhere still have a decision', () => {
    const wild = fc.record({
      amount: fc.nat(Number.MAX_SAFE_INTEGER),
      discount: fc.option(fc.nat(Number.MAX_SAFE_INTEGER), { nil: undefined }),
      payments: fc.array(fc.record({ kind: fc.constantFrom(...paymentKinds), amount: fc.nat(1e12) })),
    });
    const tally = fc.record({
      ...{ times: fc.nat(), amount: fc.nat(), carried: fc.integer() },
      lastAt: fc.option(fc.nat(noon)),
    });
    fc.assert(
      fc.property(rules, wild, tally, (list, facts, known) => {
        const { awards } = decidePurchase(programOf(list, { counts: { discount: 'before' } }), {
          purchase: purchaseOf(facts),
          member: memberOf({ tally: () => known }),
        });
        expect(awards.length).to.equal(list.length);
        for (const { amount } of awards) expect(amount).to.be.within(0, 1e12);
      }),
    );
  });
});

interface Bought {
  readonly facts: PurchaseFacts;
  readonly memberId: string;
}

/** What was given in each span that a limit speaks of, worked out by Intl and not by the rules' own calendar. */
function spansOf(
  { of, ...words }: { readonly of: string; readonly each?: string },
  purchases: readonly Bought[],
  amounts: readonly number[],
): Map<string, number[]> {
  const spans = new Map<string, number[]>();
  for (const [index, { facts, memberId }] of purchases.entries()) {
    const whose = of === 'member' ? memberId : of === 'purchase' ? index : 'all';
    const key = `${whose} ${spanOf(words.each ?? 'ever', facts.occurredAt)}`;
    spans.set(key, [...(spans.get(key) ?? []), amounts[index] ?? 0]);
  }
  return spans;
}

const persian = new Intl.DateTimeFormat('en-u-ca-persian', {
  ...{ timeZone: 'Asia/Tehran', year: 'numeric', month: 'numeric', day: 'numeric' },
});

function spanOf(each: string, at: number): string {
  const parts = Object.fromEntries(persian.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year, month = 0, day: today } = parts;
  // Every purchase is at noon, and the first of all on a Saturday.
  if (each === 'week') return String(Math.floor((at - noon) / (7 * day)));
  if (each === 'season') return `${year} ${Math.floor((month - 1) / 3)}`;
  return { day: `${year} ${month} ${today}`, month: `${year} ${month}`, year: String(year) }[each] ?? 'ever';
}
