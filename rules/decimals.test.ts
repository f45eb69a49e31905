import { expect } from 'chai';
import fc from 'fast-check';
import { asWritten, decimalsMax, digitsAsWritten, partsOf, rialOf, sumWritten } from './decimals.ts';

describe('partsOf', () => {
  const table: readonly [written: number, decimals: number, parts: number | undefined][] = [
    [0, 2, 0],
    [12, 0, 12],
    [12, 2, 1200],
    [12.5, 2, 1250],
    [12.34, 2, 1234],
    [12.345, 2, undefined],
    [12.345, 3, 12_345],
    [12.3, 0, undefined],
    [0.001, 3, 1],
    [-1.5, 1, -15],
    [0.1 + 0.2, 2, undefined],
    [268.28, 2, 26_828],
    [1e-7, 3, undefined],
    [1e21, 0, undefined],
    [9_007_199_254_740_991, 0, 9_007_199_254_740_991],
    [9_007_199_254_740_991, 1, undefined],
    [Number.NaN, 3, undefined],
    [Number.POSITIVE_INFINITY, 3, undefined],
  ];
  for (const [written, decimals, parts] of table) {
    it(`${written} with ${decimals} decimals: ${parts ?? 'refused'}`, () => {
      expect(partsOf(written, decimals)).to.equal(parts);
    });
  }
});

describe('asWritten', () => {
  it('shows smallest parts as people write them', () => {
    expect([asWritten(1234, 2), asWritten(1200, 2), asWritten(5, 3), asWritten(7, 0)]).to.deep.equal([
      12.34, 12, 0.005, 7,
    ]);
  });

  it('is what partsOf reads, for every amount that a program can speak of', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 1e12 }),
        fc.integer({ min: 0, max: decimalsMax }),
        (parts, decimals) => {
          expect(partsOf(asWritten(parts, decimals), decimals)).to.equal(parts);
        },
      ),
    );
  });
});

describe('sumWritten', () => {
  it('adds as people do', () => {
    expect(sumWritten([0.1, 0.2])).to.equal(0.3);
    expect(sumWritten([12.34, -0.34, 1.005])).to.equal(13.005);
    expect(sumWritten([])).to.equal(0);
  });
});

describe('rialOf', () => {
  const table: readonly [points: number, worth: number, rial: number][] = [
    [12.34, 1000, 12_340],
    [0.001, 1000, 1],
    [0.001, 999, 0],
    [-0.001, 999, 0],
    [-1.5, 3, -4],
    [7, 10, 70],
  ];
  for (const [points, worth, rial] of table) {
    it(`${points} points at ${worth}: ${rial} rial`, () => {
      expect(rialOf(points, worth)).to.equal(rial);
    });
  }
});

describe('digitsAsWritten', () => {
  const table: readonly [digits: string, decimals: number, is: string][] = [
    ['1234.5', 2, '12.345'],
    ['1234.5', 0, '1234.5'],
    ['0.3333', 2, '0.003333'],
    ['5', 2, '0.05'],
    ['500', 2, '5'],
    ['1230', 2, '12.3'],
  ];
  for (const [digits, decimals, is] of table) {
    it(`${digits} with ${decimals} decimals: ${is}`, () => {
      expect(digitsAsWritten(digits, decimals)).to.equal(is);
    });
  }
});
