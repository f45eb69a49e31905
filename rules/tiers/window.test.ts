import { expect } from 'chai';
import { tehran } from '../testing/decisions.ts';
import { ladderOf } from '../testing/tiers.ts';
import { reviewWindow, windowOn } from './window.ts';

describe('the days over which tiers are counted', () => {
  const last = (words: object) => ladderOf({ over: { last: words } });
  const rows: readonly [what: string, ladder: ReturnType<typeof ladderOf>, day: string, days: string][] = [
    ['7 days end today', last({ days: 7 }), '2026-01-10', '2026-01-04 2026-01-10'],
    ['1 day is today', last({ days: 1 }), '2026-01-10', '2026-01-10 2026-01-10'],
    // 31 Khordad 1405 back to 1 Farvardin.
    ['3 whole months', last({ months: 3 }), '2026-06-21', '2026-03-21 2026-06-21'],
    // 20 Dey 1404 back to 21 Dey 1403.
    ['12 months', last({ months: 12 }), '2026-01-10', '2025-01-10 2026-01-10'],
    // 30 Esfand 1403, a leap year: all of it.
    ['12 months that end on a leap day', last({ months: 12 }), '2025-03-20', '2024-03-20 2025-03-20'],
    // 29 Esfand 1404, a common year: all of it.
    ['12 months that end a common year', last({ months: 12 }), '2026-03-20', '2025-03-21 2026-03-20'],
    ['the month', ladderOf({ over: 'month' }), '2026-01-10', '2025-12-22 2026-01-20'],
    ['the season', ladderOf({ over: 'season' }), '2026-01-10', '2025-12-22 2026-03-20'],
    ['the leap year', ladderOf({ over: 'year' }), '2025-03-20', '2024-03-20 2025-03-20'],
    ['the year that begins after it', ladderOf({ over: 'year' }), '2025-03-21', '2025-03-21 2026-03-20'],
    ['a Gregorian leap year', ladderOf({ over: 'year' }, 'gregorian'), '2028-02-29', '2028-01-01 2028-12-31'],
  ];
  for (const [what, ladder, day, days] of rows) {
    it(`${what}: ${day}`, () => {
      const window = windowOn(ladder, day);
      expect(window && `${window.first} ${window.last}`).to.equal(days);
    });
  }

  it('are all for a lifetime', () => {
    expect(windowOn(ladderOf(), '2026-01-10')).to.equal(undefined);
  });

  it('are at a review those that end just before it, and those of her grace', () => {
    const ladder = ladderOf({ over: 'year' });
    const reviewAt = tehran('1405/01/01 00:00');
    const days = { first: '2025-03-21', last: '2026-03-20' };
    expect(reviewWindow(ladder, { reviewAt, graceUntil: null })).to.deep.equal(days);
    expect(reviewWindow(ladder, { reviewAt, graceUntil: tehran('1405/01/11 00:00') })).to.deep.equal({
      ...days,
      last: '2026-03-30',
    });
  });
});
