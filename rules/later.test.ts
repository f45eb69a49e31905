import { expect } from 'chai';
import { laterBy } from './later.ts';
import type { Era } from './periods.ts';
import type { Span } from './program/words.ts';

const persian: Era = { timeZone: 'Asia/Tehran', calendar: 'persian' };
const gregorian: Era = { timeZone: 'Asia/Tehran', calendar: 'gregorian' };

describe('laterBy', () => {
  const table: readonly [what: string, at: string, by: Span, era: Era, then: string][] = [
    ['an hour', '2026-01-10T08:30:00.001Z', { hours: 1 }, persian, '2026-01-10T09:30:00.001Z'],
    ['a day', '2026-01-10T08:30:00.001Z', { days: 1 }, persian, '2026-01-11T08:30:00.001Z'],
    [
      'a day, just before midnight',
      '2026-01-10T20:29:59.999Z',
      { days: 1 },
      persian,
      '2026-01-11T20:29:59.999Z',
    ],
    ['a day, at midnight', '2026-01-10T20:30:00Z', { days: 1 }, persian, '2026-01-11T20:30:00Z'],
    ['31 Shahrivar and a month', '2025-09-22T08:30:00Z', { months: 1 }, persian, '2025-10-22T08:30:00Z'],
    [
      '31 Shahrivar and six months: 29 Esfand',
      '2025-09-22T08:30:00Z',
      { months: 6 },
      persian,
      '2026-03-20T08:30:00Z',
    ],
    [
      '31 Shahrivar and six months: 30 Esfand',
      '2024-09-21T08:30:00Z',
      { months: 6 },
      persian,
      '2025-03-20T08:30:00Z',
    ],
    ['1403/12/30 and a year', '2025-03-20T08:30:00Z', { years: 1 }, persian, '2026-03-20T08:30:00Z'],
    ['1403/12/30 and five years', '2025-03-20T08:30:00Z', { years: 5 }, persian, '2030-03-20T08:30:00Z'],
    ['1399/12/30 and four years', '2021-03-20T08:30:00Z', { years: 4 }, persian, '2025-03-20T08:30:00Z'],
    ['1 Farvardin and a month', '2025-03-21T08:30:00Z', { months: 1 }, persian, '2025-04-21T08:30:00Z'],
    ['31 January and a month', '2026-01-31T08:30:00Z', { months: 1 }, gregorian, '2026-02-28T08:30:00Z'],
    ['29 February and a year', '2024-02-29T08:30:00Z', { years: 1 }, gregorian, '2025-02-28T08:30:00Z'],
  ];
  for (const [what, at, by, era, then] of table) {
    it(`${what}: ${then}`, () => {
      expect(new Date(laterBy(Date.parse(at), by, era)).toISOString()).to.equal(new Date(then).toISOString());
    });
  }
});

describe('laterBy, over the summer time of 2021 in Tehran', () => {
  // Clocks showed +03:30 until 21 March 20:30 UTC and +04:30 until 21 September 19:30 UTC.
  const table: readonly [what: string, at: string, by: Span, then: string][] = [
    ['hours pass as they do', '2021-03-21T08:30:00Z', { hours: 24 }, '2021-03-22T08:30:00Z'],
    ['noon stays noon over its beginning', '2021-03-20T08:30:00Z', { days: 5 }, '2021-03-25T07:30:00Z'],
    ['noon stays noon on its first day', '2021-03-21T08:30:00Z', { days: 1 }, '2021-03-22T07:30:00Z'],
    ['noon stays noon from its first day', '2021-03-22T07:30:00Z', { months: 1 }, '2021-04-22T07:30:00Z'],
    ['noon stays noon on its last day', '2021-09-20T07:30:00Z', { days: 1 }, '2021-09-21T07:30:00Z'],
    ['noon stays noon over its end', '2021-09-20T07:30:00Z', { days: 5 }, '2021-09-25T08:30:00Z'],
    [
      'half past midnight, left out, is half past one',
      '2021-03-20T21:00:00Z',
      { days: 1 },
      '2021-03-21T21:00:00Z',
    ],
    [
      'half past eleven at night comes twice: the first',
      '2021-09-20T19:00:00Z',
      { days: 1 },
      '2021-09-21T19:00:00Z',
    ],
    [
      'from the second one, the same time of day',
      '2021-09-21T20:00:00Z',
      { days: 1 },
      '2021-09-22T20:00:00Z',
    ],
  ];
  for (const [what, at, by, then] of table) {
    it(`${what}: ${then}`, () => {
      expect(new Date(laterBy(Date.parse(at), by, persian)).toISOString()).to.equal(
        new Date(then).toISOString(),
      );
    });
  }

  it('where a clock leaves out an hour of the night, as much later', () => {
    const era: Era = { timeZone: 'Europe/Berlin', calendar: 'gregorian' };
    const then = laterBy(Date.parse('2026-03-28T01:30:00Z'), { days: 1 }, era);
    expect(new Date(then).toISOString()).to.equal('2026-03-29T01:30:00.000Z');
  });
});
