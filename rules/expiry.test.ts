import { expect } from 'chai';
import fc from 'fast-check';
import { dayOfYear, expiryOf } from './expiry.ts';
import type { Era } from './periods.ts';
import { expiry } from './program/expiry.ts';

const tehran: Era = { timeZone: 'Asia/Tehran', calendar: 'persian' };
const gregorian: Era = { timeZone: 'Asia/Tehran', calendar: 'gregorian' };
/** 1404/10/20, 12:00 in Tehran. */
const noon = '2026-01-10T08:30:00.000Z';

const given = (at: number) => ({ earnedAt: at, activeAt: at });

type Row = readonly [words: unknown, at: string, until: string | null, era?: Era];

function check(table: readonly Row[]): void {
  for (const [words, at, until, era = tehran] of table) {
    it(`${JSON.stringify(words)} from ${at} ${era.calendar}: ${until}`, () => {
      const end = expiryOf(expiry.parse(words), given(Date.parse(at)), era);
      expect(end === null ? null : new Date(end).toISOString()).to.equal(until);
    });
  }
}

describe('expiry never', () => {
  check([['never', noon, null]]);
});

describe('expiry after a length of time', () => {
  check([
    [{ after: { hours: 36 }, to: 'instant' }, noon, '2026-01-11T20:30:00.000Z'],
    [{ after: { days: 1 }, to: 'instant' }, noon, '2026-01-11T08:30:00.000Z'],
    [{ after: { days: 1 } }, noon, '2026-01-11T20:30:00.000Z'],
    [{ after: { days: 1 } }, '2026-01-10T20:29:59.999Z', '2026-01-11T20:30:00.000Z'],
    [{ after: { days: 1 } }, '2026-01-10T20:30:00.000Z', '2026-01-12T20:30:00.000Z'],
    [{ after: { hours: 1 } }, '2026-01-10T19:29:59.999Z', '2026-01-10T20:30:00.000Z'],
    [{ after: { hours: 1 } }, '2026-01-10T19:30:00.000Z', '2026-01-11T20:30:00.000Z'],
    [{ after: { months: 1 }, to: 'month' }, noon, '2026-02-19T20:30:00.000Z'],
    [{ after: { months: 1 }, to: 'month' }, '2025-09-22T08:30:00.000Z', '2025-10-22T20:30:00.000Z'],
    [{ after: { days: 1 }, to: 'season' }, noon, '2026-03-20T20:30:00.000Z'],
    [{ after: { days: 90 }, to: 'season' }, noon, '2026-06-21T20:30:00.000Z'],
    [{ after: { days: 1 }, to: 'year' }, noon, '2026-03-20T20:30:00.000Z'],
    [{ after: { years: 1 }, to: 'year' }, noon, '2027-03-20T20:30:00.000Z'],
    [{ after: { years: 1 } }, '2025-03-20T08:30:00.000Z', '2026-03-20T20:30:00.000Z'],
    [{ after: { months: 1 }, to: 'month' }, noon, '2026-02-28T20:30:00.000Z', gregorian],
    [{ after: { months: 12 }, to: 'year' }, noon, '2027-12-31T20:30:00.000Z', gregorian],
  ]);
});

describe('expiry on days of the year', () => {
  check([
    [{ on: ['12-29'] }, noon, '2026-03-20T20:30:00.000Z'],
    [{ on: ['12-30'] }, noon, '2026-03-20T20:30:00.000Z'],
    [{ on: ['12-29'] }, '2025-03-01T08:30:00.000Z', '2025-03-19T20:30:00.000Z'],
    [{ on: ['12-30'] }, '2025-03-01T08:30:00.000Z', '2025-03-20T20:30:00.000Z'],
    [{ on: ['12-29'] }, '2025-03-19T20:29:59.999Z', '2025-03-19T20:30:00.000Z'],
    [{ on: ['12-29'] }, '2025-03-19T20:30:00.000Z', '2026-03-20T20:30:00.000Z'],
    [{ on: ['10-20'] }, noon, '2026-01-10T20:30:00.000Z'],
    [{ on: ['10-19'] }, noon, '2027-01-09T20:30:00.000Z'],
    [{ on: ['06-31', '12-29'] }, noon, '2026-03-20T20:30:00.000Z'],
    [{ on: ['12-29', '06-31'] }, '2026-03-21T08:30:00.000Z', '2026-09-22T20:30:00.000Z'],
    [{ on: ['02-29'] }, noon, '2026-02-28T20:30:00.000Z', gregorian],
    [{ on: ['02-29'] }, '2024-02-29T08:30:00.000Z', '2024-02-29T20:30:00.000Z', gregorian],
  ]);
});

describe('expiry in the summer time of 2021', () => {
  check([
    [{ after: { days: 1 }, to: 'instant' }, '2021-03-21T08:30:00.000Z', '2021-03-22T07:30:00.000Z'],
    [{ after: { days: 1 } }, '2021-03-20T08:30:00.000Z', '2021-03-21T20:30:00.000Z'],
    [{ after: { days: 1 } }, '2021-03-21T08:30:00.000Z', '2021-03-22T19:30:00.000Z'],
    [{ on: ['06-30'] }, '2021-05-01T08:30:00.000Z', '2021-09-21T20:30:00.000Z'],
    [{ on: ['06-31'] }, '2021-05-01T08:30:00.000Z', '2021-09-22T20:30:00.000Z'],
  ]);
});

describe('expiryOf', () => {
  it('is after the moment it counts from, and the sooner the earlier that is', () => {
    const words = fc.constantFrom(
      ...[
        { after: { hours: 5 } },
        { after: { days: 3 }, to: 'month' },
        { after: { days: 45 }, to: 'instant' },
      ],
      ...[{ after: { years: 1 }, to: 'year' }, { on: ['12-30', '02-31'] }],
    );
    const instant = fc.integer({ min: Date.parse('2018-01-01'), max: Date.parse('2040-01-01') });
    fc.assert(
      fc.property(words, instant, fc.nat(86_400_000), (said, at, more) => {
        const [first, second] = [at, at + more].map(
          (each) => expiryOf(expiry.parse(said), given(each), tehran) ?? 0,
        );
        expect(first).to.be.above(at);
        // A clock that is put back shows an hour twice, so what is counted by it may stand still that long.
        expect(second).to.be.at.least((first ?? 0) - 3_600_000);
      }),
    );
  });

  it("11: expiry shifts with the server's time zone: only the program's zone is asked", () => {
    const said = expiry.parse({ after: { days: 1 } });
    const ends = ['UTC', 'Asia/Tehran', 'Pacific/Auckland'].map((timeZone) =>
      new Date(expiryOf(said, given(Date.parse(noon)), { ...tehran, timeZone }) ?? 0).toISOString(),
    );
    expect(ends).to.deep.equal([
      '2026-01-12T00:00:00.000Z',
      '2026-01-11T20:30:00.000Z',
      '2026-01-11T11:00:00.000Z',
    ]);
  });
});

describe('dayOfYear', () => {
  for (const [year, monthDay, day] of [
    [1403, '12-30', '2025-03-20'],
    [1404, '12-30', '2026-03-20'],
    [1404, '12-29', '2026-03-20'],
    [1404, '12-31', '2026-03-20'],
    [1404, '07-31', '2025-10-22'],
  ] as const) {
    it(`${year} ${monthDay} is ${day}`, () => {
      expect(dayOfYear(year, monthDay, 'persian')).to.equal(day);
    });
  }
});
