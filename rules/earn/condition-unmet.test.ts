import { expect } from 'chai';
import type { CalendarDate } from '../calendar.ts';
import { condition } from '../program/condition.ts';
import { compileCondition } from './condition.ts';
import { momentOf } from './moment.ts';
import { memberOf, noon } from '../testing/decisions.ts';
import { amount, at, basket, bought, bread, unmetOf } from '../testing/conditions.ts';
import type { Facts } from '../testing/conditions.ts';
import type { Unmet } from './why.ts';

describe('what does not hold is told', () => {
  const birthday: CalendarDate = { year: 1380, month: 1, day: 10, calendar: 'persian' };
  const table: readonly [when: object, facts: Facts, unmet: Unmet][] = [
    [{ amount: { from: 5 } }, amount(4), { kind: 'amount', needs: { from: 5 }, was: 4 }],
    [{ shops: ['north'] }, {}, { kind: 'shop', needs: ['north'], was: 'main' }],
    [{ products: { skus: ['milk'] } }, basket(bread), { kind: 'no-product' }],
    [
      { products: { amount: { from: 51 } } },
      basket(bread),
      { kind: 'product-amount', needs: { from: 51 }, was: 50 },
    ],
    [
      { products: { pieces: { above: 1 } } },
      basket(bread),
      { kind: 'product-pieces', needs: { above: 1 }, was: 1 },
    ],
    [{ payments: ['cash'] }, {}, { kind: 'payment', needs: ['cash'] }],
    [{ weekdays: ['friday'] }, {}, { kind: 'weekday', needs: ['friday'], was: 'saturday' }],
    [
      { hours: { from: '16:00', to: '20:00' } },
      at('1404/10/20 09:05'),
      { kind: 'hours', needs: { from: '16:00', to: '20:00' }, was: '09:05' },
    ],
    [{ dates: [{ from: '01-01', to: '01-13' }] }, {}, { kind: 'dates' }],
    [{ nth: { is: 1 } }, bought(1), { kind: 'nth', needs: { is: 1 }, was: 2 }],
    [{ nth: { every: 10 } }, {}, { kind: 'nth', needs: { every: 10 }, was: 1 }],
    [{ age: { from: 25 } }, {}, { kind: 'age', needs: { from: 25 }, was: undefined }],
    [{ age: { from: 25 } }, { member: { birthday } }, { kind: 'age', needs: { from: 25 }, was: 24 }],
    [
      { any: [{ shops: ['north'] }, { weekdays: ['friday'] }] },
      {},
      {
        kind: 'any',
        of: [
          { kind: 'shop', needs: ['north'], was: 'main' },
          { kind: 'weekday', needs: ['friday'], was: 'saturday' },
        ],
      },
    ],
    [{ none: [{ shops: ['main'] }] }, {}, { kind: 'excluded' }],
    [
      { all: [{ shops: ['main'] }, { shops: ['north'] }] },
      {},
      { kind: 'shop', needs: ['north'], was: 'main' },
    ],
  ];
  for (const [when, facts, unmet] of table) {
    it(JSON.stringify(unmet), () => {
      expect(unmetOf(when, facts)).to.deep.equal(unmet);
    });
  }

  it('of several, the first', () => {
    expect(unmetOf({ shops: ['north'], amount: { from: 5 } }, amount(4))?.kind).to.equal('amount');
  });
});

describe('without a purchase', () => {
  for (const [when, kind] of [
    [{ shops: ['main'] }, 'shop'],
    [{ products: {} }, 'no-product'],
    [{ payments: ['cash'] }, 'payment'],
  ] as const) {
    it(`no ${kind} holds`, () => {
      const unmet = compileCondition(
        condition.parse(when),
        'persian',
      )({
        moment: momentOf(noon, { timeZone: 'Asia/Tehran', calendar: 'persian' }),
        member: memberOf(),
        purchase: undefined,
        base: { amount: 0, pieces: 0 },
      });
      expect(unmet?.kind).to.equal(kind);
    });
  }
});
