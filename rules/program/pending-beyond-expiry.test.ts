import { expect } from 'chai';
import { checkFaults, faultsOf, least, withRule } from '../testing/programs.ts';

const days = (count: number, to?: string) => ({ for: { days: count }, ...(to !== undefined && { to }) });
const after = (span: object, words: object = {}) => ({ after: span, ...words });

describe('what waits longer than it lasts', () => {
  const good: readonly unknown[] = [
    withRule({ pending: days(29), expires: after({ days: 30 }) }),
    withRule({ pending: days(60), expires: after({ days: 30 }, { from: 'activation' }) }),
    withRule({ pending: days(30, 'instant'), expires: after({ days: 30 }) }),
    withRule({ pending: days(60), expires: 'never' }),
    withRule({ pending: days(40), expires: after({ days: 30 }, { to: 'month' }) }),
    withRule({ pending: { until: 'approved' }, expires: after({ days: 1 }) }),
    withRule({ pending: days(40), expires: { steps: [{ after: { days: 30 }, lose: 50 }] } }),
    withRule({ pending: days(5), give: { stamp: 'c', fixed: 1 } }, { stampCards: [] }),
  ];
  it('is not what can be spent for an instant, or is counted from when it can', () => {
    const found = good.map((program) =>
      faultsOf(program).filter(({ problem }) => problem.includes('earned')),
    );
    expect(found).to.deep.equal(good.map(() => []));
  });

  checkFaults([
    [
      'as long, both to the end of the day',
      withRule({ pending: days(30), expires: after({ days: 30 }) }),
      'rules[0].pending',
      'waits 30 days, and points end no later, counted from when they were earned: shorten',
    ],
    [
      'a day and a bit, to the instant',
      withRule({ pending: days(31, 'instant'), expires: after({ days: 30 }) }),
      'rules[0].pending',
      'waits 31 days',
    ],
    [
      'one month for what ends with the day after four weeks',
      withRule({ pending: { for: { months: 1 } }, expires: after({ days: 28 }) }),
      'rules[0].pending',
      'waits 1 month',
    ],
    [
      "by the program's word on the end",
      { ...withRule({ pending: days(400) }), expires: { points: after({ years: 1 }) } },
      'rules[0].pending',
      '"from": "activation"',
    ],
    [
      "by the program's word on the wait",
      { ...withRule({ expires: after({ days: 7 }) }), pending: days(14) },
      'rules[0].expires',
      'pending says that it waits 14 days',
    ],
    [
      'by both of them',
      { ...withRule({}), pending: days(14), expires: { points: after({ days: 7 }) } },
      'rules[0]',
      'shorten the wait',
    ],
    [
      'what has lost all of its value by steps',
      withRule({
        pending: days(60),
        expires: {
          steps: [
            { after: { days: 10 }, lose: 50 },
            { after: { days: 60 }, lose: 100 },
          ],
        },
      }),
      'rules[0].pending',
      'waits 60 days',
    ],
  ]);

  it('is no fault where nothing is given', () => {
    expect(faultsOf({ ...least, pending: days(14), expires: { points: after({ days: 7 }) } })).to.deep.equal(
      [],
    );
  });
});
