import { checkFaults, counting, giving, withRule, joining, least, points } from '../testing/programs.ts';

describe('faults of what is given', () => {
  const forms = 'write one of fixed, give and per, percent';
  const card = { id: 's', name: 'کارت', stamps: 9, gives: { unit: 'points', fixed: 5 } };
  const carded = (words: object) => withRule({}, { stampCards: [{ ...card, ...words }] });
  const stamping = (give: object, rule: object = {}, program: object = {}) =>
    withRule({ give, ...rule }, { stampCards: [card], ...program });
  const both = [points, { unit: 'credit', percent: 1 }];
  checkFaults([
    ['nothing at all', giving(undefined), 'rules[0].give', 'is missing'],
    ['an empty one', giving({}), 'rules[0].give', forms],
    ['a unit alone', giving({ unit: 'points' }), 'rules[0].give', forms],
    ['a number', giving(5), 'rules[0].give', forms],
    ['so much, but not per what', giving({ unit: 'points', give: 1 }), 'rules[0].give.per', 'is missing'],
    ['per what, but not how much', giving({ unit: 'points', per: 1 }), 'rules[0].give.give', 'is missing'],
    [
      'points by percent of nobody knows what',
      giving({ unit: 'points', percent: 5 }),
      'rules[0].give.percent',
      'says not what a point is worth',
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
    ['no unit', giving({ fixed: 1 }), 'rules[0].give', forms],
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
      giving({
        unit: 'points',
        table: [
          { from: 5, give: 1 },
          { from: 6, percent: 1 },
        ],
      }),
      'rules[0].give.table[1].percent',
      'says not what a point is worth',
    ],
    [
      'an amount at joining',
      { ...least, rules: [{ ...joining, give: points }] },
      'rules[0].give',
      'write fixed, roundUpTo',
    ],
    [
      'points by percent in a list',
      giving([
        { unit: 'credit', percent: 1 },
        { unit: 'points', percent: 1 },
      ]),
      'rules[0].give[1].percent',
      'or write give and per',
    ],
    [
      'points worth nothing',
      { ...least, units: { points: { worth: 0 } } },
      'units.points.worth',
      'more than 0',
    ],
    [
      'points worth half a rial',
      { ...least, units: { points: { worth: 0.5 } } },
      'units.points.worth',
      'whole number',
    ],
    [
      "a rule's rounding where a purchase is rounded once",
      withRule({ rounding: 'up' }, { rounding: { once: 'purchase' } }),
      'rules[0].rounding',
      'leave it out',
    ],
    [
      'the rounding of a multiplier',
      withRule({ give: { multiply: 2 }, rounding: 'up' }),
      'rules[0].rounding',
      'gives nothing of its own',
    ],
    ['a stamp on no card', giving({ stamp: 's', fixed: 1 }), 'rules[0].give.stamp', 'add it to stampCards'],
    [
      'a stamp on no card in a list',
      giving([points, { stamp: 's', fixed: 1 }]),
      'rules[0].give[1].stamp',
      'add it to stampCards',
    ],
    ['no stamp', stamping({ stamp: 's', fixed: 0 }), 'rules[0].give.fixed', 'more than 0'],
    ['half a stamp', stamping({ stamp: 's', perPiece: 0.5 }), 'rules[0].give.perPiece', 'whole number'],
    [
      'stamps that are compared with points',
      stamping({ stamp: 's', fixed: 1 }, { group: 'g' }, { groups: { g: { take: 'highest' } } }),
      'rules[0].group',
      'cannot be compared',
    ],
    ['a card of one stamp', carded({ stamps: 1 }), 'stampCards[0].stamps', 'at least 2'],
    ['a card that gives nothing', carded({ gives: [] }), 'stampCards[0].gives', 'must not be empty'],
    [
      'a card that gives stamps',
      carded({ gives: { stamp: 's', fixed: 1 } }),
      'stampCards[0].gives',
      'no stamps',
    ],
    [
      'a card that rounds up',
      carded({ gives: { unit: 'points', roundUpTo: 5 } }),
      'stampCards[0].gives',
      'nothing that rounds',
    ],
    ["a card with a rule's id", carded({ id: 'p' }), 'stampCards[0].id', 'id of a rule'],
    [
      'two cards with one id',
      withRule({}, { stampCards: [card, card] }),
      'stampCards[1].id',
      'or of another card',
    ],
    ['an empty list', giving([]), 'rules[0].give', 'must not be empty'],
    ['a list with nothing in it', giving([points, {}]), 'rules[0].give[1]', forms],
    [
      'a list with a fault in it',
      giving([points, { unit: 'credit', fixed: 0 }]),
      'rules[0].give[1].fixed',
      'more than 0',
    ],
    ['a list of a list', giving([[points]]), 'rules[0].give[0]', forms],
    [
      'an amount in a list at joining',
      { ...least, rules: [{ ...joining, give: [points] }] },
      'rules[0].give[0]',
      'write fixed, roundUpTo',
    ],
    [
      'the same unit twice',
      giving([points, { unit: 'points', fixed: 1 }]),
      'rules[0].give',
      'gives points twice',
    ],
    [
      'a multiplier of nothing in a list',
      giving([points, { multiply: 2, rules: ['p'] }]),
      'rules[0].give[1].rules[0]',
      'no purchase rule before this one',
    ],
    [
      'a limit that says not of what',
      withRule({ give: both, limits: [{ amount: 5 }] }),
      'rules[0].limits[0].amount',
      'write "unit": "points" or "credit"',
    ],
    [
      'a limit of what is not given',
      withRule({ limits: [{ amount: 5, unit: 'credit' }] }),
      'rules[0].limits[0].unit',
      'gives no credit',
    ],
    [
      'a unit of how often',
      withRule({ give: both, limits: [{ times: 5, unit: 'credit' }] }),
      'rules[0].limits[0]',
      'leave the unit out',
    ],
    [
      'a group whose highest cannot be told',
      withRule({ give: both, group: 'g' }, { groups: { g: { take: 'highest' } } }),
      'rules[0].group',
      'the highest of points and credit',
    ],
    [
      'a multiplier beside a gift in a group',
      withRule({ give: [points, { multiply: 2 }], group: 'g' }, { groups: { g: { take: 'first' } } }),
      'rules[0].group',
      'compete in no group',
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
