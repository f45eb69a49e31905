import { expect } from 'chai';
import { amountsOf, decideEach, programOf } from '../testing/decisions.ts';
import { awardOf, credit, decide, fixed, multiplier, never } from '../testing/rules.ts';
import type { Words } from '../testing/rules.ts';

describe('a multiplier', () => {
  const table: readonly [what: string, rules: readonly Words[], given: Record<string, number>][] = [
    ['of what is before it', [fixed('a', 10), multiplier('m', 2), fixed('b', 10)], { a: 20, m: 0, b: 10 }],
    ['of all that is before it', [fixed('a', 10), fixed('b', 1), multiplier('m', 3)], { a: 30, b: 3, m: 0 }],
    ['on another', [fixed('a', 10), multiplier('m', 1.5), multiplier('n', 2)], { a: 30, m: 0, n: 0 }],
    [
      'of one unit',
      [fixed('a', 10), credit('c', 1), multiplier('m', 2, { give: { unit: 'credit' } })],
      { a: 10, c: 20_000, m: 0 },
    ],
    [
      'of named rules',
      [fixed('a', 10), fixed('b', 10), multiplier('m', 2, { give: { rules: ['b'] } })],
      { a: 10, b: 20, m: 0 },
    ],
    ['that does not hold', [fixed('a', 10), multiplier('m', 2, never)], { a: 10, m: 0 }],
    ['by nothing', [fixed('a', 10), multiplier('m', 0)], { a: 0, m: 0 }],
    ['by less than one, rounded down', [fixed('a', 9), multiplier('m', 0.5)], { a: 4, m: 0 }],
    [
      'rounded only at the end',
      [fixed('a', 3), multiplier('m', 0.5), multiplier('n', 0.5), multiplier('o', 4)],
      { a: 3, m: 0, n: 0, o: 0 },
    ],
    [
      'beyond what a program can speak of',
      [fixed('a', 1e12), multiplier('m', 100), multiplier('n', 100)],
      { a: 1e12, m: 0, n: 0 },
    ],
  ];
  for (const [what, rules, given] of table) {
    it(what, () => {
      expect(amountsOf(decide(rules))).to.deep.equal(given);
    });
  }

  it('is told where it was at work, in order', () => {
    const { awards } = decide([fixed('a', 10), multiplier('m', 1.5), multiplier('n', 2)]);
    const multiplied = [
      { rule: 'm', times: 1.5 },
      { rule: 'n', times: 2 },
    ];
    expect(awardOf('a', awards)?.change).to.deep.equal({ multiplied });
    expect(awardOf('m', awards)).to.deep.include({ why: { kind: 'multiplier', times: 1.5 }, amount: 0 });
  });

  it('says which rules it multiplies where it names them', () => {
    const { awards } = decide([fixed('a', 10), multiplier('m', 2, { give: { rules: ['a'] } })]);
    expect(awardOf('m', awards)?.why).to.deep.equal({ kind: 'multiplier', times: 2, rules: ['a'] });
  });

  it('says that it found nothing', () => {
    const { awards } = decide([multiplier('m', 2), fixed('a', 10), fixed('b', 1, never)]);
    expect(awardOf('m', awards)?.why).to.deep.equal({ kind: 'nothing-to-multiply' });
  });

  it('is told where it left nothing', () => {
    const { awards } = decide([fixed('a', 10), multiplier('m', 0)]);
    expect(awards[0]).to.deep.include({
      why: { kind: 'rounded-away', exact: '0', unit: 'points' },
      change: { multiplied: [{ rule: 'm', times: 0 }] },
    });
  });

  it('counts as given only where it found something', () => {
    const rules = [
      fixed('a', 10, { when: { amount: { from: 100 } } }),
      multiplier('m', 2, { limits: [{ times: 1 }] }),
    ];
    const decisions = decideEach(programOf(rules), [{ amount: 99 }, { amount: 100 }, { amount: 100 }]);
    expect(decisions.map((decision) => amountsOf(decision)['a'])).to.deep.equal([0, 20, 10]);
  });
});
