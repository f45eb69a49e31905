import { expect } from 'chai';
import fc from 'fast-check';
import type { PaymentKind } from '../program/payments.ts';
import { amountsOf, memberOf, onTheDay, onlyAward, programOf, ruleOf, tehran } from '../testing/decisions.ts';
import { decide, fixed, multiplier } from '../testing/rules.ts';
import type { Words } from '../testing/rules.ts';
import { decideOccasion } from './decide.ts';
import { openPart } from './award.ts';
import type { Award } from './award.ts';

type Payments = readonly (readonly [kind: PaymentKind, amount: number])[];

const award = (rule: Words, payments: Payments = [], program: Words = {}): Award => {
  const amount = payments.reduce((sum, [, paid]) => sum + paid, 0) || 1_000_000;
  const purchase = { amount, payments: payments.map(([kind, paid]) => ({ kind, amount: paid })) };
  return onlyAward(decide([rule], { purchase, program }));
};

/** The parts of an award that wait: how much, for what. */
const waits = ({ pending = [] }: Award) =>
  pending.map(({ amount, opensAt, untilPaid, untilApproved }) => [
    amount,
    ...(opensAt === null ? [] : [opensAt]),
    ...(untilPaid ? ['paid'] : []),
    ...(untilApproved ? ['approved'] : []),
  ]);

const inThreeDays = { for: { days: 3 } };
const then = tehran('1404/10/24 00:00');

describe('what of an award waits', () => {
  const halves: Payments = [
    ['cash', 500_000],
    ['on_account', 500_000],
  ];
  const table: readonly [what: string, award: Award, amount: number, waits: unknown][] = [
    ['nothing', award(ruleOf()), 10, []],
    [
      'nothing of what was paid',
      award(ruleOf(), [
        ['cash', 500_000],
        ['card', 500_000],
      ]),
      10,
      [],
    ],
    ['all of what is on account', award(ruleOf(), [['on_account', 1_000_000]]), 10, [[10, 'paid']]],
    ['all of what is by cheque', award(ruleOf(), [['cheque', 1_000_000]]), 10, [[10, 'paid']]],
    ['the share that is on account', award(ruleOf(), halves), 10, [[5, 'paid']]],
    [
      'more rather than less of what cannot be halved',
      award(ruleOf({ give: { unit: 'points', fixed: 11 } }), halves),
      11,
      [[6, 'paid']],
    ],
    [
      'nothing of a kind that earns at the sale',
      award(ruleOf(), halves, { payments: { on_account: { earns: true, when: 'sale' } } }),
      10,
      [],
    ],
    [
      'the share of a kind by what counts of it',
      award(ruleOf(), halves, { payments: { on_account: { earns: true, percent: 25 } } }),
      6,
      [[2, 'paid']],
    ],
    [
      'nothing of a kind that earns nothing',
      award(ruleOf(), halves, { payments: { on_account: { earns: false } } }),
      5,
      [],
    ],
    [
      'the share of the sale where all that was sold counts',
      award(ruleOf({ give: { unit: 'points', give: 1, per: 100_000, of: { of: 'sold' } } }), [
        ['points', 500_000],
        ['on_account', 500_000],
      ]),
      10,
      [[5, 'paid']],
    ],
    ['all for a length of time', award(ruleOf({ pending: inThreeDays })), 10, [[10, then]]],
    ["all by the program's word", award(ruleOf(), [], { pending: inThreeDays }), 10, [[10, then]]],
    [
      'nothing where the rule takes back what the program says',
      award(ruleOf({ pending: 'never' }), [], { pending: inThreeDays }),
      10,
      [],
    ],
    [
      'what is unpaid all the same',
      award(ruleOf({ pending: 'never' }), halves, { pending: inThreeDays }),
      10,
      [[5, 'paid']],
    ],
    [
      'both, where some of it is unpaid',
      award(ruleOf({ pending: inThreeDays }), halves),
      10,
      [
        [5, then],
        [5, then, 'paid'],
      ],
    ],
    ['until it is approved', award(ruleOf({ pending: { until: 'approved' } })), 10, [[10, 'approved']]],
    [
      'until it is paid, whatever the kind of payment says',
      award(ruleOf({ pending: { until: 'paid' } }), halves, {
        payments: { on_account: { earns: true, when: 'sale' } },
      }),
      10,
      [[5, 'paid']],
    ],
    ['nothing until it is paid where it is', award(ruleOf({ pending: { until: 'paid' } })), 10, []],
    ['nothing once the date has come', award(ruleOf({ pending: { until: '1404-10-20' } })), 10, []],
    ['nothing of nothing', award(ruleOf({ pending: inThreeDays, when: { shops: ['north'] } })), 0, []],
  ];
  for (const [what, given, amount, expected] of table) {
    it(`is ${what}`, () => {
      expect([given.amount, waits(given)]).to.deep.equal([amount, expected]);
    });
  }

  it('is what multipliers and limits left, and counts in the limits', () => {
    const rule = ruleOf({ pending: inThreeDays, limits: [{ amount: 15 }] });
    const decision = decide([rule, multiplier('m', 2)]);
    expect(decision.awards.map((each) => [each.amount, waits(each)])).to.deep.equal([
      [15, [[15, then]]],
      [0, []],
    ]);
    expect(decision.tallies.map(({ amount }) => amount)).to.include(15);
  });

  it('is not in a balance that is rounded up', () => {
    const roundUp = ruleOf({ id: 'u', give: { unit: 'points', roundUpTo: 10 } });
    const member = { balances: { points: 3, credit: 0 } };
    expect(amountsOf(decide([fixed('f', 4, { pending: inThreeDays }), roundUp], { member }))).to.deep.equal({
      ...{ f: 4, u: 7 },
    });
  });

  it('is of a birthday or of joining as well', () => {
    const program = programOf([
      fixed('b', 5, { on: 'birthday', pending: { until: 'approved' } }),
      fixed('j', 5, { on: 'joining', pending: inThreeDays }),
    ]);
    const of = (trigger: 'birthday' | 'joining') =>
      waits(onlyAward(decideOccasion(program, trigger, onTheDay(memberOf()))));
    expect([of('birthday'), of('joining')]).to.deep.equal([[[5, 'approved']], [[5, then]]]);
  });

  it('keeps until when it can be spent, with the zone and the calendar', () => {
    const [part] = award(ruleOf({ pending: inThreeDays, expires: { on: ['12-29'] } })).pending ?? [];
    expect(part?.expires).to.deep.equal({
      ...{ expiry: { on: ['12-29'] }, timeZone: 'Asia/Tehran', calendar: 'persian' },
    });
  });

  it('is never more than the award, nor less than what is unpaid of it', () => {
    const kind = fc.constantFrom<PaymentKind>('cash', 'card', 'cheque', 'on_account', 'points');
    const payments = fc.array(fc.tuple(kind, fc.integer({ min: 1, max: 5_000_000 })), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(payments, fc.integer({ min: 1, max: 400 }), (paid, gift) => {
        const given = award(fixed('f', gift), paid);
        const waiting = (given.pending ?? []).reduce((sum, part) => sum + part.amount, 0);
        const sumOf = (...kinds: PaymentKind[]) =>
          paid.reduce((sum, [each, amount]) => (kinds.includes(each) ? sum + amount : sum), 0);
        const [late, all] = [sumOf('cheque', 'on_account'), sumOf('cash', 'card', 'cheque', 'on_account')];
        expect(openPart(given) + waiting).to.equal(given.amount);
        expect(openPart(given)).to.be.at.least(0);
        if (given.amount > 0) expect(openPart(given)).to.equal(Math.floor((gift * (all - late)) / all));
      }),
    );
  });
});
