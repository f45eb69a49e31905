import { endAfter } from '../fading.ts';
import { laterBy } from '../later.ts';
import { endOfPeriodAt } from '../periods.ts';
import { endOfHighest, firstEnd, floorPlace, withFloor } from './floors.ts';
import type { Floor } from './floors.ts';
import { areReached, everybodys, placeOf, reachedBy } from './ladder.ts';
import type { Ladder, Measures } from './ladder.ts';

/** Where a member stands on a ladder. Tiers by id, times in epoch milliseconds. */
export interface TierState {
  /** The tier she has earned; `null` for none. */
  readonly earned: string | null;
  /** Since when she has earned that; `null` where she always had it. */
  readonly earnedSince: number | null;
  /** Since when she has the tier she has; `null` where she always had it. */
  readonly since: number | null;
  /** When it is seen next whether she keeps what she earned; `null` for never. It stays during a grace. */
  readonly reviewAt: number | null;
  /** Until when she keeps what a review found too little for; `null` outside a grace. */
  readonly graceUntil: number | null;
  /** What people and rules have given her, below which she does not fall. */
  readonly floors: readonly Floor[];
  /** The tiers she has ever reached. */
  readonly reached: readonly string[];
}

export const newcomer: TierState = {
  ...{ earned: null, earnedSince: null, since: null, reviewAt: null, graceUntil: null },
  ...{ floors: [], reached: [] },
};

export type TierChangeKind =
  'reached' | 'fallen' | 'renewed' | 'grace' | 'set' | 'set-ended' | 'given' | 'withdrawn' | 'undone';

/** What became of a member's tier. `from` and `to` are ids; `null` for none. */
export interface TierMove {
  readonly kind: TierChangeKind;
  readonly at: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly state: TierState;
}

/** The place of the tier she has: what she earned, or the highest of her floors where that is higher. */
export function tierPlace(ladder: Ladder, { earned, floors }: Pick<TierState, 'earned' | 'floors'>): number {
  return Math.max(placeOf(ladder, earned), floorPlace(ladder, floors));
}

/** Whether she has it by her floors: above what she earned, or for longer than until that is reviewed. */
export function isGiven(ladder: Ladder, { earned, floors, reviewAt, graceUntil }: TierState): boolean {
  const [own, given] = [placeOf(ladder, earned), floorPlace(ladder, floors)];
  if (given !== own || floors.length === 0) return given > own;
  const [ownEnd, end] = [graceUntil ?? reviewAt, endOfHighest(ladder, floors)];
  return ownEnd !== null && (end === null || end > ownEnd);
}

const idAt = (ladder: Ladder, place: number): string | null => ladder.rungs[place]?.id ?? null;

export function tierId(ladder: Ladder, state: TierState): string | null {
  return idAt(ladder, tierPlace(ladder, state));
}

/** A state as the next one, with `since` where the tier she has is another. */
function move(
  ladder: Ladder,
  before: TierState,
  { kind, at, after }: { kind: TierChangeKind; at: number; after: TierState },
): TierMove {
  const [from, to] = [tierId(ladder, before), tierId(ladder, after)];
  if (from === to) return { kind, at, from, to, state: after };
  const isBack = withoutFloor.has(kind) && placeOf(ladder, to) < placeOf(ladder, from);
  return { kind, at, from, to, state: { ...after, since: isBack ? hadSince(ladder, after) : at } };
}

/** Where these lower a tier, what comes out is what she had below a floor all the time. */
const withoutFloor: ReadonlySet<TierChangeKind> = new Set<TierChangeKind>(['set', 'set-ended', 'withdrawn']);

/** Since when something has given her the tier that she has; `null` where she always had it. */
function hadSince(ladder: Ladder, state: TierState): number | null {
  const place = tierPlace(ladder, state);
  const floors = state.floors.filter(({ tier }) => placeOf(ladder, tier) === place).map(({ at }) => at);
  if (placeOf(ladder, state.earned) !== place) return Math.min(...floors);
  return state.earnedSince === null ? null : Math.min(state.earnedSince, ...floors);
}

/**
 * What an act makes of a tier: only ever a higher one, at once. `undefined` where what she earned stays as it is,
 * however little the measures are: a tier is lost by reviews alone.
 */
export function raised(
  ladder: Ladder,
  before: TierState,
  { measures, at }: { readonly measures: Measures; readonly at: number },
): TierMove | undefined {
  const place = reachedBy(ladder, measures);
  if (place <= placeOf(ladder, before.earned)) return undefined;
  const earned = idAt(ladder, place);
  const isHigher = place > tierPlace(ladder, before);
  const isNew = isHigher && earned !== null && !before.reached.includes(earned);
  const reached = isNew ? [...before.reached, earned] : before.reached;
  const after = {
    ...before,
    earned,
    earnedSince: at,
    reached,
    reviewAt: nextReview(ladder, at),
    graceUntil: null,
  };
  return move(ladder, before, { kind: 'reached', at, after });
}

/** When a tier that was reached, kept or fallen to at `at` is reviewed next; `null` for never. */
export function nextReview({ tiers: { review, downgrade }, era }: Ladder, at: number): number | null {
  if (review === 'never' || downgrade === 'none') return null;
  if ('after' in review) return endAfter(at, { span: review.after, to: review.to }, era);
  const { each, atLeast } = review;
  return endOfPeriodAt(each, atLeast === undefined ? at : laterBy(at, atLeast, era) - 1, era);
}

/** When something is due by itself: a review, the end of a grace, or of a floor; `null` for never. */
export function dueAt({ reviewAt, graceUntil, floors }: TierState): number | null {
  const review = graceUntil ?? reviewAt;
  const end = firstEnd(floors);
  if (review === null || end === null) return review ?? end;
  return Math.min(review, end);
}

/**
 * What a review makes of a tier, at the end of her grace where she has one: renewed with enough, else a grace, or
 * down as the program says. `measures` are those of `reviewWindow`. Everybody's tier is never reviewed again.
 */
export function reviewed(ladder: Ladder, before: TierState, measures: Measures): TierMove {
  const at = before.graceUntil ?? before.reviewAt ?? 0;
  const { grace } = ladder.tiers;
  const place = placeOf(ladder, before.earned);
  const kept = keptPlace(ladder, place, measures);
  if (kept < place && grace && before.graceUntil === null) {
    const after = { ...before, graceUntil: laterBy(at, grace, ladder.era) };
    return move(ladder, before, { kind: 'grace', at, after });
  }
  // Kept in a grace, it is as if it had been kept at the review.
  const from = kept === place ? (before.reviewAt ?? at) : at;
  const hasNothingToLose = kept === everybodys(ladder);
  const reviewAt = hasNothingToLose ? null : reviewAfter(ladder, { from, at });
  const earnedSince = kept === place ? before.earnedSince : at;
  const after = { ...before, earned: idAt(ladder, kept), earnedSince, graceUntil: null, reviewAt };
  return move(ladder, before, { kind: kept === place ? 'renewed' : 'fallen', at, after });
}

/**
 * The review after the one at `from`, and after `at`. A review at the end of a day is of that day: counted from the
 * first instant of the next one, each would come a day later in the year.
 */
function reviewAfter(ladder: Ladder, { from, at }: { from: number; at: number }): number | null {
  const { review } = ladder.tiers;
  const ofDay = typeof review === 'object' && 'after' in review && review.to !== 'instant' ? 1 : 0;
  const next = nextReview(ladder, from - ofDay);
  return next !== null && next <= at ? nextReview(ladder, at - ofDay) : next;
}

function keptPlace(ladder: Ladder, place: number, measures: Measures): number {
  const { rungs, tiers } = ladder;
  const isKept = (at: number) => {
    const rung = rungs[at];
    return rung !== undefined && areReached(rung.keep, measures);
  };
  if (place < 0 || tiers.downgrade === 'none' || isKept(place)) return place;
  const lowest = everybodys(ladder);
  if (tiers.downgrade === 'one-step') return Math.max(place - 1, lowest);
  for (let lower = place - 1; lower > lowest; lower--) if (isKept(lower)) return lower;
  return lowest;
}

/** A floor set by people: until an instant or for good; `tier: null` takes it away. What rules gave stays. */
export function floored(
  ladder: Ladder,
  before: TierState,
  { tier, until, at }: { readonly tier: string | null; readonly until: number | null; readonly at: number },
): TierMove {
  const others = before.floors.filter(({ by }) => by !== null);
  const floors = tier === null ? others : [...others, { tier, until, by: null, at }];
  return move(ladder, before, { kind: 'set', at, after: { ...before, floors } });
}

/** A floor that a rule gives, beside those there are. */
export function placed(ladder: Ladder, before: TierState, floor: Floor): TierMove {
  const floors = withFloor(ladder, before.floors, floor);
  return move(ladder, before, { kind: 'given', at: floor.at, after: { ...before, floors } });
}

/** Takes away what rules gave for something that is undone; `undefined` where they gave nothing. */
export function withdrawn(
  ladder: Ladder,
  before: TierState,
  { by, at }: { readonly by: string; readonly at: number },
): TierMove | undefined {
  const floors = before.floors.filter((floor) => floor.by !== by);
  if (floors.length === before.floors.length) return undefined;
  return move(ladder, before, { kind: 'withdrawn', at, after: { ...before, floors } });
}

interface Brought {
  readonly tier: string;
  /** Since when she has it; `null` where she always had it. */
  readonly since: number | null;
  /** When it is seen next whether she keeps it, or its end where people gave it; as the program says where absent. */
  readonly validUntil?: number | null | undefined;
  /** People gave it to her; else she earned it. */
  readonly given: boolean;
  /** She keeps it for the time of her grace only. */
  readonly grace: boolean;
  readonly at: number;
}

/** The tier that a member has who comes from elsewhere: she has reached it, and all below it, before. */
export function brought(
  ladder: Ladder,
  before: TierState,
  { tier, since, validUntil, given, grace, at }: Brought,
): TierMove {
  const after = given
    ? { ...before, floors: [...before.floors, { tier, until: validUntil ?? null, by: null, at }] }
    : {
        ...{ ...before, earned: tier, earnedSince: since, graceUntil: grace ? (validUntil ?? null) : null },
        reviewAt: validUntil === undefined ? nextReview(ladder, since ?? at) : validUntil,
        reached: ladder.rungs.slice(0, placeOf(ladder, tier) + 1).map(({ id }) => id),
      };
  const made = move(ladder, before, { kind: 'set', at, after });
  return { ...made, state: { ...made.state, since } };
}

/** What is left when the time of the first floor to end is over. */
export function unfloored(ladder: Ladder, before: TierState): TierMove {
  const at = firstEnd(before.floors) ?? 0;
  const floors = before.floors.filter(({ until }) => until !== at);
  return move(ladder, before, { kind: 'set-ended', at, after: { ...before, floors } });
}

interface Undoing {
  /** Her state before the first of the raises that are undone. */
  readonly earlier: TierState;
  /** The tiers that the purchase itself had reached. */
  readonly unreached: readonly string[];
  readonly measures: Measures;
  readonly at: number;
}

/**
 * What the undoing of a purchase leaves of a tier that was raised by it, or since: where she stood before, or the
 * tier that what is left reaches. `undefined` where nothing changes.
 */
export function undone(
  ladder: Ladder,
  before: TierState,
  { earlier, unreached, measures, at }: Undoing,
): TierMove | undefined {
  const left = reachedBy(ladder, measures);
  const [was, is] = [placeOf(ladder, earlier.earned), placeOf(ladder, before.earned)];
  if (left >= is || was >= is) return undefined;
  const reached = before.reached.filter((id) => !unreached.includes(id));
  const own = { floors: before.floors, reached };
  if (left <= was) {
    const state = { ...earlier, ...own };
    return { kind: 'undone', at, from: tierId(ladder, before), to: tierId(ladder, state), state };
  }
  const earned = { earned: idAt(ladder, left), earnedSince: at };
  const after = { ...earlier, ...own, ...earned, reviewAt: nextReview(ladder, at) };
  return move(ladder, before, { kind: 'undone', at, after });
}
