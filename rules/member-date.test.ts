import { expect } from 'chai';
import { isRealDate } from './member-date.ts';

describe('a date of a member', () => {
  it('is one that the calendar has, in its year or where that is unknown in any', () => {
    const persian = (year: number | null, month: number, day: number) =>
      isRealDate({ calendar: 'persian', year, month, day });
    expect([persian(1403, 12, 30), persian(1404, 12, 30), persian(null, 12, 30)]).to.deep.equal([
      ...[true, false, true],
    ]);
    expect([persian(null, 12, 31), persian(null, 13, 1), persian(null, 7, 31)]).to.deep.equal([
      ...[false, false, false],
    ]);
    const leap = { calendar: 'gregorian', month: 2, day: 29 } as const;
    expect([null, 2024, 2025].map((year) => isRealDate({ ...leap, year }))).to.deep.equal([
      ...[true, true, false],
    ]);
  });
});
