import { expect } from 'chai';
import fc from 'fast-check';
import { addDays, dayFromParts } from './calendar.ts';
import type { Calendar } from './calendar.ts';
import { endOf, endOfPeriodAt, periodKeys, startOf } from './periods.ts';

const persian = (text: string) => {
  const [year = 0, month = 0, day = 0] = text.split('/').map(Number);
  return dayFromParts({ year, month, day }, 'persian') ?? text;
};
const spans = ['day', 'week', 'month', 'season', 'year'] as const;

describe('a period of the Persian calendar', () => {
  const table: readonly [period: (typeof spans)[number], day: string, start: string, end: string][] = [
    ['day', '1404/10/20', '1404/10/20', '1404/10/21'],
    ['day', '1403/12/30', '1403/12/30', '1404/01/01'],
    ['week', '1404/10/20', '1404/10/20', '1404/10/27'],
    ['week', '1404/10/26', '1404/10/20', '1404/10/27'],
    ['week', '1404/01/01', '1403/12/25', '1404/01/02'],
    ['month', '1404/06/31', '1404/06/01', '1404/07/01'],
    ['month', '1404/07/30', '1404/07/01', '1404/08/01'],
    ['month', '1403/12/30', '1403/12/01', '1404/01/01'],
    ['month', '1404/12/29', '1404/12/01', '1405/01/01'],
    ['season', '1404/01/01', '1404/01/01', '1404/04/01'],
    ['season', '1404/03/31', '1404/01/01', '1404/04/01'],
    ['season', '1404/06/31', '1404/04/01', '1404/07/01'],
    ['season', '1404/09/30', '1404/07/01', '1404/10/01'],
    ['season', '1403/12/30', '1403/10/01', '1404/01/01'],
    ['year', '1403/01/01', '1403/01/01', '1404/01/01'],
    ['year', '1403/12/30', '1403/01/01', '1404/01/01'],
    ['year', '1404/12/29', '1404/01/01', '1405/01/01'],
  ];
  for (const [period, day, start, end] of table) {
    it(`the ${period} of ${day} goes from ${start} until before ${end}`, () => {
      expect(startOf(period, persian(day), 'persian')).to.equal(persian(start));
      expect(endOf(period, persian(day), 'persian')).to.equal(persian(end));
    });
  }
});

describe('a period of the Gregorian calendar', () => {
  const table: readonly [period: (typeof spans)[number], day: string, start: string, end: string][] = [
    ['week', '2026-01-10', '2026-01-10', '2026-01-17'],
    ['month', '2024-02-29', '2024-02-01', '2024-03-01'],
    ['month', '2025-12-31', '2025-12-01', '2026-01-01'],
    ['season', '2025-03-31', '2025-01-01', '2025-04-01'],
    ['season', '2025-04-01', '2025-04-01', '2025-07-01'],
    ['year', '2025-12-31', '2025-01-01', '2026-01-01'],
  ];
  for (const [period, day, start, end] of table) {
    it(`the ${period} of ${day} goes from ${start} until before ${end}`, () => {
      expect(startOf(period, day, 'gregorian')).to.equal(start);
      expect(endOf(period, day, 'gregorian')).to.equal(end);
    });
  }
});

describe('periodKeys', () => {
  it('name each period by its first day', () => {
    expect(periodKeys(persian('1404/10/20'), 'persian')).to.deep.equal({
      day: 'day:2026-01-10',
      week: 'week:2026-01-10',
      month: 'month:2025-12-22',
      season: 'season:2025-12-22',
      year: 'year:2025-03-21',
      ever: 'ever',
    });
  });

  it('change exactly where a period ends', () => {
    const day = fc.integer({ min: -20_000, max: 30_000 }).map((days) => addDays('2000-01-01', days));
    fc.assert(
      fc.property(day, fc.constantFrom<Calendar>('persian', 'gregorian'), (today, calendar) => {
        const [keys, next] = [periodKeys(today, calendar), periodKeys(addDays(today, 1), calendar)];
        for (const span of spans) {
          expect(keys[span] !== next[span]).to.equal(endOf(span, today, calendar) === addDays(today, 1));
        }
        expect(next.ever).to.equal(keys.ever);
      }),
    );
  });
});

describe('endOfPeriodAt', () => {
  const tehran = { timeZone: 'Asia/Tehran', calendar: 'persian' } as const;
  const table: readonly [period: (typeof spans)[number], at: string, end: string][] = [
    ['day', '2026-01-10T08:30:00Z', '2026-01-10T20:30:00Z'],
    ['day', '2026-01-10T20:29:59.999Z', '2026-01-10T20:30:00Z'],
    ['day', '2026-01-10T20:30:00Z', '2026-01-11T20:30:00Z'],
    ['month', '2025-03-20T20:29:59.999Z', '2025-03-20T20:30:00Z'],
    ['month', '2025-03-20T20:30:00Z', '2025-04-20T20:30:00Z'],
    ['year', '2025-03-20T20:29:59.999Z', '2025-03-20T20:30:00Z'],
    ['year', '2025-03-20T20:30:00Z', '2026-03-20T20:30:00Z'],
    // Summer time of 2021: from the midnight that began 22 March until that which ended 21 September.
    ['day', '2021-03-21T12:00:00Z', '2021-03-21T20:30:00Z'],
    ['day', '2021-03-22T12:00:00Z', '2021-03-22T19:30:00Z'],
    ['day', '2021-09-21T12:00:00Z', '2021-09-21T20:30:00Z'],
    ['season', '2021-05-01T12:00:00Z', '2021-06-21T19:30:00Z'],
  ];
  for (const [period, at, end] of table) {
    it(`the ${period} of ${at} ends at ${end}`, () => {
      expect(endOfPeriodAt(period, Date.parse(at), tehran)).to.equal(Date.parse(end));
    });
  }

  it("is that of the era's zone, wherever the machine stands", () => {
    const at = Date.parse('2026-01-10T22:00:00Z');
    const ends = ['UTC', 'Asia/Tehran', 'Pacific/Auckland', 'America/New_York'].map((timeZone) =>
      new Date(endOfPeriodAt('day', at, { timeZone, calendar: 'persian' })).toISOString(),
    );
    expect(ends).to.deep.equal([
      '2026-01-11T00:00:00.000Z',
      '2026-01-11T20:30:00.000Z',
      '2026-01-11T11:00:00.000Z',
      '2026-01-11T05:00:00.000Z',
    ]);
  });
});
