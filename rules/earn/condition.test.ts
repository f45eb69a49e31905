import { expect } from 'chai';
import type { CalendarDate } from '../calendar.ts';
import { ageOn, compileCondition } from './condition.ts';
import { momentOf } from './moment.ts';
import { memberOf, noon, tehran } from '../testing/decisions.ts';
import { amount, at, basket, born, bought, bread, check, milk } from '../testing/conditions.ts';

describe('no condition', () => {
  it('always holds', () => {
    const setting = { moment: momentOf(noon, { timeZone: 'UTC', calendar: 'persian' }), member: memberOf() };
    const base = { amount: 0, pieces: 0 };
    expect(compileCondition(undefined, 'persian')({ ...setting, purchase: undefined, base })).to.equal(
      undefined,
    );
  });
});

describe('a condition of the purchase', () => {
  check([
    ['from an amount on', { amount: { from: 100 } }, [amount(100), amount(101)], [amount(99)]],
    ['above an amount', { amount: { above: 100 } }, [amount(101)], [amount(100)]],
    ['up to an amount', { amount: { to: 100 } }, [amount(100)], [amount(101)]],
    ['below an amount', { amount: { below: 100 } }, [amount(99)], [amount(100)]],
    ['between amounts', { amount: { from: 5, below: 7 } }, [amount(5), amount(6)], [amount(4), amount(7)]],
    [
      'in shops',
      { shops: ['main', 'north'] },
      [{}, { purchase: { shop: 'north' } }],
      [{ purchase: { shop: 'south' } }, { purchase: { shop: '' } }],
    ],
    [
      'partly paid so',
      { payments: ['cheque', 'cash'] },
      [
        {
          purchase: {
            payments: [
              { kind: 'card', amount: 1 },
              { kind: 'cash', amount: 1 },
            ],
          },
        },
      ],
      [{}, { purchase: { payments: [{ kind: 'card', amount: 1 }] } }],
    ],
    ['with a product', { products: { skus: ['milk'] } }, [basket(bread, milk)], [{}, basket(bread)]],
    ['with any line', { products: {} }, [basket(bread)], [{}]],
    [
      'with lines but for exceptions',
      { products: { except: { groups: ['dairy'] } } },
      [basket(bread)],
      [basket(milk), basket(milk, milk)],
    ],
    [
      'what the lines come to',
      { products: { groups: ['dairy'], amount: { from: 200 } } },
      [basket(milk, milk), basket(milk, bread, milk)],
      [basket(milk), basket(milk, bread, bread)],
    ],
    [
      'how many pieces the lines are',
      { products: { groups: ['dairy'], pieces: { from: 4, to: 4 } } },
      [basket(milk, milk, bread)],
      [basket(milk), basket(milk, milk, milk)],
    ],
  ]);
});

describe('a condition of the time', () => {
  check([
    [
      'on weekdays',
      { weekdays: ['saturday', 'friday'] },
      [at('1404/10/20 00:00'), at('1404/10/20 23:59'), at('1404/10/19 23:59')],
      [at('1404/10/21 00:00'), at('1404/10/18 23:59')],
    ],
    [
      'in hours of a day',
      { hours: { from: '16:00', to: '20:00' } },
      [at('1404/10/20 16:00'), at('1404/10/20 19:59')],
      [at('1404/10/20 15:59'), at('1404/10/20 20:00')],
    ],
    [
      'in hours over midnight',
      { hours: { from: '22:00', to: '02:00' } },
      [at('1404/10/20 22:00'), at('1404/10/20 23:59'), at('1404/10/20 00:00'), at('1404/10/20 01:59')],
      [at('1404/10/20 21:59'), at('1404/10/20 02:00')],
    ],
    [
      'until midnight',
      { hours: { from: '22:00', to: '00:00' } },
      [at('1404/10/20 23:59')],
      [at('1404/10/20 00:00'), at('1404/10/20 21:59')],
    ],
    [
      'on dates of one year',
      { dates: [{ from: '1404-10-20', to: '1404-11-01' }] },
      [at('1404/10/20 00:00'), at('1404/11/01 23:59')],
      [at('1404/10/19 23:59'), at('1404/11/02 00:00'), at('1405/10/20 12:00')],
    ],
    [
      'on a single date',
      { dates: [{ from: '1404-10-20', to: '1404-10-20' }] },
      [at('1404/10/20 12:00')],
      [at('1404/10/21 12:00')],
    ],
    [
      'on dates over the turn of a year',
      { dates: [{ from: '1403-12-29', to: '1404-01-02' }] },
      [at('1403/12/29 00:00'), at('1403/12/30 12:00'), at('1404/01/02 23:59')],
      [at('1403/12/28 12:00'), at('1404/01/03 00:00'), at('1404/12/29 12:00')],
    ],
    [
      'on dates of every year',
      { dates: [{ from: '01-01', to: '01-13' }] },
      [at('1404/01/01 00:00'), at('1405/01/13 23:59')],
      [at('1404/12/29 23:59'), at('1405/01/14 00:00')],
    ],
    [
      'on dates over the turn of every year',
      { dates: [{ from: '12-25', to: '01-13' }] },
      [at('1404/12/25 00:00'), at('1403/12/30 12:00'), at('1405/01/13 23:59')],
      [at('1404/12/24 23:59'), at('1405/01/14 00:00')],
    ],
    [
      'until 30 Esfand, in a common year as well',
      { dates: [{ from: '1404-12-01', to: '1404-12-30' }] },
      [at('1404/12/29 23:59')],
      [at('1405/01/01 00:00')],
    ],
    [
      'on 30 Esfand of every year, which is 29 Esfand in a common year',
      { dates: [{ from: '12-30', to: '12-30' }] },
      [at('1403/12/30 12:00'), at('1404/12/29 12:00')],
      [at('1403/12/29 12:00'), at('1404/12/28 12:00'), at('1405/01/01 00:00')],
    ],
    [
      'on one of several spans',
      {
        dates: [
          { from: '01-01', to: '01-02' },
          { from: '10-20', to: '10-20' },
        ],
      },
      [{}, at('1405/01/02 12:00')],
      [at('1405/01/03 12:00')],
    ],
    [
      'on Gregorian dates in a Persian program',
      { dates: [{ from: '12-24', to: '12-26', calendar: 'gregorian' }] },
      [{ at: Date.parse('2025-12-23T20:30:00Z') }, { at: Date.parse('2025-12-26T20:29:59Z') }],
      [{ at: Date.parse('2025-12-23T20:29:59Z') }, { at: Date.parse('2025-12-26T20:30:00Z') }],
    ],
    [
      'on Gregorian dates of one year in a Persian program',
      { dates: [{ from: '2026-01-10', to: '2026-01-10', calendar: 'gregorian' }] },
      [at('1404/10/20 00:00'), at('1404/10/20 23:59')],
      [at('1404/10/19 23:59'), at('1404/10/21 00:00')],
    ],
    [
      "on dates of the program's own calendar",
      { dates: [{ from: '2026-01-10', to: '2026-01-10' }] },
      [{ calendar: 'gregorian' }],
      [{ calendar: 'gregorian', at: tehran('1404/10/21 00:00') }],
    ],
  ]);
});

describe('a condition of the member', () => {
  const inFarvardin: CalendarDate = { year: 1380, month: 1, day: 10, calendar: 'persian' };
  const leapDay: CalendarDate = { year: 1379, month: 12, day: 30, calendar: 'persian' };
  const gregorian: CalendarDate = { year: 2000, month: 1, day: 10, calendar: 'gregorian' };
  const unborn: CalendarDate = { year: 1404, month: 12, day: 30, calendar: 'persian' };

  check([
    ['the first purchase', { nth: { is: 1 } }, [{}, bought(0)], [bought(1), bought(2)]],
    ['the third purchase', { nth: { is: 3 } }, [bought(2)], [{}, bought(1), bought(3), bought(5)]],
    [
      'every third purchase',
      { nth: { every: 3 } },
      [bought(2), bought(5)],
      [{}, bought(1), bought(3), bought(4)],
    ],
    [
      'an age from the birthday on',
      { age: { from: 25 } },
      [born(inFarvardin, '1405/01/10 00:00'), born(inFarvardin, '1406/01/01 00:00')],
      [born(inFarvardin, '1405/01/09 23:59')],
    ],
    [
      'an age until the day before the birthday',
      { age: { to: 24 } },
      [born(inFarvardin, '1405/01/09 23:59')],
      [born(inFarvardin, '1405/01/10 00:00')],
    ],
    [
      'an age from a leap day, on the last of Esfand in a common year',
      { age: { from: 25 } },
      [born(leapDay, '1404/12/29 00:00')],
      [born(leapDay, '1404/12/28 23:59')],
    ],
    [
      'an age in the calendar of the birthday',
      { age: { from: 26 } },
      [born(gregorian, '1404/10/20 00:00')],
      [born(gregorian, '1404/10/19 23:59')],
    ],
    ['an age that is unknown', { age: { to: 200 } }, [], [{}, born(unborn, '1405/01/10 00:00')]],
  ]);
});

describe('ageOn', () => {
  const birthday: CalendarDate = { year: 1404, month: 1, day: 1, calendar: 'persian' };
  for (const [day, age] of [
    ['2025-03-20', -1],
    ['2025-03-21', 0],
    ['2026-03-20', 0],
    ['2026-03-21', 1],
  ] as const) {
    it(`on ${day} is ${age}`, () => {
      expect(ageOn(birthday, day)).to.equal(age);
    });
  }
});

describe('conditions together', () => {
  const large = { amount: { from: 100 } };
  const friday = { weekdays: ['friday'] };
  const onFriday = (rial: number) => ({ ...amount(rial), ...at('1404/10/19 12:00') });

  check([
    ['every field that is given', { ...large, ...friday }, [onFriday(100)], [onFriday(99), amount(100)]],
    ['all', { all: [large, friday] }, [onFriday(100)], [onFriday(99), amount(100), amount(99)]],
    ['any', { any: [large, friday] }, [onFriday(99), amount(100)], [amount(99)]],
    ['none', { none: [large, friday] }, [amount(99)], [amount(100), onFriday(99), onFriday(100)]],
    ['none of an unknown age', { none: [{ age: { from: 1 } }] }, [{}], []],
    [
      'any in all, none in any',
      { all: [{ any: [large, { none: [friday] }] }, { amount: { from: 50 } }] },
      [onFriday(100), amount(50)],
      [onFriday(99), amount(49)],
    ],
    ['none in none', { none: [{ none: [friday] }] }, [onFriday(1)], [amount(1)]],
    ['fields beside nested ones', { ...large, any: [friday] }, [onFriday(100)], [onFriday(99), amount(100)]],
  ]);
});
