import { expect } from 'chai';
import { tehran } from '../testing/decisions.ts';
import { decide, fixed, multiplier } from '../testing/rules.ts';
import { ruleOf } from '../testing/decisions.ts';

const card = { id: 'coffee', name: 'کارت قهوه', stamps: 9, gives: { unit: 'points', fixed: 100 } };
const coffees = { products: { groups: ['coffee'] } };
const perPiece = ruleOf({ give: { stamp: 'coffee', perPiece: 1, of: coffees } });
const bought = (quantity: number) => [{ group: 'coffee', quantity, amount: 400_000 }];

/** What a purchase of so many coffees does to a card with so many stamps. */
function stamping(had: number, quantity: number, words: object = {}) {
  return decide([perPiece], {
    program: { stampCards: [{ ...card, ...words }] },
    purchase: { lines: bought(quantity) },
    member: { stamps: { coffee: had } },
  });
}

describe('a stamp card', () => {
  const table: readonly [had: number, bought: number, full: number, left: number][] = [
    [0, 1, 0, 1],
    [7, 1, 0, 8],
    [8, 1, 1, 0],
    [8, 2, 1, 1],
    [0, 9, 1, 0],
    [0, 18, 2, 0],
    [8, 10, 2, 0],
    [8, 19, 3, 0],
    // More on it than fills it, since a program changed or a purchase was undone.
    [11, 1, 1, 3],
  ];
  for (const [had, quantity, full, left] of table) {
    it(`with ${had} stamps and ${quantity} more is full ${full} times and has ${left}`, () => {
      const { awards, stamped } = stamping(had, quantity);
      expect(stamped).to.deep.equal([{ card: 'coffee', size: 9, gained: quantity, full, left }]);
      expect(awards.map(({ rule, unit, amount }) => [rule, unit, amount])).to.deep.equal([
        ['r', 'stamps', quantity],
        ...(full === 0 ? [] : [['coffee', 'points', 100 * full]]),
      ]);
    });
  }

  it('tells what was stamped, and why it gives', () => {
    const { awards } = stamping(8, 1);
    expect(awards[0]).to.deep.include({
      ...{ unit: 'stamps', card: 'coffee', amount: 1, expiresAt: null },
      why: { kind: 'per-piece', pieces: 1, give: 1, unit: 'stamps' },
    });
    expect(awards[1]).to.deep.include({ name: 'کارت قهوه', why: { kind: 'card-full', stamps: 9, times: 1 } });
  });

  it('is not stamped where nothing was bought for it', () => {
    const { awards, stamped } = decide([perPiece], {
      program: { stampCards: [card] },
      purchase: { lines: [{ group: 'tea', quantity: 1, amount: 1_000_000 }] },
    });
    expect([awards.map(({ amount }) => amount), stamped]).to.deep.equal([[0], []]);
  });

  it('gives several things', () => {
    const gives = [card.gives, { unit: 'credit', fixed: 5_000 }];
    expect(stamping(8, 1, { gives }).awards.map(({ unit, amount }) => [unit, amount])).to.deep.equal([
      ['stamps', 1],
      ['points', 100],
      ['credit', 5_000],
    ]);
  });

  it('says until when a stamp counts', () => {
    const { awards } = stamping(0, 1, { expires: { after: { months: 1 } } });
    expect(awards[0]?.expiresAt).to.equal(tehran('1404/11/21 00:00'));
  });

  it('is limited in stamps, and never multiplied', () => {
    const limits = [{ of: 'purchase', amount: 2, unit: 'stamps' }];
    const { awards } = decide([{ ...perPiece, limits }, fixed('f', 1), multiplier('m', 3)], {
      program: { stampCards: [card] },
      purchase: { lines: bought(5) },
    });
    expect(awards.map(({ amount }) => amount)).to.deep.equal([2, 3, 0]);
  });
});
