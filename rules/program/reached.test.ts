import { checkFaults, least } from '../testing/programs.ts';

describe('faults of a rule on what is reached', () => {
  const gift = { unit: 'points', fixed: 1 };
  const with_ = (words: object) => ({
    ...least,
    rules: [{ id: 'r', name: 'قانون', on: 'reached', count: 'spent', from: 10, give: gift, ...words }],
  });
  checkFaults([
    ['nothing counted', with_({ count: undefined }), 'rules[0].count', 'is missing'],
    ['no threshold', with_({ from: undefined }), 'rules[0].from', 'is missing'],
    ['a threshold of nothing', with_({ from: 0 }), 'rules[0].from', '1'],
    ['half a rial', with_({ from: 0.5 }), 'rules[0].from', 'whole number'],
    ['two windows', with_({ within: { days: 1, months: 1 } }), 'rules[0].within', 'one of days or months'],
    ['another window', with_({ within: 'decade' }), 'rules[0].within', '{"months": 3}'],
    ['more than two years', with_({ within: { months: 25 } }), 'rules[0].within.months', '24'],
    [
      'each period of a rolling window',
      with_({ within: { days: 30 }, again: 'each-period' }),
      'rules[0].again',
      'needs a period of the calendar',
    ],
    ['each period of ever', with_({ again: 'each-period' }), 'rules[0].again', 'needs a period'],
    [
      'amounts of visits',
      with_({ count: 'visits', when: { amount: { from: 5 } } }),
      'rules[0].when.amount',
      'needs a purchase',
    ],
    ['points by amount', with_({ give: { unit: 'points', give: 1, per: 10 } }), 'rules[0].give', 'purchase'],
  ]);
});
