import { checkFaults, counting, giving, joining, least, points } from '../testing/programs.ts';

describe('faults of what is given', () => {
  const forms = 'write one of fixed, give and per, percent, perPiece, table, roundUpTo or multiply';
  checkFaults([
    ['nothing at all', giving(undefined), 'rules[0].give', 'is missing'],
    ['an empty one', giving({}), 'rules[0].give', forms],
    ['a unit alone', giving({ unit: 'points' }), 'rules[0].give', forms],
    ['a number', giving(5), 'rules[0].give', forms],
    ['so much, but not per what', giving({ unit: 'points', give: 1 }), 'rules[0].give.per', 'is missing'],
    ['per what, but not how much', giving({ unit: 'points', per: 1 }), 'rules[0].give.give', 'is missing'],
    [
      'points by percent',
      giving({ unit: 'points', percent: 5 }),
      'rules[0].give.unit',
      'for points write give and per',
    ],
    ['a gift of nothing', giving({ unit: 'points', fixed: 0 }), 'rules[0].give.fixed', 'more than 0'],
    ['a gift below nothing', giving({ unit: 'points', fixed: -1 }), 'rules[0].give.fixed', 'more than 0'],
    ['half a point', giving({ unit: 'points', fixed: 0.5 }), 'rules[0].give.fixed', 'must be a whole number'],
    [
      'a gift in quotes',
      giving({ unit: 'points', fixed: '1' }),
      'rules[0].give.fixed',
      'a number, without quotes',
    ],
    [
      'a gift beyond counting',
      giving({ unit: 'points', fixed: 1e12 + 1 }),
      'rules[0].give.fixed',
      'at most 1000000000000',
    ],
    ['another unit', giving({ unit: 'stars', fixed: 1 }), 'rules[0].give.unit', '"points" or "credit"'],
    ['no unit', giving({ fixed: 1 }), 'rules[0].give.unit', 'is missing'],
    [
      'a misspelt gift',
      giving({ unit: 'points', fixd: 5 }),
      'rules[0].give',
      'has no "fixd"; is fixed meant?',
    ],
    ['a misspelt piece', giving({ unit: 'points', perPeice: 5 }), 'rules[0].give', 'is perPiece meant?'],
    ['a misspelt percent', giving({ unit: 'credit', precent: 5 }), 'rules[0].give', 'is percent meant?'],
    ['a misspelt multiplier', giving({ multipy: 2 }), 'rules[0].give', 'is multiply meant?'],
    ['a misspelt choice', giving({ ...points, starteDStep: true }), 'rules[0].give', 'is startedStep meant?'],
    ['two ways at once', giving({ ...points, percent: 5 }), 'rules[0].give', 'has no "percent" here'],
    ['more than one for each rial', giving({ ...points, give: 101 }), 'rules[0].give', 'is "per" in rial?'],
    [
      'carrying what was begun',
      giving({ ...points, startedStep: true, carry: true }),
      'rules[0].give',
      'nothing to carry',
    ],
    [
      'a share of 101 percent',
      giving({ unit: 'credit', percent: 101 }),
      'rules[0].give.percent',
      'at most 100',
    ],
    ['a share of nothing', giving({ unit: 'credit', percent: 0 }), 'rules[0].give.percent', 'at least 0.01'],
    [
      'a share of three decimals',
      giving({ unit: 'credit', percent: 1.125 }),
      'rules[0].give.percent',
      'two decimals',
    ],
    ['a multiplier below nothing', giving({ multiply: -1 }), 'rules[0].give.multiply', 'at least 0'],
    ['a multiplier of 101', giving({ multiply: 101 }), 'rules[0].give.multiply', 'at most 100'],
    ['an empty table', giving({ unit: 'points', table: [] }), 'rules[0].give.table', 'must not be empty'],
    [
      'a table that does not go up',
      giving({
        unit: 'points',
        table: [
          { from: 5, give: 1 },
          { from: 5, give: 2 },
        ],
      }),
      'rules[0].give.table',
      'do not go up',
    ],
    [
      'a table row of nothing',
      giving({ unit: 'points', table: [{ from: 5 }] }),
      'rules[0].give.table[0]',
      'write a row as',
    ],
    [
      'points by a table of percent',
      giving({ unit: 'points', table: [{ from: 5, percent: 1 }] }),
      'rules[0].give',
      'only credit',
    ],
    [
      'an amount at joining',
      { ...least, rules: [{ ...joining, give: points }] },
      'rules[0].give',
      'fixed or roundUpTo',
    ],
    ['counting something else', counting({ of: 'asked' }), 'rules[0].give.of.of', '"paid" or "sold"'],
    [
      'counting no group',
      counting({ products: { groups: [] } }),
      'rules[0].give.of.products.groups',
      'must not be empty',
    ],
  ]);
});
