import { expect } from 'chai';
import { tiers } from '../program/tiers.ts';
import { floorOf } from '../testing/tiers.ts';
import { caughtUp } from './catch-up.ts';
import { compileLadder, noMeasures } from './ladder.ts';
import { newcomer } from './standing.ts';
import type { TierState } from './standing.ts';

const at = (text: string): number => Date.parse(`${text}T00:00:00+03:30`);
const ladder = compileLadder(
  tiers.parse({
    steps: [
      { id: 'bronze', name: 'برنزی' },
      { id: 'silver', name: 'نقره‌ای', from: 10 },
    ],
    ...{ over: 'month', downgrade: 'to-earned', review: { each: 'month' } },
  }),
  { timeZone: 'Asia/Tehran', calendar: 'gregorian' },
);
const silver: TierState = {
  ...newcomer,
  earned: 'silver',
  since: at('2026-01-05'),
  reviewAt: at('2026-02-01'),
};

describe('what happened to a tier by itself', () => {
  const kinds = (freed: readonly { at: number; points: number }[], until: number, state = silver) =>
    caughtUp(ladder, state, { freed, until, measuresIn: () => noMeasures }).map(({ move }) => [
      move.kind,
      move.at,
    ]);

  it('is nothing before anything is due', () => {
    expect(kinds([], at('2026-02-01') - 1)).to.deep.equal([]);
    expect(kinds([], at('2026-02-01'))).to.deep.equal([['fallen', at('2026-02-01')]]);
  });

  it('counts what came free before a review for it, and not what came free with it', () => {
    const before = [{ at: at('2026-02-01') - 1, points: 10 }];
    expect(kinds(before, at('2026-02-01'))).to.deep.equal([['renewed', at('2026-02-01')]]);
    const then = [{ at: at('2026-02-01'), points: 10 }];
    expect(kinds(then, at('2026-02-01'))).to.deep.equal([
      ['fallen', at('2026-02-01')],
      ['reached', at('2026-02-01')],
    ]);
  });

  it('adds up what came free, in the month in which it did', () => {
    const twice = [
      { at: at('2026-03-01') - 1, points: 5 },
      { at: at('2026-03-01'), points: 5 },
      { at: at('2026-03-02'), points: 5 },
    ];
    expect(kinds(twice, at('2026-03-03'), { ...newcomer, reached: ['silver'] })).to.deep.equal([
      ['reached', at('2026-03-02')],
    ]);
  });

  it('ends a floor before the review of the same moment', () => {
    const floor = { ...silver, floors: [floorOf('silver', at('2026-02-01'))] };
    expect(kinds([], at('2026-02-01'), floor)).to.deep.equal([
      ['set-ended', at('2026-02-01')],
      ['fallen', at('2026-02-01')],
    ]);
  });
});
