import { expect } from 'chai';
import fc from 'fast-check';
import { noon, tehran } from '../testing/decisions.ts';
import { floorOf, gold, ladderOf, measuring, silver, standing } from '../testing/tiers.ts';
import { reachedBy } from './ladder.ts';
import {
  dueAt,
  floored,
  newcomer,
  nextReview,
  raised,
  reviewed,
  tierId,
  undone,
  unfloored,
} from './standing.ts';
import type { TierState } from './standing.ts';

const yearly = { over: { last: { months: 12 } }, downgrade: 'to-earned', review: { each: 'year' } };

describe('a tier that is reached', () => {
  const rise = (before: TierState, earned: number, ladder = ladderOf()) =>
    raised(ladder, before, { measures: measuring({ earned }), at: noon });

  it('is hers at once, from the threshold on', () => {
    expect(rise(newcomer, 99)).to.equal(undefined);
    const move = rise(newcomer, 100);
    expect(move).to.include({ kind: 'reached', from: 'bronze', to: 'silver', at: noon });
    expect(move?.state).to.include({ earned: 'silver', since: noon, reviewAt: null });
    expect(move?.state.reached).to.deep.equal(['silver']);
  });

  it('may be two steps up', () => {
    expect(rise(newcomer, 500)).to.include({ from: 'bronze', to: 'gold' });
  });

  it('is not lost by an act, however little is left', () => {
    expect(rise(standing({ earned: 'gold' }), 0)).to.equal(undefined);
  });

  it('ends a grace and has a review of its own', () => {
    const before = standing({ earned: 'silver', reviewAt: 1, graceUntil: 2 });
    expect(rise(before, 500, ladderOf(yearly))?.state).to.include({
      ...{ earned: 'gold', graceUntil: null, reviewAt: tehran('1405/01/01 00:00') },
    });
  });

  it('changes nothing that is seen below a higher floor', () => {
    const move = rise(standing({ floors: [floorOf('gold')] }), 100);
    expect(move).to.include({ from: 'gold', to: 'gold' });
    expect(move?.state).to.include({ earned: 'silver', since: null });
    expect(move?.state.reached).to.deep.equal([]);
  });

  it('comes to the same one after the other as from scratch', () => {
    const ladder = ladderOf();
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 12 }), (gains) => {
        let [state, earned] = [newcomer, 0];
        for (const gain of gains) {
          earned += gain;
          state = raised(ladder, state, { measures: measuring({ earned }), at: noon })?.state ?? state;
        }
        const scratch =
          raised(ladder, newcomer, { measures: measuring({ earned }), at: noon })?.state ?? newcomer;
        expect(tierId(ladder, state)).to.equal(tierId(ladder, scratch));
        expect(tierId(ladder, state)).to.equal(ladder.rungs[reachedBy(ladder, measuring({ earned }))]?.id);
      }),
    );
  });
});

describe('the next review', () => {
  const rows: readonly [what: string, review: unknown, at: string, next: string][] = [
    ['the next year', { each: 'year' }, '1404/10/20 12:00', '1405/01/01 00:00'],
    [
      'of the first instant of a year, the next one',
      { each: 'year' },
      '1405/01/01 00:00',
      '1406/01/01 00:00',
    ],
    [
      'the year after where the tier is young',
      { each: 'year', atLeast: { months: 3 } },
      '1404/10/20 12:00',
      '1406/01/01 00:00',
    ],
    [
      'old enough to the instant',
      { each: 'year', atLeast: { months: 3 } },
      '1404/10/01 00:00',
      '1405/01/01 00:00',
    ],
    ['the next month', { each: 'month' }, '1404/10/20 12:00', '1404/11/01 00:00'],
    ['the end of the day after a span', { after: { months: 12 } }, '1404/10/20 12:00', '1405/10/21 00:00'],
    ['the very instant', { after: { months: 12 }, to: 'instant' }, '1404/10/20 12:00', '1405/10/20 12:00'],
    ['a year after a leap day', { after: { years: 1 } }, '1403/12/30 12:00', '1405/01/01 00:00'],
  ];
  for (const [what, review, at, next] of rows) {
    it(what, () => {
      expect(nextReview(ladderOf({ ...yearly, review }), tehran(at))).to.equal(tehran(next));
    });
  }
});

describe('a review', () => {
  const reviewAt = tehran('1405/01/01 00:00');
  const next = tehran('1406/01/01 00:00');
  const before = standing({ earned: 'gold', since: noon, reviewAt, reached: ['silver', 'gold'] });
  const review = (earned: number, words: object = {}, state: TierState = before) =>
    reviewed(ladderOf({ ...yearly, ...words }), state, measuring({ earned }));

  it('renews with exactly enough', () => {
    const move = review(500);
    expect(move).to.include({ kind: 'renewed', from: 'gold', to: 'gold', at: reviewAt });
    expect(move.state).to.include({ since: noon, reviewAt: next });
  });

  it('takes down to what was earned, with one too little', () => {
    expect(review(499)).to.include({ kind: 'fallen', from: 'gold', to: 'silver' });
    expect(review(499).state).to.include({ since: reviewAt, reviewAt: next });
    expect(review(99)).to.include({ to: 'bronze' });
    expect(review(99).state.reviewAt).to.equal(null);
  });

  it('takes one step down, whatever was earned', () => {
    expect(review(0, { downgrade: 'one-step' })).to.include({ to: 'silver' });
  });

  it('keeps a tier with what keeps it, where that is less than what reaches it', () => {
    const words = { steps: [{ id: 'bronze', name: 'b' }, silver, { ...gold, keep: { above: 300 } }] };
    expect(review(301, words)).to.include({ kind: 'renewed' });
    expect(review(300, words)).to.include({ kind: 'fallen' });
  });

  it('gives a grace, and decides at its end', () => {
    const words = { grace: { days: 10 } };
    const late = review(499, words);
    expect(late).to.include({ kind: 'grace', from: 'gold', to: 'gold' });
    expect(late.state).to.include({ reviewAt, graceUntil: tehran('1405/01/11 00:00'), since: noon });
    expect(dueAt(late.state)).to.equal(tehran('1405/01/11 00:00'));
    const made = review(500, words, late.state);
    expect(made).to.include({ kind: 'renewed', at: tehran('1405/01/11 00:00') });
    expect(made.state).to.include({ graceUntil: null, reviewAt: next });
    expect(review(499, words, late.state)).to.include({ kind: 'fallen', to: 'silver' });
  });

  it('comes on the same day again and again', () => {
    const words = { review: { after: { months: 12 } } };
    let state = standing({ earned: 'gold', reviewAt: tehran('1405/10/21 00:00') });
    for (const year of [1406, 1407, 1408]) {
      state = review(500, words, state).state;
      expect(state.reviewAt).to.equal(tehran(`${year}/10/21 00:00`));
    }
  });
});

describe('a floor', () => {
  const ladder = ladderOf(yearly);

  it('holds above what was earned, until it ends', () => {
    const set = floored(ladder, standing({ earned: 'silver' }), { tier: 'gold', until: noon + 1, at: noon });
    expect(set).to.include({ kind: 'set', from: 'silver', to: 'gold' });
    expect(set.state).to.include({ earned: 'silver', since: noon });
    expect(dueAt(set.state)).to.equal(noon + 1);
    expect(unfloored(ladder, set.state)).to.include({
      kind: 'set-ended',
      from: 'gold',
      to: 'silver',
      at: noon + 1,
    });
  });

  it('stands below nothing that was earned', () => {
    const set = floored(ladder, standing({ earned: 'gold' }), { tier: 'silver', until: null, at: noon });
    expect(set).to.include({ from: 'gold', to: 'gold' });
    const fallen = reviewed(ladder, { ...set.state, reviewAt: noon }, measuring({}));
    expect(fallen).to.include({ kind: 'fallen', from: 'gold', to: 'silver' });
  });

  it('is taken away', () => {
    const before = standing({ floors: [floorOf('gold')] });
    expect(floored(ladder, before, { tier: null, until: null, at: noon })).to.include({
      from: 'gold',
      to: 'bronze',
    });
  });
});

describe('an undoing', () => {
  const ladder = ladderOf();
  const now = standing({ earned: 'gold', since: noon, reached: ['silver', 'gold'] });
  const undo = (earlier: Partial<TierState>, earned: number) =>
    undone(ladder, now, {
      ...{ earlier: standing(earlier), unreached: ['gold'] },
      ...{ measures: measuring({ earned }), at: noon },
    });

  it('leaves her where she was', () => {
    const move = undo({ earned: 'silver', since: 5, reached: ['silver'] }, 0);
    expect(move).to.include({ kind: 'undone', from: 'gold', to: 'silver' });
    expect(move?.state).to.deep.equal(standing({ earned: 'silver', since: 5, reached: ['silver'] }));
  });

  it('leaves what is reached without it', () => {
    expect(undo({}, 499)).to.include({ to: 'silver' });
    expect(undo({}, 500)).to.equal(undefined);
  });
});
