import { checkFaults, joining, least, when } from '../testing/programs.ts';

describe('faults of a condition', () => {
  const place = 'rules[0].when';
  const spans = (...dates: object[]) => when({ dates });
  const onJoining = (condition: object) => ({ ...least, rules: [{ ...joining, when: condition }] });
  checkFaults([
    ['an empty one', when({}), place, 'says nothing'],
    ['a misspelt field', when({ weekday: ['friday'] }), place, 'is weekdays meant?'],
    ['a range without ends', when({ amount: {} }), `${place}.amount`, 'needs an end'],
    ['a range of crossed ends', when({ amount: { from: 5, to: 4 } }), `${place}.amount`, 'ends cross'],
    [
      'a range of touching open ends',
      when({ amount: { above: 5, below: 6 } }),
      `${place}.amount`,
      'ends cross',
    ],
    [
      'a range of two lower ends',
      when({ amount: { from: 5, above: 5 } }),
      `${place}.amount`,
      'two lower ends',
    ],
    ['a range of two upper ends', when({ amount: { to: 5, below: 5 } }), `${place}.amount`, 'two upper ends'],
    ['a range of half rials', when({ amount: { from: 0.5 } }), `${place}.amount.from`, 'whole number'],
    ['no shop', when({ shops: [] }), `${place}.shops`, 'must not be empty'],
    ['another day', when({ weekdays: ['Friday'] }), `${place}.weekdays[0]`, '"friday"'],
    ['another payment', when({ payments: ['coins'] }), `${place}.payments[0]`, '"cash"'],
    ['hours of no length', when({ hours: { from: '09:00', to: '09:00' } }), `${place}.hours`, 'same time'],
    ['hours past midnight', when({ hours: { from: '22:00', to: '26:00' } }), `${place}.hours.to`, 'as 21:00'],
    [
      'a date in other signs',
      spans({ from: '1404/01/01', to: '1404/01/02' }),
      `${place}.dates[0].from`,
      '1405-01-13',
    ],
    [
      'one end with a year',
      spans({ from: '1404-01-01', to: '01-02' }),
      `${place}.dates[0]`,
      'one end with a year',
    ],
    [
      'dates backwards',
      spans({ from: '1404-01-02', to: '1404-01-01' }),
      `${place}.dates[0]`,
      'ends before it begins',
    ],
    [
      'a Gregorian year unsaid',
      spans({ from: '2026-01-01', to: '2026-01-02' }),
      `${place}.dates[0].from`,
      'another "calendar"',
    ],
    [
      'a Persian year said Gregorian',
      spans({ from: '1404-01-01', to: '1404-01-02', calendar: 'gregorian' }),
      `${place}.dates[0].to`,
      'another "calendar"',
    ],
    [
      'a year without end',
      spans({ from: '1404-01-01', to: '9999-12-29' }),
      `${place}.dates[0].to`,
      'from 1300 to 1599',
    ],
    [
      'a year within others',
      when({ any: [{ none: [{ dates: [{ from: '0001-01-01', to: '1404-01-01' }] }] }] }),
      `${place}.any[0].none[0].dates[0].from`,
      'is no year',
    ],
    ['nth of nothing', when({ nth: {} }), `${place}.nth`, 'one of is or every'],
    ['nth of both', when({ nth: { is: 1, every: 2 } }), `${place}.nth`, 'one of is or every'],
    ['every first', when({ nth: { every: 1 } }), `${place}.nth.every`, 'at least 2'],
    ['none of nothing', when({ none: [] }), `${place}.none`, 'must not be empty'],
    ['an empty one within', when({ all: [{ any: [{}] }] }), `${place}.all[0].any[0]`, 'says nothing'],
    ['an amount at joining', onJoining({ amount: { from: 1 } }), `${place}.amount`, 'needs a purchase'],
    ['a shop at joining', onJoining({ shops: ['main'] }), `${place}.shops`, 'needs a purchase'],
    [
      'a purchase within, at joining',
      onJoining({ none: [{ nth: { is: 1 } }] }),
      `${place}.none[0].nth`,
      'needs a purchase',
    ],
  ]);
});
