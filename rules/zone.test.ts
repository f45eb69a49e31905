import { expect } from 'chai';
import fc from 'fast-check';
import { offsetChangeAt, offsetMsAt, remainder, wallClockAt } from './zone.ts';

const HOUR_MS = 3_600_000;

describe('zone', () => {
  it('shows the wall clock to the millisecond', () => {
    const at = Date.parse('2025-01-01T20:29:59.999Z');
    expect(new Date(wallClockAt(at, 'Asia/Tehran')).toISOString()).to.equal('2025-01-01T23:59:59.999Z');
    expect(new Date(wallClockAt(at + 1, 'Asia/Tehran')).toISOString()).to.equal('2025-01-02T00:00:00.000Z');
    expect(wallClockAt(-1, 'UTC')).to.equal(-1);
  });

  it('is what the calendar of the runtime says, at any instant, whatever was asked before', () => {
    const oracle = (at: number, timeZone: string) => {
      const format = { timeZone, dateStyle: 'short', timeStyle: 'medium' } as const;
      return new Intl.DateTimeFormat('sv-SE', format).format(at);
    };
    const zones = ['Asia/Tehran', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC'];
    // 1916 knew local mean times of odd seconds; whole minutes around changes are the likeliest to go wrong.
    const changes = ['1915-12-31T20:34:16Z', '2022-03-21T20:30:00Z', '2022-09-21T19:30:00Z'].map(Date.parse);
    const instants = fc.oneof(
      fc.integer({ min: Date.parse('1900-01-01'), max: Date.parse('2100-01-01') }),
      fc
        .tuple(fc.constantFrom(...changes), fc.integer({ min: -2_000_000, max: 2_000_000 }))
        .map(([a, b]) => a + b),
    );
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (at, timeZone) => {
        const shown = new Date(wallClockAt(at, timeZone)).toISOString().slice(0, 19).replace('T', ' ');
        expect(shown).to.equal(oracle(at, timeZone));
      }),
      { numRuns: 500 },
    );
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
