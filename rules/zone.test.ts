import { expect } from 'chai';
import { offsetChangeAt, offsetMsAt, remainder, wallClockAt } from './zone.ts';

const HOUR_MS = 3_600_000;

describe('zone', () => {
  it('shows the wall clock to the millisecond', () => {
    const at = Date.parse('2025-01-01T20:29:59.999Z');
    expect(new Date(wallClockAt(at, 'Asia/Tehran')).toISOString()).to.equal('2025-01-01T23:59:59.999Z');
    expect(new Date(wallClockAt(at + 1, 'Asia/Tehran')).toISOString()).to.equal('2025-01-02T00:00:00.000Z');
    expect(wallClockAt(-1, 'UTC')).to.equal(-1);
  });

  it("keeps Tehran's own rules", () => {
    expect(offsetMsAt(Date.parse('2022-07-01T00:00:00Z'), 'Asia/Tehran')).to.equal(4.5 * HOUR_MS);
    expect(offsetMsAt(Date.parse('2023-07-01T00:00:00Z'), 'Asia/Tehran')).to.equal(3.5 * HOUR_MS);
  });

  it('finds the instant at which a clock was changed', () => {
    const span = { from: Date.parse('2022-03-21T00:00:00Z'), to: Date.parse('2022-03-22T00:00:00Z') };
    expect(offsetChangeAt(span, 'Asia/Tehran')).to.equal(Date.parse('2022-03-21T20:30:00Z'));
    expect(offsetChangeAt(span, 'UTC')).to.equal(undefined);
  });

  it('throws on a zone or an instant that is none', () => {
    expect(() => wallClockAt(0, 'Asia/Nowhere')).to.throw(RangeError);
    expect(() => wallClockAt(NaN, 'UTC')).to.throw(RangeError);
  });

  it('has no negative remainder', () => {
    expect(remainder(-1, 7)).to.equal(6);
    expect(remainder(-7, 7)).to.equal(0);
    expect(remainder(8, 7)).to.equal(1);
  });
});
