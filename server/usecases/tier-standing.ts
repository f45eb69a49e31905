import type { Label } from '../../rules/program/words.ts';
import { progressOf } from '../../rules/tiers/progress.ts';
import type { TierProgress } from '../../rules/tiers/progress.ts';
import { endOfHighest } from '../../rules/tiers/floors.ts';
import type { Ladder, Measures } from '../../rules/tiers/ladder.ts';
import { isGiven, tierPlace } from '../../rules/tiers/standing.ts';
import type { TierState } from '../../rules/tiers/standing.ts';

/** A member's tier, as it is shown. Times in epoch milliseconds. */
export interface TierStanding {
  /** `null` below the lowest. */
  readonly id: string | null;
  readonly name: Label | null;
  /** `null` where she always had it. */
  readonly since: number | null;
  /** The first instant at which it may be another; `null` where none is set. */
  readonly validUntil: number | null;
  /** She has it for the time of her grace only. */
  readonly grace: boolean;
  /** People or a rule have given it to her: above what she earned, or for longer. */
  readonly given: boolean;
  readonly progress: TierProgress;
}

export function tierStandingOf(
  ladder: Ladder,
  state: TierState,
  measures: { readonly now: Measures; readonly forReview: Measures },
): TierStanding {
  const place = tierPlace(ladder, state);
  const rung = ladder.rungs[place];
  const given = isGiven(ladder, state);
  return {
    id: rung?.id ?? null,
    name: rung?.name ?? null,
    since: state.since,
    validUntil: given ? endOfHighest(ladder, state.floors) : (state.graceUntil ?? state.reviewAt),
    grace: !given && state.graceUntil !== null,
    given,
    progress: progressOf(ladder, state, measures),
  };
}
