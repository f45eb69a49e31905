import { expect } from 'chai';
import { dayFromParts } from './calendar.ts';
import type { Day } from './calendar.ts';
import { keptOn } from './kept-dates.ts';
import type { MemberDate } from './member-date.ts';

const day = (year: number, month: number, date: number): Day =>
  dayFromParts({ year, month, day: date }, 'persian') ?? 'none';
const date = (year: number | null, month: number, of: number): MemberDate => ({
  ...{ calendar: 'persian', year, month, day: of },
});

describe('a date of a member is kept', () => {
  it('on its day, with the years since', () => {
    expect(keptOn(date(1395, 6, 20), day(1405, 6, 20), 'before')).to.deep.equal([
      { kept: 'day', year: 1405, years: 10 },
    ]);
    expect(keptOn(date(1395, 6, 20), day(1405, 6, 19), 'before')).to.deep.equal([]);
    expect(keptOn(date(1395, 6, 20), day(1405, 6, 21), 'before')).to.deep.equal([]);
  });

  it('on the first day of its month, which may be its day', () => {
    expect(keptOn(date(1395, 6, 20), day(1405, 6, 1), 'before')).to.deep.equal([
      { kept: 'month', year: 1405, years: 10 },
    ]);
    expect(keptOn(date(1395, 6, 1), day(1405, 6, 1), 'before').map(({ kept }) => kept)).to.deep.equal([
      ...['day', 'month'],
    ]);
  });

  it('never in its own year or before, and every year where that is not known', () => {
    expect(keptOn(date(1405, 6, 20), day(1405, 6, 20), 'before')).to.deep.equal([]);
    expect(keptOn(date(1406, 6, 20), day(1405, 6, 1), 'before')).to.deep.equal([]);
    expect(keptOn(date(1404, 6, 20), day(1405, 6, 20), 'before')).to.have.length(1);
    expect(keptOn(date(null, 6, 20), day(1405, 6, 20), 'before')).to.deep.equal([
      { kept: 'day', year: 1405, years: null },
    ]);
  });

  it('where it is a leap day, by the setting', () => {
    const leap = date(1399, 12, 30);
    expect(keptOn(leap, day(1403, 12, 30), 'before')).to.have.length(1);
    expect(keptOn(leap, day(1404, 12, 29), 'before').map(({ years }) => years)).to.deep.equal([5]);
    expect(keptOn(leap, day(1404, 12, 29), 'after')).to.deep.equal([]);
    expect(keptOn(leap, day(1405, 1, 1), 'after')).to.deep.equal([{ kept: 'day', year: 1404, years: 5 }]);
  });

  it('in the calendar it was told in', () => {
    const gregorian = { calendar: 'gregorian', year: 2016, month: 9, day: 10 } as const;
    expect(keptOn(gregorian, '2026-09-10', 'before')).to.deep.equal([{ kept: 'day', year: 2026, years: 10 }]);
    expect(keptOn(gregorian, '2026-09-01', 'before').map(({ kept }) => kept)).to.deep.equal(['month']);
  });
});
