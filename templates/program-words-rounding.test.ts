import { expect } from 'chai';
import { countsParts } from './program-words-rounding.ts';
import { perAmount } from './testing/programs.ts';

describe('whether a part of a step gives its part', () => {
  const table: readonly [what: string, give: object, decimals: number | undefined, is: boolean][] = [
    ['whole points', {}, undefined, false],
    ['points without decimals', {}, 0, false],
    ['points with decimals', {}, 1, true],
    ['credit beside points with decimals', { unit: 'credit' }, 2, false],
    ['a started step that counts in full', { startedStep: true }, 2, false],
    ['full steps alone', { partStep: false }, 2, false],
    ['parts of whole points', { partStep: true }, 0, true],
  ];
  for (const [what, give, decimals, is] of table) {
    it(`${what}: ${is ? 'yes' : 'no'}`, () => {
      expect(countsParts({ units: { points: { decimals } } }, { ...perAmount, ...give })).to.equal(is);
    });
  }
});
