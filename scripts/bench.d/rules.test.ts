import { expect } from 'chai';
import { benchRules } from './rules.ts';

describe('the benchmark of the rules', () => {
  it('measures programs in which about half of the rules give something', () => {
    const results = benchRules(1);
    expect(results.map(({ rules }) => rules)).to.deep.equal([1, 20, 200, 500]);
    for (const { rules, given, perSecond } of results.slice(1)) {
      expect(given).to.be.within(rules * 0.4, rules * 0.6);
      expect(perSecond).to.be.above(0);
    }
  }).timeout(20_000);
});
