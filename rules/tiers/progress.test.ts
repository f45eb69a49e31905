import { expect } from 'chai';
import { noon } from '../testing/decisions.ts';
import { tiers } from '../program/tiers.ts';
import { bronze, floorOf, ladderOf, measuring, silver, standing } from '../testing/tiers.ts';
import { compileLadder } from './ladder.ts';
import { progressOf } from './progress.ts';

describe('how much to the next tier, how much to keep it', () => {
  const ladder = ladderOf({ over: 'year', downgrade: 'one-step', review: { each: 'year' } });
  const of = (state: Parameters<typeof standing>[0], now: number, forReview = now) =>
    progressOf(ladder, standing(state), {
      now: measuring({ earned: now }),
      forReview: measuring({ earned: forReview }),
    });

  it('is told from the lowest tier on', () => {
    const { toNext, toKeep } = of({}, 30);
    expect(toNext).to.deep.equal({
      ...{ id: 'silver', name: 'نقره‌ای', join: 'all' },
      lacks: [{ by: 'earned', needed: 100, has: 30, missing: 70 }],
    });
    expect(toKeep).to.equal(undefined);
  });

  it('is told of a tier that will be reviewed, by what counts then', () => {
    const { toNext, toKeep } = of({ earned: 'silver', reviewAt: noon }, 120, 80);
    expect(toNext?.lacks[0]).to.include({ missing: 380 });
    expect(toKeep).to.deep.include({ id: 'silver', until: noon });
    expect(toKeep?.lacks[0]).to.include({ needed: 100, has: 80, missing: 20 });
  });

  it('has nothing above the highest, and is kept where enough is there', () => {
    const { toNext, toKeep } = of({ earned: 'gold', reviewAt: noon, graceUntil: noon + 5 }, 600);
    expect(toNext).to.equal(undefined);
    expect(toKeep).to.include({ until: noon + 5 });
    expect(toKeep?.lacks[0]).to.include({ missing: 0 });
  });

  it('speaks of no keeping under a floor', () => {
    expect(of({ earned: 'silver', reviewAt: noon, floors: [floorOf('gold')] }, 120).toKeep).to.equal(
      undefined,
    );
  });

  it('speaks of no keeping where she has her own tier for longer than until its review', () => {
    const floored = (tier: string, until: number | null, graceUntil: number | null = null) =>
      of({ earned: 'silver', reviewAt: noon, graceUntil, floors: [floorOf(tier, until)] }, 120).toKeep?.until;
    expect(floored('silver', null)).to.equal(undefined);
    expect(floored('silver', noon + 1)).to.equal(undefined);
    expect(floored('silver', noon)).to.equal(noon);
    expect(floored('silver', noon + 5, noon + 5)).to.equal(noon + 5);
    expect(floored('silver', noon + 6, noon + 5)).to.equal(undefined);
    expect(floored('bronze', null)).to.equal(noon);
  });

  it('tells the steps of a sum as the program does, whatever decimals points have', () => {
    const words = { steps: [bronze, silver], by: { sum: [{ of: 'earned', give: 2, per: 1_000 }] } };
    const era = { timeZone: 'Asia/Tehran', calendar: 'persian' } as const;
    const inParts = compileLadder(tiers.parse(words), era, 3);
    const measures = measuring({ earned: 40_000 });
    const { toNext } = progressOf(inParts, standing({}), { now: measures, forReview: measures });
    expect(toNext?.lacks).to.deep.equal([
      { by: { sum: [{ of: 'earned', give: 2, per: 1 }] }, needed: 100, has: 80, missing: 20 },
    ]);
  });
});
