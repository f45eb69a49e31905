import { expect } from 'chai';
import fc from 'fast-check';
import { roundings } from '../program/rounding.ts';
import type { Rounding } from '../program/rounding.ts';
import { compare, decimalOf, hundredths, isWhole, percentOf, plus, round, shareOf, times } from './exact.ts';
import type { Exact } from './exact.ts';

/** Parts of a hundred, as an exact amount: 250 is 2.5. */
const hundredthParts = (parts: number): Exact => ({ over: BigInt(parts), per: 100n });
const billion = 1_000_000_000;

describe('shareOf', () => {
  const table: readonly [
    amount: number,
    numerator: number,
    denominator: number,
    whole: number,
    rest: number,
  ][] = [
    [0, 1, 3, 0, 0],
    [1, 1, 3, 0, 1],
    [2, 1, 3, 0, 2],
    [3, 1, 3, 1, 0],
    [100, 1250, 10_000, 12, 5000],
    [Number.MAX_SAFE_INTEGER, 1, 1, Number.MAX_SAFE_INTEGER, 0],
    [Number.MAX_SAFE_INTEGER, 2, 2, Number.MAX_SAFE_INTEGER, 0],
    [Number.MAX_SAFE_INTEGER, 3, 4, 6755399441055743, 1],
    [1000 * billion, 9999, 10_000, 999_900_000_000, 0],
    [1000 * billion - 1, 999 * billion, 1000 * billion, 998_999_999_999, billion],
  ];

  for (const [amount, numerator, denominator, whole, rest] of table) {
    it(`of ${amount} by ${numerator}/${denominator} is ${whole}, rest ${rest}`, () => {
      expect(shareOf(amount, numerator, denominator)).to.deep.equal({ whole, rest });
    });
  }

  it('loses nothing, however large the numbers are', () => {
    const large = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(
        large,
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 1, max: 1e6 }),
        (amount, part, of) => {
          fc.pre(part <= of);
          const { whole, rest } = shareOf(amount, part, of);
          expect(BigInt(whole) * BigInt(of) + BigInt(rest)).to.equal(BigInt(amount) * BigInt(part));
          expect(rest).to.be.within(0, of - 1);
        },
      ),
    );
  });
});

describe('hundredths', () => {
  it('are right for every number of two decimals', () => {
    for (let parts = 0; parts <= 10_000; parts++) {
      expect(hundredths(Number((parts / 100).toFixed(2)))).to.equal(parts);
    }
  });
});

describe('percentOf', () => {
  const table: readonly [amount: number, percent: number, decimal: string][] = [
    [100, 12.5, '12.5'],
    [1, 0.01, '0.0001'],
    [1, 0.09, '0.0009'],
    [1, 100, '1'],
    [10_000, 0.01, '1'],
    [1_234_567, 1.15, '14197.5205'],
    [1000 * billion, 99.99, '999900000000'],
    [0, 50, '0'],
  ];
  for (const [amount, percent, decimal] of table) {
    it(`${percent} of ${amount} is ${decimal}`, () => {
      expect(decimalOf(percentOf(amount, percent))).to.equal(decimal);
    });
  }
});

describe('times', () => {
  const table: readonly [amount: Exact, factor: number, decimal: string][] = [
    [10, 1.5, '15'],
    [1, 1.15, '1.15'],
    [3, 0.33, '0.99'],
    [7, 0, '0'],
    [hundredthParts(50), 1.5, '0.75'],
    [hundredthParts(25), 0.01, '0.0025'],
    [1000 * billion, 100, '100000000000000'],
  ];
  for (const [amount, factor, decimal] of table) {
    it(`${decimalOf(amount)} by ${factor} is ${decimal}`, () => {
      expect(decimalOf(times(amount, factor))).to.equal(decimal);
    });
  }

  it('comes to the same in whatever order', () => {
    const factor = fc.integer({ min: 0, max: 10_000 }).map((parts) => parts / 100);
    fc.assert(
      fc.property(fc.nat(), factor, factor, (amount, one, other) => {
        expect(compare(times(times(amount, one), other), times(times(amount, other), one))).to.equal(0);
      }),
    );
  });
});

describe('plus', () => {
  const table: readonly [a: Exact, b: Exact, decimal: string][] = [
    [1, 2, '3'],
    [1, hundredthParts(50), '1.5'],
    [hundredthParts(50), hundredthParts(50), '1'],
    [percentOf(1, 50), hundredthParts(25), '0.75'],
    [hundredthParts(150), -1, '0.5'],
  ];
  for (const [a, b, decimal] of table) {
    it(`${decimalOf(a)} and ${String(typeof b === 'number' ? b : decimalOf(b))} is ${decimal}`, () => {
      expect(decimalOf(plus(a, b))).to.equal(decimal);
    });
  }
});

describe('compare', () => {
  const table: readonly [a: Exact, b: Exact, sign: number][] = [
    [1, 1, 0],
    [1, 2, -1],
    [2, 1, 1],
    [1, hundredthParts(100), 0],
    [1, hundredthParts(101), -1],
    [hundredthParts(101), 1, 1],
    [percentOf(1, 50), hundredthParts(50), 0],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER - 1, 1],
  ];
  for (const [a, b, sign] of table) {
    it(`${decimalOf(a)} with ${decimalOf(b)} is ${sign}`, () => {
      expect(Math.sign(compare(a, b))).to.equal(sign);
    });
  }
});

describe('round', () => {
  /** Of each amount, in the order of `roundings`: down, up, half-up, half-down, half-even. */
  const table: readonly [parts: number, whole: readonly [number, number, number, number, number]][] = [
    [0, [0, 0, 0, 0, 0]],
    [1, [0, 1, 0, 0, 0]],
    [49, [0, 1, 0, 0, 0]],
    [50, [0, 1, 1, 0, 0]],
    [51, [0, 1, 1, 1, 1]],
    [99, [0, 1, 1, 1, 1]],
    [100, [1, 1, 1, 1, 1]],
    [149, [1, 2, 1, 1, 1]],
    [150, [1, 2, 2, 1, 2]],
    [151, [1, 2, 2, 2, 2]],
    [250, [2, 3, 3, 2, 2]],
    [350, [3, 4, 4, 3, 4]],
  ];
  for (const [parts, wholes] of table) {
    for (const [index, how] of roundings.entries()) {
      it(`${parts / 100} ${how} is ${wholes[index]}`, () => {
        expect(round(hundredthParts(parts), how)).to.equal(wholes[index]);
      });
    }
  }

  it('leaves whole numbers, and stays less than one away from others', () => {
    const how = fc.constantFrom<Rounding>(...roundings);
    fc.assert(
      fc.property(fc.nat({ max: 1e9 }), how, (parts, to) => {
        const rounded = round(hundredthParts(parts), to);
        expect(Number.isSafeInteger(rounded)).to.equal(true);
        expect(Math.abs(rounded * 100 - parts)).to.be.below(100);
        expect(round(rounded, to)).to.equal(rounded);
      }),
    );
  });
});

describe('isWhole', () => {
  it('tells what rounding would change', () => {
    expect([7, hundredthParts(200), hundredthParts(201)].map(isWhole)).to.deep.equal([true, true, false]);
  });
});

describe('decimalOf', () => {
  const table: readonly [amount: Exact, decimal: string][] = [
    [0, '0'],
    [12, '12'],
    [hundredthParts(450), '4.5'],
    [hundredthParts(1005), '10.05'],
    [{ over: 1n, per: 3n }, '0.3333'],
    [{ over: 2n, per: 3n }, '0.6666'],
    [{ over: 1n, per: 1_000_000n }, '0.000001'],
    [{ over: 2n, per: 300_000n }, '0.000006'],
    [{ over: 500_001n, per: 100_000n }, '5.00001'],
    [hundredthParts(26_828), '268.28'],
  ];
  for (const [amount, decimal] of table) {
    it(`writes ${decimal}`, () => {
      expect(decimalOf(amount)).to.equal(decimal);
    });
  }
});
