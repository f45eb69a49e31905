import { expect } from 'chai';
import { bronze, gold, ladderOf, measuring, silver } from '../testing/tiers.ts';
import { measured, placeOf, reachedBy } from './ladder.ts';
import type { Ladder } from './ladder.ts';

type Row = readonly [what: string, ladder: Ladder, measures: Parameters<typeof measuring>[0], place: number];

describe('the tier that measures reach', () => {
  const above = ladderOf({ steps: [bronze, { id: 'silver', name: 's', above: 100 }] });
  const noBase = ladderOf({ steps: [silver, gold] });
  const both = {
    ...{ id: 'vip', name: 'v' },
    all: [
      { by: 'spent', from: 1000 },
      { by: 'visits', above: 4 },
    ],
  };
  const either = { id: 'vip', name: 'v', any: both.all };
  const sum = {
    sum: [
      { of: 'spent', give: 1, per: 100_000 },
      { of: 'visits', give: 5 },
    ],
  };
  const rows: readonly Row[] = [
    ['nothing: that of everybody', ladderOf(), {}, 0],
    ['one below a threshold', ladderOf(), { earned: 99 }, 0],
    ['equal to a threshold that is inclusive', ladderOf(), { earned: 100 }, 1],
    ['one above it', ladderOf(), { earned: 101 }, 1],
    ['one below the next', ladderOf(), { earned: 499 }, 1],
    ['the highest', ladderOf(), { earned: 500 }, 2],
    ['equal to a threshold that is exclusive', above, { earned: 100 }, 0],
    ['one above it, exclusive', above, { earned: 101 }, 1],
    ['below the lowest that needs something', noBase, { earned: 99 }, -1],
    ['the lowest that needs something', noBase, { earned: 100 }, 0],
    ['by amount spent', ladderOf({ by: 'spent' }), { spent: 500, earned: 100 }, 2],
    ['by what is paid', ladderOf({ by: 'paid' }), { spent: 500, paid: 499 }, 1],
    [
      'a sum of what is paid',
      ladderOf({ by: { sum: [{ of: 'paid', per: 10 }] } }),
      { spent: 9e9, paid: 5000 },
      2,
    ],
    ['by visits', ladderOf({ by: 'visits' }), { visits: 100, earned: 500 }, 1],
    ['not by balance, unless asked', ladderOf(), { balance: 500 }, 0],
    ['by balance where asked', ladderOf({ by: 'balance' }), { balance: 500 }, 2],
    ['all: one missing', ladderOf({ steps: [bronze, both] }), { spent: 1000, visits: 4 }, 0],
    ['all: each there', ladderOf({ steps: [bronze, both] }), { spent: 1000, visits: 5 }, 1],
    ['any: none there', ladderOf({ steps: [bronze, either] }), { spent: 999, visits: 4 }, 0],
    ['any: one there', ladderOf({ steps: [bronze, either] }), { spent: 0, visits: 5 }, 1],
    ['a sum: one step short', ladderOf({ by: sum }), { spent: 9_499_999, visits: 1 }, 0],
    ['a sum: enough', ladderOf({ by: sum }), { spent: 9_500_000, visits: 1 }, 1],
  ];
  for (const [what, ladder, measures, place] of rows) {
    it(what, () => {
      expect(reachedBy(ladder, measuring(measures))).to.equal(place);
    });
  }

  it('counts each full step of each part of a sum', () => {
    const by = {
      sum: [{ of: 'spent', give: 2, per: 300 } as const, { of: 'earned', give: 1, per: 10 } as const],
    };
    expect(measured(by, measuring({ spent: 899, earned: 19 }))).to.equal(5);
  });

  it('takes a tier that is no longer on the ladder for that of everybody', () => {
    expect([
      placeOf(ladderOf(), 'silver'),
      placeOf(ladderOf(), 'gone'),
      placeOf(ladderOf(), null),
    ]).to.deep.equal([1, 0, 0]);
    expect(placeOf(noBase, 'gone')).to.equal(-1);
  });
});
