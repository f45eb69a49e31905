import { expect } from 'chai';
import { checkProgram } from '../program.ts';
import {
  amountsOf,
  decideEach,
  memberOf,
  newBook,
  noon,
  programOf,
  purchaseOf,
} from '../testing/decisions.ts';
import { decideOccasion, decidePurchase } from './decide.ts';
import { joiningReferral, purchaseReferral } from './referral.ts';

const points = (fixed: number) => ({ unit: 'points', fixed });
const rule = (id: string, words: Record<string, unknown>) => ({ id, name: id, on: 'referral', ...words });

describe('referral rules', () => {
  const compiled = programOf([
    rule('er-join', { to: 'referrer', at: 'joining', give: points(1) }),
    rule('ed-join', { to: 'referred', at: 'joining', give: points(2) }),
    rule('both-first', { to: 'both', at: 'first-purchase', give: points(4) }),
    rule('er-every', { to: 'referrer', at: 'every-purchase', give: { unit: 'credit', percent: 1 } }),
    rule('ed-every', {
      ...{ to: 'referred', at: 'every-purchase', give: points(8) },
      when: { amount: { from: 500_000 } },
    }),
  ]);

  it('gives at the joining to the side that a rule names', () => {
    const at = { at: noon, member: memberOf() };
    const of = (side: 'referrer' | 'referred') =>
      amountsOf(decideOccasion(compiled, 'referral', { ...at, referral: joiningReferral[side] }));
    expect(of('referrer')).to.deep.equal({ 'er-join': 1 });
    expect(of('referred')).to.deep.equal({ 'ed-join': 2 });
  });

  it('gives who was brought for her first purchase, and for each', () => {
    const book = newBook();
    const buy = (amount: number) => {
      const member = memberOf({ isReferred: true, tally: book.tallyOf('one') });
      const decision = decidePurchase(compiled, { purchase: purchaseOf({ amount }), member });
      book.apply('one', decision.tallies);
      return amountsOf(decision);
    };
    expect(buy(500_000)).to.deep.equal({ 'both-first': 4, 'ed-every': 8 });
    expect(buy(499_999)).to.deep.equal({ 'ed-every': 0 });
  });

  it('gives nothing to who was brought by nobody', () => {
    expect(decideEach(compiled, [{}]).map(amountsOf)).to.deep.equal([{}]);
  });

  it('gives who brought her by what was bought', () => {
    const of = (isFirst: boolean) => {
      const referral = purchaseReferral('referrer', isFirst);
      const occasion = { at: noon, member: memberOf(), purchase: purchaseOf(), referral };
      return amountsOf(decideOccasion(compiled, 'referral', occasion));
    };
    expect(of(true)).to.deep.equal({ 'both-first': 4, 'er-every': 10_000 });
    expect(of(false)).to.deep.equal({ 'er-every': 10_000 });
  });
});

describe('faults of referral rules', () => {
  const faultsOf = (words: Record<string, unknown>) => {
    const rules = [rule('r', { to: 'both', give: points(1), ...words })];
    const parts = {
      tiers: { steps: [{ id: 'silver', name: 'نقره‌ای', from: 9 }] },
      stampCards: [{ id: 'card', name: 'کارت', stamps: 9, gives: { unit: 'points', fixed: 1 } }],
      charities: [{ id: 'school', name: 'خیریه نمونه' }],
    };
    const checked = checkProgram({ code: 'shop', name: 'x', rules, ...parts });
    return checked.ok ? [] : checked.faults.map(({ place, problem }) => `${place}: ${problem}`);
  };
  const table: readonly [string, Record<string, unknown>, RegExp | undefined][] = [
    [
      'a share of a purchase at a joining',
      { at: 'joining', give: { unit: 'credit', percent: 1 } },
      /give: needs a purchase/,
    ],
    [
      'an amount at a joining',
      { at: 'joining', when: { amount: { from: 1 } } },
      /when\.amount: needs a purchase/,
    ],
    ['a thing at a joining', { at: 'joining', give: { giftCard: 50_000 } }, undefined],
    ['a message at a joining', { at: 'joining', give: { message: 'خوش آمدید' } }, undefined],
    ['a tier at a joining', { at: 'joining', give: { tier: 'silver' } }, undefined],
    ['a stamp at a joining', { at: 'joining', give: { stamp: 'card', fixed: 1 } }, undefined],
    ['a gift to a charity at a joining', { at: 'joining', give: { charity: 'school', fixed: 1 } }, undefined],
    [
      'a stamp for each piece at a joining',
      { at: 'joining', give: { stamp: 'card', perPiece: 1 } },
      /give: needs a purchase.* tier or message/,
    ],
    [
      'a multiplier beside a tier at a joining',
      { at: 'joining', give: [{ tier: 'silver' }, { multiply: 2 }] },
      /give: needs a purchase/,
    ],
    ['an amount at a purchase', { at: 'first-purchase', when: { amount: { from: 1 } } }, undefined],
    ['a moment that there is not', { at: 'second-purchase' }, /at: /],
  ];
  for (const [name, words, fault] of table) {
    it(`${fault ? 'names' : 'takes'} ${name}`, () => {
      const faults = faultsOf(words);
      if (fault) expect(faults.join('\n')).to.match(fault);
      else expect(faults).to.deep.equal([]);
    });
  }
});
