import { expect } from 'chai';
import fc from 'fast-check';
import {
  addDays,
  addMonths,
  dayFromParts,
  dayOf,
  isLeapYear,
  minuteOfDay,
  partsOf,
  startOfDayAt,
  weekday,
} from './calendar.ts';
import type { Calendar } from './calendar.ts';

const TEHRAN = 'Asia/Tehran';
const days = fc.integer({ min: -30_000, max: 47_000 }).map((n) => addDays('1970-01-01', n));
const zones = fc.constantFrom(
  TEHRAN,
  'UTC',
  'Europe/Berlin',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
  'Asia/Beirut',
);

function at(iso: string): number {
  return Date.parse(iso);
}

describe('days of a zone', () => {
  const starts: [string, string, string, string][] = [
    ['an ordinary day', '2025-03-20', TEHRAN, '2025-03-19T20:30:00.000Z'],
    ['the day before summer time', '2022-03-21', TEHRAN, '2022-03-20T20:30:00.000Z'],
    ['a day without midnight', '2022-03-22', TEHRAN, '2022-03-21T20:30:00.000Z'],
    ['a day of summer time', '2022-03-23', TEHRAN, '2022-03-22T19:30:00.000Z'],
    ['the last day of summer time', '2022-09-21', TEHRAN, '2022-09-20T19:30:00.000Z'],
    ['the day after it', '2022-09-22', TEHRAN, '2022-09-21T20:30:00.000Z'],
    ['no summer time since 2023', '2023-03-23', TEHRAN, '2023-03-22T20:30:00.000Z'],
    ['no midnight elsewhere', '2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
    ['midnight twice', '2010-11-07', 'America/St_Johns', '2010-11-07T02:30:00.000Z'],
    ['a day left out', '2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
    ['the day after one left out', '2011-12-31', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
  ];
  for (const [name, day, zone, start] of starts) {
    it(`begins ${name}`, () => expect(new Date(startOfDayAt(day, zone)).toISOString()).to.equal(start));
  }

  it('has a day end where the next begins', () => {
    expect(dayOf(at('2025-03-20T20:29:59.999Z'), TEHRAN)).to.equal('2025-03-20');
    expect(dayOf(at('2025-03-20T20:30:00.000Z'), TEHRAN)).to.equal('2025-03-21');
    fc.assert(
      fc.property(days, zones, (day, zone) => {
        const start = startOfDayAt(day, zone);
        expect(dayOf(start, zone)).to.equal(day);
        expect(dayOf(start - 1, zone)).to.equal(addDays(day, -1));
      }),
    );
  });

  it('counts the minutes of the wall clock', () => {
    expect(minuteOfDay(at('2025-01-01T20:29:59.999Z'), TEHRAN)).to.equal(1439);
    expect(minuteOfDay(at('2025-01-01T20:30:00.000Z'), TEHRAN)).to.equal(0);
    expect(minuteOfDay(startOfDayAt('2022-03-22', TEHRAN), TEHRAN)).to.equal(60);
  });
});

describe('days and calendars', () => {
  it('agrees with Intl on every day from 1300 to 1500', () => {
    const format = new Intl.DateTimeFormat('en-u-ca-persian-nu-latn', {
      timeZone: 'UTC',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    });
    for (let day = '1921-03-21'; day < '2122-03-21'; day = addDays(day, 1)) {
      const { year, month, day: dayOfMonth } = partsOf(day, 'persian');
      if (format.format(Date.parse(day)) !== `${month}/${dayOfMonth}/${year} AP`) expect.fail(day);
    }
  });

  it('is undone by partsOf, in both calendars', () => {
    fc.assert(
      fc.property(days, fc.constantFrom<Calendar>('persian', 'gregorian'), (day, calendar) => {
        expect(dayFromParts(partsOf(day, calendar), calendar)).to.equal(day);
      }),
    );
  });

  const dates: [number, number, number, Calendar, string | undefined][] = [
    [1403, 12, 30, 'persian', '2025-03-20'],
    [1404, 1, 1, 'persian', '2025-03-21'],
    [1404, 12, 30, 'persian', undefined],
    [1404, 7, 31, 'persian', undefined],
    [1404, 6, 31, 'persian', '2025-09-22'],
    [1404, 13, 1, 'persian', undefined],
    [1404, 0, 1, 'persian', undefined],
    [1404, 1, 0, 'persian', undefined],
    [1404, 1, 1.5, 'persian', undefined],
    [378, 1, 1, 'persian', undefined],
    [3178, 1, 1, 'persian', undefined],
    [NaN, 1, 1, 'persian', undefined],
    [1992, 2, 29, 'gregorian', '1992-02-29'],
    [1991, 2, 29, 'gregorian', undefined],
    [1900, 2, 29, 'gregorian', undefined],
    [2000, 2, 29, 'gregorian', '2000-02-29'],
    [2025, 4, 31, 'gregorian', undefined],
    [999, 1, 1, 'gregorian', undefined],
    [1000, 1, 1, 'gregorian', '1000-01-01'],
    [9999, 12, 31, 'gregorian', '9999-12-31'],
    [10_000, 1, 1, 'gregorian', undefined],
  ];
  for (const [year, month, day, calendar, expected] of dates) {
    it(`takes ${year}/${month}/${day} (${calendar}) for ${expected ?? 'no date'}`, () =>
      expect(dayFromParts({ year, month, day }, calendar)).to.equal(expected));
  }

  it('knows the leap years', () => {
    const leap = [...Array(16).keys()].map((n) => 1398 + n).filter((year) => isLeapYear(year, 'persian'));
    expect(leap).to.deep.equal([1399, 1403, 1408, 1412]);
    expect([1900, 2000, 2023, 2024].map((year) => isLeapYear(year, 'gregorian'))).to.deep.equal([
      false,
      true,
      false,
      true,
    ]);
  });

  it('counts the week from Saturday', () => {
    expect(weekday('2025-03-22')).to.equal(0);
    expect(weekday('2025-03-28')).to.equal(6);
    expect(weekday('1969-12-31')).to.equal(4);
  });

  it('adds days over the ends of months and years', () => {
    expect(addDays('2024-02-28', 1)).to.equal('2024-02-29');
    expect(addDays('2025-01-01', -1)).to.equal('2024-12-31');
  });

  const months: [string, number, Calendar, string][] = [
    ['2025-09-22', 1, 'persian', '2025-10-22'], // 31 Shahrivar -> 30 Mehr
    ['2025-03-20', 12, 'persian', '2026-03-20'], // 30 Esfand 1403 -> 29 Esfand 1404
    ['2025-03-21', -1, 'persian', '2025-02-19'], // 1 Farvardin -> 1 Esfand
    ['2025-01-31', 1, 'gregorian', '2025-02-28'],
    ['2024-02-29', -12, 'gregorian', '2023-02-28'],
    ['2025-01-15', -1, 'gregorian', '2024-12-15'],
    ['2025-01-15', 0, 'gregorian', '2025-01-15'],
  ];
  for (const [day, n, calendar, expected] of months) {
    it(`moves ${day} by ${n} months (${calendar})`, () =>
      expect(addMonths(day, n, calendar)).to.equal(expected));
  }

  it('throws on what is no day', () => {
    for (const day of ['', 'x', '2025-02-30', '2025-1-1', '1370/5/12', '2025-01-01T00:00']) {
      expect(() => addDays(day, 1), day).to.throw(RangeError);
    }
    expect(() => addMonths('2025-01-01', 1e9, 'persian')).to.throw(RangeError);
  });
});
