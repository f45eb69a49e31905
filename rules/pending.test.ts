import { expect } from 'chai';
import { opensAt } from './pending.ts';
import { pending } from './program/pending.ts';
import { noon, tehran } from './testing/decisions.ts';

const persian = { timeZone: 'Asia/Tehran', calendar: 'persian' } as const;
const gregorian = { ...persian, calendar: 'gregorian' } as const;

/** When what is given at a moment opens, by words as a program has them. */
const opening = (words: unknown, at: number, era: typeof persian | typeof gregorian = persian) =>
  opensAt(pending.parse(words), at, era);

describe('when what waits opens', () => {
  const days = (count: number, to?: string) => ({ for: { days: count }, ...(to !== undefined && { to }) });
  const table: readonly [what: string, words: unknown, at: string, then: string | null][] = [
    ['never waits', 'never', '1404/10/20 12:00', null],
    ['days to the instant', days(3, 'instant'), '1404/10/20 12:34', '1404/10/23 12:34'],
    ['days to the start of the day after', days(3, 'day'), '1404/10/20 12:34', '1404/10/24 00:00'],
    ['days, where nothing more is said', days(3), '1404/10/20 12:34', '1404/10/24 00:00'],
    ['the last minute of a day', days(1), '1404/10/20 23:59', '1404/10/22 00:00'],
    ['the first minute of the next', days(1), '1404/10/21 00:00', '1404/10/23 00:00'],
    [
      'hours over midnight, to the instant',
      { for: { hours: 2 }, to: 'instant' },
      '1404/10/20 23:00',
      '1404/10/21 01:00',
    ],
    [
      'hours over midnight, to the day',
      { for: { hours: 2 }, to: 'day' },
      '1404/10/20 23:00',
      '1404/10/22 00:00',
    ],
    ['hours, where nothing more is said', { for: { hours: 1 } }, '1404/10/20 12:34', '1404/10/20 13:34'],
    ['a month of the calendar', { for: { months: 1 } }, '1404/06/31 10:00', '1404/08/01 00:00'],
    ['a date to come', { until: '1404-11-01' }, '1404/10/20 12:00', '1404/11/01 00:00'],
    ['the date itself, before it begins', { until: '1404-11-01' }, '1404/10/30 23:59', '1404/11/01 00:00'],
    ['the date itself, once it began', { until: '1404-11-01' }, '1404/11/01 00:00', null],
    ['a date that has passed', { until: '1404-01-01' }, '1404/10/20 12:00', null],
    ['a day of the year to come', { until: '12-01' }, '1404/10/20 12:00', '1404/12/01 00:00'],
    ['a day of the year that was', { until: '01-01' }, '1404/10/20 12:00', '1405/01/01 00:00'],
    ['a day of the year, the day before', { until: '01-01' }, '1404/12/29 23:59', '1405/01/01 00:00'],
    ['a day of the year, on that day', { until: '01-01' }, '1405/01/01 00:00', '1406/01/01 00:00'],
    [
      'the last day of a leap year in a common one',
      { until: '12-30' },
      '1404/10/20 12:00',
      '1404/12/29 00:00',
    ],
    ['no moment when it waits to be paid', { until: 'paid' }, '1404/10/20 12:00', null],
    ['no moment when it waits for approval', { until: 'approved' }, '1404/10/20 12:00', null],
  ];
  for (const [what, words, at, then] of table) {
    it(what, () => {
      expect(opening(words, tehran(at))).to.equal(then === null ? null : tehran(then));
    });
  }

  it("goes by the program's calendar", () => {
    expect(opening({ until: '03-21' }, noon, gregorian)).to.equal(Date.parse('2026-03-20T20:30:00Z'));
  });

  it('goes by the wall clock over the summer time of 2022', () => {
    // Tehran's clocks jumped from 00:00 to 01:00 on 22 March 2022 and back at 00:00 on 22 September.
    const before = Date.parse('2022-03-21T08:30:00Z');
    expect(opening(days(1, 'instant'), before)).to.equal(Date.parse('2022-03-22T07:30:00Z'));
    expect(opening(days(1), before)).to.equal(Date.parse('2022-03-22T19:30:00Z'));
    expect(opening(days(0 + 1), Date.parse('2022-03-20T20:29:59Z'))).to.equal(
      Date.parse('2022-03-21T20:30:00Z'),
    );
    const autumn = Date.parse('2022-09-20T07:30:00Z');
    expect(opening(days(1, 'instant'), autumn)).to.equal(Date.parse('2022-09-21T07:30:00Z'));
    expect(opening(days(2, 'instant'), autumn)).to.equal(Date.parse('2022-09-22T08:30:00Z'));
    expect(opening(days(1), autumn)).to.equal(Date.parse('2022-09-21T20:30:00Z'));
  });
});
