import { expect } from 'chai';
import { amountsOf, decideEach, onlyAward, programOf, purchaseOf, ruleOf } from '../testing/decisions.ts';

const charities = [{ id: 'school', name: { fa: 'خیریه نمونه', en: 'Sample charity' } }];
const share = { charity: 'school', give: 100_000, per: 1_000_000 };
const one = (give: unknown, words: object = {}, program: object = {}) =>
  programOf([ruleOf({ give, ...words })], { charities, ...program });
const bought = (compiled: ReturnType<typeof one>, amount: number, facts: object = {}) => {
  const [decision] = decideEach(compiled, [{ ...purchaseOf({ amount }), ...facts }]);
  if (!decision) throw new Error('nothing was decided');
  return onlyAward(decision);
};

describe('a share for a charity', () => {
  const cases = [
    ['less than a step', share, 999_999, 0],
    ['a step to the rial', share, 1_000_000, 100_000],
    ['less than two steps', share, 1_999_999, 100_000],
    ['two steps', share, 2_000_000, 200_000],
    ['a percent, rounded down', { charity: 'school', percent: 2.5 }, 1_000_039, 25_000],
    ['a percent to the rial', { charity: 'school', percent: 2.5 }, 1_000_040, 25_001],
    ['an amount whatever is bought', { charity: 'school', fixed: 7_000 }, 1, 7_000],
  ] as const;
  for (const [what, give, amount, given] of cases) {
    it(`is ${given} rial for ${amount}: ${what}`, () => {
      const award = bought(one(give), amount);
      expect(award).to.include({ unit: 'charity', amount: given, expiresAt: null });
      expect(award.charity).to.deep.equal(charities[0]);
    });
  }

  it('counts what its own words count', () => {
    const tea = { skus: ['tea'] };
    const compiled = one({ ...share, of: { products: tea } });
    const lines = [
      { sku: 'tea', quantity: 1, amount: 1_000_000 },
      { sku: 'cup', quantity: 1, amount: 4_000_000 },
    ];
    expect(bought(compiled, 5_000_000, { lines }).amount).to.equal(100_000);
  });

  it('is cut by limits of amounts, for her and for all', () => {
    const limits = [{ amount: 150_000, each: 'month', of: 'rule' }];
    const compiled = one(share, { limits });
    const given = decideEach(compiled, [
      { memberId: 'one', amount: 1_000_000 },
      { memberId: 'two', amount: 1_000_000 },
      { memberId: 'three', amount: 1_000_000 },
    ]).map((decision) => onlyAward(decision));
    expect(given.map(({ amount }) => amount)).to.deep.equal([100_000, 50_000, 0]);
    expect(given[1]?.change?.cut).to.deep.include({ wanted: 100_000 });
  });

  it('is touched by no multiplier, and waits for nothing', () => {
    const rules = [ruleOf({ give: share }), ruleOf({ id: 'twice', give: { multiply: 2 } })];
    const compiled = programOf(rules, { charities, pending: { for: { days: 7 }, to: 'instant' } });
    const [decision] = decideEach(compiled, [{ amount: 1_000_000 }]);
    expect(decision && amountsOf(decision)).to.deep.equal({ r: 100_000, twice: 0 });
    expect(decision?.awards[1]?.why).to.deep.equal({ kind: 'nothing-to-multiply' });
    expect(decision?.awards[0]).not.to.have.property('pending');
  });

  it('takes nothing from what the member gets, whichever way a purchase is rounded', () => {
    for (const once of ['rule', 'purchase']) {
      const points = ruleOf({ id: 'points', give: { unit: 'points', give: 1, per: 100_000 } });
      const program = { charities, rounding: { once, to: 'up' } };
      const compiled = programOf([ruleOf({ give: { charity: 'school', percent: 0.01 } }), points], program);
      const [decision] = decideEach(compiled, [{ amount: 1_000_001 }]);
      expect(decision && amountsOf(decision)).to.deep.equal({ r: 101, points: 10 });
    }
  });

  it('is given by a full stamp card too', () => {
    const card = { id: 'c', name: 'کارت', stamps: 2, gives: { charity: 'school', fixed: 5_000 } };
    const compiled = programOf([ruleOf({ give: { stamp: 'c', fixed: 6 } })], {
      charities,
      stampCards: [card],
    });
    const [decision] = decideEach(compiled, [{ amount: 1_000_000 }]);
    expect(decision?.awards[1]).to.deep.include({ rule: 'c', unit: 'charity', amount: 15_000 });
  });
});
