import { expect } from 'chai';
import { checkFaults, faultsOf, joining, least, when, withRule } from '../testing/programs.ts';

const gift = { unit: 'points', fixed: 1 };
const timed = (time: unknown, program: object = {}) => ({
  ...{ ...least, ...program },
  rules: [{ id: 's', name: 'نوروز', on: 'schedule', time, give: gift }],
});
const gregorian = { calendar: 'gregorian' };
const place = 'rules[0].time.date';
const onDay = (day: string) => ({ expires: { on: [day] } });
const voucher = { voucher: { name: 'تخفیف', percent: 20 } };

describe('the days of a program', () => {
  it('may be any that its calendar has, in leap years too', () => {
    const good = [
      timed({ each: 'once', date: '1405-07-30' }),
      timed({ each: 'once', date: '1403-12-30' }),
      timed({ each: 'year', date: '12-30' }),
      timed({ each: 'once', date: '2026-07-31' }, gregorian),
      timed({ each: 'year', date: '02-29' }, gregorian),
      { ...withRule(onDay('07-31')), ...gregorian },
      withRule(onDay('12-30')),
      withRule({ pending: { until: '06-31' } }),
      when({ weekdays: ['monday', 'sunday'], payments: ['cash', 'card'] }),
    ];
    expect(good.map(faultsOf)).to.deep.equal(good.map(() => []));
  });

  checkFaults([
    [
      'once, in a month too short',
      timed({ each: 'once', date: '1405-07-31' }),
      place,
      'is no day of the persian',
    ],
    ['once, in no leap year', timed({ each: 'once', date: '1404-12-30' }), place, 'in that year'],
    [
      'once, of the other calendar',
      timed({ each: 'once', date: '2026-07-31' }),
      place,
      'no year of the persian',
    ],
    ['once, of neither', timed({ each: 'once', date: '2026-02-29' }, gregorian), place, 'gregorian'],
    ['every year', timed({ each: 'year', date: '07-31' }), place, 'that month is shorter'],
    ['an end', withRule(onDay('07-31')), 'rules[0].expires.on[0]', 'is no day'],
    [
      'an end of all',
      { ...least, expires: { points: { on: ['12-29', '11-31'] } } },
      'expires.points.on[1]',
      'is no day',
    ],
    [
      'an end of a thing',
      { ...least, rules: [{ ...joining, give: { ...voucher, ...onDay('07-31') } }] },
      'rules[0].give.expires.on[0]',
      'is no day',
    ],
    ['an end of waiting', withRule({ pending: { until: '07-31' } }), 'rules[0].pending.until', 'is no day'],
    [
      'a weekday twice',
      when({ weekdays: ['monday', 'monday'] }),
      'rules[0].when.weekdays',
      'names something twice',
    ],
    [
      'a payment twice',
      when({ payments: ['cash', 'cash'] }),
      'rules[0].when.payments',
      'names something twice',
    ],
  ]);
});
