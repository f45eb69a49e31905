import { dayOf } from '../calendar.ts';
import { firstEnd } from './floors.ts';
import { noMeasures } from './ladder.ts';
import type { Ladder, Measures } from './ladder.ts';
import { dueAt, raised, reviewed, unfloored } from './standing.ts';
import type { TierMove, TierState } from './standing.ts';
import { reviewWindow, windowOn } from './window.ts';
import type { Window } from './window.ts';

/** Points that waited and came free, at an instant. */
export interface Freed {
  readonly at: number;
  readonly points: number;
}

interface Past {
  /** From the oldest to the newest. */
  readonly freed: readonly Freed[];
  /** Nothing after this instant is looked at. */
  readonly until: number;
  /** What was counted in these days without `freed`; in all for `undefined`. */
  readonly measuresIn: (window: Window | undefined) => Measures;
}

/** Monthly reviews of ten years: more were never missed. */
const reviewsMax = 120;

/**
 * What happened to a member's tier by itself and was not noted yet, each as of its own moment and in their order:
 * reviews, ends of graces and of floors, and tiers reached by points that came free. Each move with what freed it.
 */
export function caughtUp(
  ladder: Ladder,
  before: TierState,
  { freed, until, measuresIn }: Past,
): { readonly move: TierMove; readonly before: TierState; readonly freed?: Freed }[] {
  const moves: ReturnType<typeof caughtUp> = [];
  const counted: Freed[] = [];
  let state = before;
  const measures = (window: Window | undefined) =>
    withFreed(measuresIn(window), pointsIn(ladder, counted, window));
  for (let reviews = 0; ;) {
    const next = freed[counted.length];
    const due = dueAt(state) ?? Infinity;
    if (due <= until && due <= (next?.at ?? Infinity) && reviews < reviewsMax) {
      const move = dueMove(ladder, state, measures);
      moves.push({ move, before: state });
      state = move.state;
      reviews += 1;
    } else if (next) {
      counted.push(next);
      const { at } = next;
      const window = windowOn(ladder, dayOf(at, ladder.era.timeZone));
      const move = raised(ladder, state, { measures: measures(window), at });
      if (!move) continue;
      moves.push({ move, before: state, freed: next });
      state = move.state;
    } else {
      return moves;
    }
  }
}

/** What is due first: a floor that ends with a review ends before it. */
function dueMove(
  ladder: Ladder,
  state: TierState,
  measures: (window: Window | undefined) => Measures,
): TierMove {
  const { floors, graceUntil, reviewAt } = state;
  const end = firstEnd(floors);
  if (end !== null && dueAt(state) === end) return unfloored(ladder, state);
  const window = reviewAt === null ? undefined : reviewWindow(ladder, { reviewAt, graceUntil });
  return reviewed(ladder, state, reviewAt === null ? noMeasures : measures(window));
}

function pointsIn({ era }: Ladder, freed: readonly Freed[], window: Window | undefined): number {
  let sum = 0;
  for (const { at, points } of freed) {
    const day = dayOf(at, era.timeZone);
    if (window === undefined || (day >= window.first && day <= window.last)) sum += points;
  }
  return sum;
}

function withFreed(measures: Measures, points: number): Measures {
  return { ...measures, earned: measures.earned + points };
}
