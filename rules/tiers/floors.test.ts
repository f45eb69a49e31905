import { expect } from 'chai';
import { noon } from '../testing/decisions.ts';
import { floorOf, ladderOf, measuring, standing } from '../testing/tiers.ts';
import { endOfHighest, firstEnd, floorPlace, withFloor } from './floors.ts';
import type { Floor } from './floors.ts';
import {
  dueAt,
  floored,
  newcomer,
  placed,
  raised,
  reviewed,
  tierId,
  unfloored,
  withdrawn,
} from './standing.ts';

const ladder = ladderOf();
const dayMs = 86_400_000;
const byRule = (tier: string, words: Partial<Floor> = {}): Floor => ({
  ...{ tier, until: null, by: 'purchase:1', at: noon },
  ...words,
});

describe('floors', () => {
  const table: readonly (readonly [
    floors: readonly Floor[],
    place: number,
    first: number | null,
    last: number | null,
  ])[] = [
    [[], -1, null, null],
    [[floorOf('silver')], 1, null, null],
    [[floorOf('silver', 5), floorOf('gold', 3)], 2, 3, 3],
    [[floorOf('gold', 3), floorOf('gold', 7)], 2, 3, 7],
    [[floorOf('gold', 3), floorOf('gold')], 2, 3, null],
    [[floorOf('gold'), floorOf('gold', 3)], 2, 3, null],
    // What is not on the ladder any more counts as what everybody has.
    [[floorOf('gone', 3)], 0, 3, 3],
  ];
  for (const [floors, place, first, last] of table) {
    it(`${JSON.stringify(floors.map(({ tier, until }) => [tier, until]))}: ${place}, ${first}, ${last}`, () => {
      expect([floorPlace(ladder, floors), firstEnd(floors), endOfHighest(ladder, floors)]).to.deep.equal([
        place,
        first,
        last,
      ]);
    });
  }

  const covering: readonly (readonly [what: string, old: Floor, fresh: Floor, left: number])[] = [
    ['what is covered and a month old', byRule('silver', { at: noon - 31 * dayMs - 1 }), byRule('silver'), 1],
    [
      'what is covered and may be undone yet',
      byRule('silver', { at: noon - 31 * dayMs }),
      byRule('silver'),
      2,
    ],
    ['what is higher', byRule('gold', { at: 0 }), byRule('silver'), 2],
    ['what lasts longer', byRule('silver', { at: 0 }), byRule('silver', { until: noon + 1 }), 2],
    ['what people gave', floorOf('bronze'), byRule('silver'), 2],
  ];
  for (const [what, old, fresh, left] of covering) {
    it(`${left === 1 ? 'lets go of' : 'keeps'} ${what}`, () => {
      expect(withFloor(ladder, [old], fresh)).to.have.length(left);
    });
  }
});

describe('a floor of a rule', () => {
  it('makes a tier higher, and ends beside others', () => {
    const before = standing({ floors: [floorOf('silver', noon + 9)] });
    const move = placed(ladder, before, byRule('gold', { until: noon + 5 }));
    expect(move).to.include({ kind: 'given', from: 'silver', to: 'gold', at: noon });
    expect(dueAt(move.state)).to.equal(noon + 5);
    const ended = unfloored(ladder, move.state);
    expect(ended).to.include({ kind: 'set-ended', from: 'gold', to: 'silver', at: noon + 5 });
    expect(unfloored(ladder, ended.state)).to.include({ from: 'silver', to: 'bronze', at: noon + 9 });
  });

  it('never makes a tier lower', () => {
    const before = standing({ earned: 'gold', since: 1, floors: [floorOf('silver')] });
    const move = placed(ladder, before, byRule('bronze'));
    expect(move).to.include({ from: 'gold', to: 'gold' });
    expect(move.state.since).to.equal(1);
    expect(tierId(ladder, { ...move.state, earned: null })).to.equal('silver');
  });

  it('is withdrawn with what it was given for, and nothing else is', () => {
    const before = standing({ floors: [byRule('gold'), byRule('silver', { by: 'purchase:2' })] });
    const move = withdrawn(ladder, before, { by: 'purchase:1', at: noon + 1 });
    expect(move).to.include({ kind: 'withdrawn', from: 'gold', to: 'silver', at: noon + 1 });
    expect(withdrawn(ladder, before, { by: 'purchase:3', at: noon })).to.equal(undefined);
  });

  it('stays where people give one or take theirs back', () => {
    const before = standing({ floors: [byRule('silver'), floorOf('bronze')] });
    const set = floored(ladder, before, { tier: 'gold', until: null, at: noon });
    expect(set.state.floors.map(({ tier }) => tier)).to.deep.equal(['silver', 'gold']);
    const back = floored(ladder, set.state, { tier: null, until: null, at: noon });
    expect(back).to.include({ from: 'gold', to: 'silver' });
  });
});

describe('since when she has a tier, after a floor', () => {
  const march = noon - 90 * dayMs;
  const own = standing({ earned: 'silver', earnedSince: march, since: march });
  const give = (before: typeof own, tier: string | null, at = noon) =>
    floored(ladder, before, { tier, until: null, at });

  it('is as it was before, where people take theirs back or it ends', () => {
    const set = give(own, 'gold');
    expect(set.state.since).to.equal(noon);
    expect(give(set.state, null, noon + 9).state).to.deep.equal(own);
    const timed = floored(ladder, own, { tier: 'gold', until: noon + 5, at: noon });
    expect(unfloored(ladder, timed.state).state).to.deep.equal(own);
  });

  it('is always, where she never earned any', () => {
    const back = give(give(newcomer, 'gold').state, null, noon + 9);
    expect(back.state).to.deep.equal(newcomer);
  });

  it('is when it was earned below the floor', () => {
    const set = give(newcomer, 'gold');
    const measures = measuring({ earned: 100 });
    const earned = raised(ladder, set.state, { measures, at: noon + 3 })?.state ?? newcomer;
    expect(earned).to.include({ since: noon, earnedSince: noon + 3 });
    expect(give(earned, null, noon + 9).state.since).to.equal(noon + 3);
  });

  it('is that of a lower floor where she has it by that', () => {
    const before = standing({ floors: [byRule('silver', { at: march })], since: march });
    expect(give(give(before, 'gold').state, null, noon + 9).state.since).to.equal(march);
  });

  it('begins anew with a review that takes from her', () => {
    const fallen = reviewed(ladderOf({ downgrade: 'to-earned' }), { ...own, reviewAt: noon }, measuring({}));
    expect(fallen.state).to.include({ since: noon, earnedSince: noon });
  });
});
