import { checkFaults, giving, withRule } from '../testing/programs.ts';

describe('faults of charities', () => {
  const charities = [{ id: 'school', name: 'خیریه نمونه' }];
  const giveTo = (give: object, rule: object = {}) =>
    withRule({ give: { charity: 'school', ...give }, ...rule }, { charities });
  checkFaults([
    [
      'one that there is not',
      giving({ charity: 'x', fixed: 1 }),
      'rules[0].give.charity',
      'add it to charities',
    ],
    [
      'one that there is not, of several things',
      giving([
        { unit: 'points', fixed: 1 },
        { charity: 'x', fixed: 1 },
      ]),
      'rules[0].give[1].charity',
      'is no charity',
    ],
    [
      'one that there is not, on a card',
      withRule(
        { give: { stamp: 'c', fixed: 1 } },
        { stampCards: [{ id: 'c', name: 'کارت', stamps: 2, gives: { charity: 'x', fixed: 1 } }] },
      ),
      'stampCards[0].gives.charity',
      'is no charity',
    ],
    [
      'the same id twice',
      withRule({}, { charities: [...charities, ...charities] }),
      'charities[1].id',
      'used twice',
    ],
    ['more than was bought', giveTo({ give: 2, per: 1 }), 'rules[0].give', 'more than one for each rial'],
    ['no amount at all', giveTo({}), 'rules[0].give', 'write one of'],
    ['nothing', giveTo({ fixed: 0 }), 'rules[0].give.fixed', 'more than 0'],
    ['a share without a purchase', giveTo({ percent: 1 }, { on: 'joining' }), 'rules[0].give', 'percent'],
    ['an expiry', giveTo({ fixed: 1 }, { expires: 'never' }), 'rules[0].expires', 'does not expire'],
    [
      'a wait',
      giveTo({ fixed: 1 }, { pending: { for: { days: 1 }, to: 'instant' } }),
      'rules[0].pending',
      'nothing that it gives can wait',
    ],
    [
      'a comparison with others',
      withRule(
        { give: { charity: 'school', fixed: 1 }, group: 'g' },
        { charities, groups: { g: { take: 'highest' } } },
      ),
      'rules[0].group',
      'gifts to a charity cannot be compared',
    ],
    [
      'a limit of what it does not give',
      giveTo({ fixed: 1 }, { limits: [{ amount: 5, unit: 'points' }] }),
      'rules[0].limits[0].unit',
      'gives no points',
    ],
  ]);
});
