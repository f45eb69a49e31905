import { expect } from 'chai';
import fc from 'fast-check';
import { earnFromOccasion, earnFromPurchase, paymentKinds } from './earn.ts';
import type { PaymentKind, PurchaseFacts, Why } from './earn.ts';
import { checkProgram } from './program.ts';
import type { Program } from './program.ts';

/** A program of these rules, each with an id and a name. */
function programOf(rules: readonly object[], settings: object = {}): Program {
  const checked = checkProgram({
    ...{ code: 'test', name: 'آزمون' },
    rules: rules.map((rule, index) => ({ id: `r${index}`, name: `قاعده ${index}`, on: 'purchase', ...rule })),
    ...settings,
  });
  if (!checked.ok) throw new Error(JSON.stringify(checked.faults));
  return checked.program;
}

const at = Date.parse('2026-01-10T08:00:00Z');
const bought = (amount: number, payments: PurchaseFacts['payments'] = []): PurchaseFacts => ({
  amount,
  payments,
  occurredAt: at,
});
const one = (rule: object, facts: PurchaseFacts) => {
  const [award] = earnFromPurchase(programOf([rule]), facts);
  if (!award) throw new Error('the program has a purchase rule');
  return award;
};

const rate = { give: { unit: 'points', give: 2, per: 100_000 } };

/** What is paid with the club's own points, credit or gift cards earns nothing. */
const earning: Readonly<Record<PaymentKind, boolean>> = {
  cash: true,
  card: true,
  cheque: true,
  on_account: true,
  other: true,
  points: false,
  credit: false,
  gift_card: false,
};

describe('earnFromPurchase', () => {
  describe('with so many for each full amount', () => {
    const perAmount = (base: number, cut: number): Why => ({
      ...{ kind: 'per-amount', base, per: 100_000, give: 2, unit: 'points', cut },
    });
    const table: readonly [amount: number, points: number, why: Why][] = [
      [1, 0, { kind: 'below-step', per: 100_000, was: 1 }],
      [99_999, 0, { kind: 'below-step', per: 100_000, was: 99_999 }],
      [100_000, 2, perAmount(100_000, 0)],
      [100_001, 2, perAmount(100_001, 1)],
      [199_999, 2, perAmount(199_999, 99_999)],
      [200_000, 4, perAmount(200_000, 0)],
      [1_000_000_000_000, 20_000_000, perAmount(1_000_000_000_000, 0)],
    ];
    for (const [amount, points, why] of table) {
      it(`gives ${points} for ${amount}`, () => {
        const award = one(rate, bought(amount));
        expect([award.amount, award.unit, award.why]).to.deep.equal([points, 'points', why]);
      });
    }
  });

  describe('with a share', () => {
    const table: readonly [percent: number, amount: number, credit: number][] = [
      [5, 1, 0],
      [5, 19, 0],
      [5, 20, 1],
      [5, 39, 1],
      [1, 99, 0],
      [1, 100, 1],
      [7, 268_280, 18_779],
      [33, 1_000_000_000_000, 330_000_000_000],
      [100, 123_457, 123_457],
    ];
    for (const [percent, amount, credit] of table) {
      it(`gives ${credit} for ${percent} % of ${amount}`, () => {
        const award = one({ give: { unit: 'credit', percent } }, bought(amount));
        expect([award.amount, award.unit]).to.deep.equal([credit, 'credit']);
        expect(award.why).to.deep.equal({ kind: 'percent', base: amount, percent });
      });
    }
  });

  it('gives a fixed amount whatever was paid', () => {
    const award = one({ give: { unit: 'credit', fixed: 7 } }, bought(1));
    expect([award.amount, award.why]).to.deep.equal([7, { kind: 'fixed', amount: 7, unit: 'credit' }]);
  });

  describe('with a minimum', () => {
    for (const give of [rate.give, { unit: 'credit', percent: 10 }, { unit: 'points', fixed: 3 }]) {
      it(`gives nothing below it, by ${JSON.stringify(give)}`, () => {
        const rule = { amountMin: 300_000, give };
        const below = one(rule, bought(299_999));
        expect([below.amount, below.why]).to.deep.equal([
          0,
          { kind: 'below-minimum', needs: 300_000, was: 299_999 },
        ]);
        expect(one(rule, bought(300_000)).amount).to.be.greaterThan(0);
      });
    }

    it('looks at what earns, not at what was paid with points', () => {
      const paid = [
        { kind: 'cash', amount: 299_999 },
        { kind: 'points', amount: 1 },
      ] as const;
      expect(one({ amountMin: 300_000, ...rate }, bought(300_000, paid)).why.kind).to.equal('below-minimum');
    });
  });

  describe('by how it was paid', () => {
    for (const kind of paymentKinds) {
      it(`${earning[kind] ? 'earns' : 'earns nothing'} on what was paid by ${kind}`, () => {
        const facts = bought(500_000, [{ kind, amount: 500_000 }]);
        expect(one(rate, facts).amount).to.equal(earning[kind] ? 10 : 0);
        if (!earning[kind]) expect(one(rate, facts).why).to.deep.equal({ kind: 'base-empty' });
      });
    }

    it('earns on the rest of what was paid in part with points', () => {
      const paid = [
        { kind: 'points', amount: 150_000 },
        { kind: 'card', amount: 250_000 },
        { kind: 'gift_card', amount: 100_000 },
      ] as const;
      expect(one(rate, bought(500_000, paid)).amount).to.equal(4);
    });

    it('earns on all of it where nobody said how', () => {
      expect(one(rate, bought(500_000)).amount).to.equal(10);
    });
  });

  it('answers for every purchase rule in order, and for no other', () => {
    const program = programOf([
      { on: 'joining', give: { unit: 'points', fixed: 1 } },
      { give: { unit: 'credit', percent: 5 } },
      { on: 'birthday', give: { unit: 'points', fixed: 9 } },
      { amountMin: 10_000_000, ...rate },
    ]);
    const awards = earnFromPurchase(program, bought(500_000));
    expect(awards.map(({ rule, name, amount }) => [rule, name, amount])).to.deep.equal([
      ['r1', 'قاعده 1', 25_000],
      ['r3', 'قاعده 3', 0],
    ]);
  });

  describe('says when it expires:', () => {
    const table: readonly [
      what: string,
      boughtAt: string,
      months: number,
      settings: object,
      expiresAt: string,
    ][] = [
      // 1404/10/20 and a year: 1405/10/20 is 2027-01-10; its end in Tehran is 20:30 UTC.
      ['a year later', '2026-01-10T08:00:00Z', 12, {}, '2027-01-10T20:30:00Z'],
      ['by the Persian day of its zone', '2026-01-10T20:30:00Z', 12, {}, '2027-01-11T20:30:00Z'],
      ['in the last instant of that day', '2026-01-10T20:29:59.999Z', 12, {}, '2027-01-10T20:30:00Z'],
      // 31 Shahrivar 1404 (2025-09-22) and a month is 30 Mehr.
      ['at the end of a shorter month', '2025-09-22T08:00:00Z', 1, {}, '2025-10-22T20:30:00Z'],
      // 30 Esfand 1403 (2025-03-20, a leap year) and a year is 29 Esfand 1404 (2026-03-20).
      ['a year after a leap day', '2025-03-20T08:00:00Z', 12, {}, '2026-03-20T20:30:00Z'],
      // 29 Esfand 1404 and four years is 29 Esfand 1408, itself a leap year with a day to come.
      ['in a leap year', '2026-03-20T08:00:00Z', 48, {}, '2030-03-19T20:30:00Z'],
      [
        'in the Gregorian calendar',
        '2026-01-31T08:00:00Z',
        1,
        { calendar: 'gregorian' },
        '2026-02-28T20:30:00Z',
      ],
      ['on 29 February', '2028-01-31T08:00:00Z', 1, { calendar: 'gregorian' }, '2028-02-29T20:30:00Z'],
      [
        'in UTC',
        '2026-01-31T23:59:59Z',
        1,
        { calendar: 'gregorian', timeZone: 'UTC' },
        '2026-03-01T00:00:00Z',
      ],
      [
        'where the clock is put forward meanwhile',
        '2026-02-28T12:00:00Z',
        1,
        { calendar: 'gregorian', timeZone: 'Europe/Berlin' },
        '2026-03-28T23:00:00Z',
      ],
      [
        'and where it was put forward that night',
        '2026-02-28T12:00:00Z',
        2,
        { calendar: 'gregorian', timeZone: 'Europe/Berlin' },
        '2026-04-28T22:00:00Z',
      ],
    ];
    for (const [what, boughtAt, months, settings, expiresAt] of table) {
      it(what, () => {
        const program = programOf([{ ...rate, expires: { afterMonths: months } }], settings);
        const [award] = earnFromPurchase(program, { ...bought(100_000), occurredAt: Date.parse(boughtAt) });
        expect(new Date(award?.expiresAt ?? 0).toISOString()).to.equal(new Date(expiresAt).toISOString());
      });
    }

    it('never, where the rule says nothing', () => {
      expect(one(rate, bought(100_000)).expiresAt).to.equal(null);
    });
  });

  describe('for any purchase and any rules', () => {
    const whole = fc.integer({ min: 1, max: 1_000_000_000_000 });
    const unit = fc.constantFrom('points', 'credit');
    const rates = fc
      .record({ unit, give: whole, per: whole })
      .map(({ give, per, ...rest }) => ({ ...rest, give: Math.min(give, per), per: Math.max(give, per) }));
    const shares = fc.record({ unit: fc.constant('credit'), percent: fc.integer({ min: 1, max: 100 }) });
    const rules = fc.array(
      fc.record({
        give: fc.oneof(rates, shares),
        amountMin: fc.option(whole, { nil: undefined }),
      }),
      { minLength: 1, maxLength: 5 },
    );
    const payments = fc.array(
      fc.record({
        kind: fc.constantFrom(...paymentKinds),
        amount: fc.integer({ min: 1, max: 100_000_000_000 }),
      }),
      { maxLength: 6 },
    );
    const sumOf = (parts: PurchaseFacts['payments']) => parts.reduce((sum, { amount }) => sum + amount, 0);

    it('gives whole amounts from nothing up to the base', () => {
      fc.assert(
        fc.property(rules, payments, whole, (list, paid, amount) => {
          const facts = bought(paid.length === 0 ? amount : sumOf(paid), paid);
          const own = sumOf(paid.filter(({ kind }) => !earning[kind]));
          const base = facts.amount - own;
          for (const award of earnFromPurchase(programOf(list), facts)) {
            expect(Number.isSafeInteger(award.amount)).to.be.true;
            expect(award.amount).to.be.within(0, base);
          }
        }),
      );
    });

    it('does not look at the order of the payments, nor at how they are split', () => {
      fc.assert(
        fc.property(rules, payments, (list, paid) => {
          const program = programOf(list);
          const split = paid.flatMap(({ kind, amount }) =>
            amount === 1
              ? [{ kind, amount }]
              : [
                  { kind, amount: 1 },
                  { kind, amount: amount - 1 },
                ],
          );
          const expected = earnFromPurchase(program, bought(sumOf(paid), paid));
          for (const other of [[...paid].reverse(), split]) {
            expect(earnFromPurchase(program, bought(sumOf(paid), other))).to.deep.equal(expected);
          }
        }),
      );
    });

    it('never gives less for more', () => {
      fc.assert(
        fc.property(rules, whole, whole, (list, a, b) => {
          const program = programOf(list);
          const less = earnFromPurchase(program, bought(Math.min(a, b)));
          const more = earnFromPurchase(program, bought(Math.max(a, b)));
          for (const [index, { amount }] of less.entries()) {
            expect(more[index]?.amount).to.be.at.least(amount);
          }
        }),
      );
    });
  });
});

describe('earnFromOccasion', () => {
  const program = programOf([
    { on: 'joining', give: { unit: 'points', fixed: 20 }, expires: { afterMonths: 12 } },
    { on: 'joining', give: { unit: 'credit', fixed: 50_000 } },
    { on: 'birthday', give: { unit: 'points', fixed: 50 } },
    rate,
  ]);

  it('gives what every rule of the occasion says, and says when it expires', () => {
    expect(earnFromOccasion(program, 'joining', at)).to.deep.equal([
      {
        ...{ rule: 'r0', name: 'قاعده 0', unit: 'points', amount: 20 },
        ...{
          why: { kind: 'fixed', amount: 20, unit: 'points' },
          expiresAt: Date.parse('2027-01-10T20:30:00Z'),
        },
      },
      {
        ...{ rule: 'r1', name: 'قاعده 1', unit: 'credit', amount: 50_000 },
        ...{ why: { kind: 'fixed', amount: 50_000, unit: 'credit' }, expiresAt: null },
      },
    ]);
    expect(earnFromOccasion(program, 'birthday', at).map(({ rule }) => rule)).to.deep.equal(['r2']);
  });

  it('gives nothing where the program has no rule for it', () => {
    expect(earnFromOccasion(programOf([rate]), 'birthday', at)).to.deep.equal([]);
  });
});
