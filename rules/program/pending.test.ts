import { checkFaults, faultsOf, joining, least, withRule } from '../testing/programs.ts';
import { expect } from 'chai';

const settlement = { on: 'settlement', give: { unit: 'points', fixed: 1 } };

describe('what a program says of waiting', () => {
  const good: readonly unknown[] = [
    ...['never', { for: { days: 3 } }, { for: { hours: 1 }, to: 'instant' }, { until: 'paid' }].map(
      (pending) => withRule({ pending }),
    ),
    ...[{ until: 'approved' }, { until: '1405-01-01' }, { until: '01-01' }].map((pending) => ({
      ...withRule({}),
      pending,
    })),
    withRule({ ...settlement, paidWithin: { days: 30 }, when: { amount: { from: 5 } } }),
    { ...least, payments: { cheque: { earns: true, when: 'sale' } } },
  ];
  it('takes every form of it', () => {
    expect(good.map(faultsOf)).to.deep.equal(good.map(() => []));
  });

  checkFaults([
    ['no form', withRule({ pending: { days: 3 } }), 'rules[0].pending', 'write "never", {"for"'],
    [
      'a boundary that is none',
      withRule({ pending: { for: { days: 1 }, to: 'month' } }),
      'rules[0].pending.to',
      '"instant"',
    ],
    [
      'no such word',
      withRule({ pending: { until: 'sold' } }),
      'rules[0].pending.until',
      '"paid", "approved"',
    ],
    [
      'a year of the other calendar',
      withRule({ pending: { until: '2026-01-01' } }),
      'rules[0].pending.until',
      'calendar',
    ],
    [
      "one in the program's word",
      { ...least, pending: { until: '2026-01-01' } },
      'pending.until',
      'calendar',
    ],
    [
      'a multiplier that waits',
      withRule({ give: { multiply: 2 }, pending: { until: 'paid' } }),
      'rules[0].pending',
      'nothing that it gives',
    ],
    [
      'what is not bought and waits to be paid',
      { ...least, rules: [{ ...joining, pending: { until: 'paid' } }] },
      'rules[0].pending.until',
      'needs a purchase',
    ],
    [
      'cash that is paid later',
      { ...least, payments: { cash: { earns: true, when: 'paid' } } },
      'payments.cash',
      'when',
    ],
    [
      'the nth of settlements',
      withRule({ ...settlement, when: { nth: { is: 1 } } }),
      'rules[0].when.nth',
      'purchase',
    ],
    ['a purchase that is paid in time', withRule({ paidWithin: { days: 1 } }), 'rules[0]', 'paidWithin'],
  ]);
});
