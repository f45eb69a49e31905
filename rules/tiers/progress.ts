import { asWritten } from '../decimals.ts';
import { everybodys, measured, placeOf } from './ladder.ts';
import type { Ladder, Measures, Needs, Rung, Threshold } from './ladder.ts';
import type { Measure } from '../program/tiers.ts';
import type { Label } from '../program/words.ts';
import { isGiven, tierPlace } from './standing.ts';
import type { TierState } from './standing.ts';

/** How much of a measure is needed, there, and missing: points as people write them. */
export interface Lack {
  readonly by: Measure;
  readonly needed: number;
  readonly has: number;
  readonly missing: number;
}

/** What a tier takes: each of these, or any one of them. Nothing is missing where it is reached. */
export interface Way {
  readonly id: string;
  readonly name: Label;
  readonly join: 'all' | 'any';
  readonly lacks: readonly Lack[];
}

export interface TierProgress {
  /** To the tier above hers; absent on the highest one. */
  readonly toNext?: Way;
  /** What keeps hers at the next review, and the first instant at which it is decided; absent where none can take it. */
  readonly toKeep?: Way & { readonly until: number };
}

/** `now` is counted over the time that ends now, `forReview` over that of the next review. */
export function progressOf(
  ladder: Ladder,
  state: TierState,
  { now, forReview }: { readonly now: Measures; readonly forReview: Measures },
): TierProgress {
  const { decimals } = ladder;
  const place = tierPlace(ladder, state);
  const earned = placeOf(ladder, state.earned);
  const [next, own] = [ladder.rungs[place + 1], ladder.rungs[earned]];
  const until = state.graceUntil ?? state.reviewAt;
  const isKeepable = own !== undefined && earned > everybodys(ladder) && !isGiven(ladder, state);
  return {
    ...(next && { toNext: wayTo(next, next.reach, { measures: now, decimals }) }),
    ...(isKeepable &&
      until !== null && { toKeep: { ...wayTo(own, own.keep, { measures: forReview, decimals }), until } }),
  };
}

interface Has {
  readonly measures: Measures;
  /** Of points. */
  readonly decimals: number;
}

function wayTo({ id, name }: Rung, { join, list }: Needs, has: Has): Way {
  return { id, name, join, lacks: list.map((threshold) => lackOf(threshold, has)) };
}

/** A sum by points counts steps of points. */
function measureAsWritten(by: Measure, decimals: number): Measure {
  if (typeof by === 'string' || decimals === 0) return by;
  const sum = by.sum.map((part) =>
    part.of === 'earned' || part.of === 'balance' ? { ...part, per: asWritten(part.per, decimals) } : part,
  );
  return { sum };
}

function lackOf({ by, least }: Threshold, { measures, decimals }: Has): Lack {
  const has = measured(by, measures);
  const shown = (amount: number) =>
    by === 'earned' || by === 'balance' ? asWritten(amount, decimals) : amount;
  return {
    by: measureAsWritten(by, decimals),
    needed: shown(least),
    has: shown(has),
    missing: shown(Math.max(0, least - has)),
  };
}
