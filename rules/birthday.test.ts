import { expect } from 'chai';
import fc from 'fast-check';
import { anniversariesOn, isPlausibleBirth } from './birthday.ts';
import type { LeapDayRule } from './birthday.ts';
import { addDays, dayFromParts, partsOf } from './calendar.ts';
import type { Calendar, Day } from './calendar.ts';

const rules = fc.constantFrom<LeapDayRule>('before', 'after');
const calendars = fc.constantFrom<Calendar>('persian', 'gregorian');

function keysOn(day: Day, rule?: LeapDayRule): string[] {
  return anniversariesOn(day, rule).map((a) => `${a.calendar} ${a.year}/${a.month}/${a.day}`);
}

/** All days of a calendar's year and the first of the next. */
function daysOf(year: number, calendar: Calendar): Day[] {
  const first = dayFromParts({ year, month: 1, day: 1 }, calendar) ?? '';
  const afterwards = dayFromParts({ year: year + 1, month: 1, day: 1 }, calendar) ?? '';
  const days = [first];
  for (let day = first; day < afterwards; day = addDays(day, 1)) days.push(addDays(day, 1));
  return days;
}

describe('anniversariesOn', () => {
  const table: [string, LeapDayRule, string[]][] = [
    ['2025-06-01', 'before', ['persian 1404/3/11', 'gregorian 2025/6/1']],
    ['2025-03-19', 'before', ['persian 1403/12/29', 'gregorian 2025/3/19']],
    ['2025-03-20', 'before', ['persian 1403/12/30', 'gregorian 2025/3/20']],
    ['2025-03-21', 'after', ['persian 1404/1/1', 'gregorian 2025/3/21']],
    ['2026-03-20', 'before', ['persian 1404/12/29', 'persian 1404/12/30', 'gregorian 2026/3/20']],
    ['2026-03-20', 'after', ['persian 1404/12/29', 'gregorian 2026/3/20']],
    ['2026-03-21', 'before', ['persian 1405/1/1', 'gregorian 2026/3/21']],
    ['2026-03-21', 'after', ['persian 1405/1/1', 'persian 1404/12/30', 'gregorian 2026/3/21']],
    ['2025-02-28', 'before', ['persian 1403/12/10', 'gregorian 2025/2/28', 'gregorian 2025/2/29']],
    ['2025-03-01', 'after', ['persian 1403/12/11', 'gregorian 2025/3/1', 'gregorian 2025/2/29']],
    ['2024-02-28', 'before', ['persian 1402/12/9', 'gregorian 2024/2/28']],
    ['2024-02-29', 'after', ['persian 1402/12/10', 'gregorian 2024/2/29']],
    ['2024-03-01', 'after', ['persian 1402/12/11', 'gregorian 2024/3/1']],
  ];
  for (const [day, rule, keys] of table) {
    it(`keeps on ${day} (${rule}) ${keys.join(', ')}`, () => expect(keysOn(day, rule)).to.deep.equal(keys));
  }

  it('keeps leap days before, if not told', () => {
    expect(keysOn('2026-03-20')).to.deep.equal(keysOn('2026-03-20', 'before'));
  });

  it('keeps every birthday exactly once for every year of its calendar', () => {
    const born = fc.integer({ min: 0, max: 40_000 }).map((n) => addDays('1921-04-01', n));
    // One in four is a leap day, which a draw of days would hardly find.
    const births = fc.oneof(
      { weight: 3, arbitrary: born },
      { weight: 1, arbitrary: fc.constantFrom('2025-03-20', '1992-02-29') },
    );
    const drawn = fc.record({
      birth: births,
      calendar: calendars,
      rule: rules,
      later: fc.integer({ min: 0, max: 60 }),
    });
    fc.assert(
      fc.property(drawn, ({ birth, calendar, rule, later }) => {
        const { year, month, day } = partsOf(birth, calendar);
        const key = `${calendar} ${year + later}/${month}/${day}`;
        const kept = daysOf(year + later, calendar).filter((each) => keysOn(each, rule).includes(key));
        expect(kept).to.have.length(1);
        if (rule === 'before') expect(partsOf(kept[0] ?? '', calendar).year).to.equal(year + later);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps nothing twice and leaves nothing out in a whole year', () => {
    for (const rule of ['before', 'after'] as const) {
      const keys = daysOf(1404, 'persian').flatMap((day) => keysOn(day, rule));
      expect(new Set(keys).size).to.equal(keys.length);
      expect(keys.filter((key) => key.startsWith('persian 1404/'))).to.have.length(366);
    }
  });
});

describe('isPlausibleBirth', () => {
  const today = '2025-03-20'; // 30 Esfand 1403
  const table: [Calendar, number, number, number, boolean][] = [
    ['persian', 1370, 5, 12, true],
    ['persian', 1403, 12, 30, true],
    ['persian', 1404, 1, 1, false],
    ['persian', 1404, 12, 30, false],
    ['gregorian', 2025, 3, 20, true],
    ['gregorian', 2025, 3, 21, false],
    ['gregorian', 1905, 3, 20, true],
    ['gregorian', 1905, 3, 19, false],
    ['gregorian', 1991, 2, 29, false],
  ];
  for (const [calendar, year, month, day, expected] of table) {
    it(`${expected ? 'takes' : 'refuses'} ${calendar} ${year}/${month}/${day}`, () =>
      expect(isPlausibleBirth({ calendar, year, month, day }, today)).to.equal(expected));
  }
});
