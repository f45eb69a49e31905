import { dayOf } from '../../rules/calendar.ts';
import { countEarned } from '../../rules/earn/tier-counts.ts';
import { newcomer, nextReview, raised, tierPlace } from '../../rules/tiers/standing.ts';
import type { TallyChange, TierFacts } from '../../rules/earn/facts.ts';
import type { Ladder, Measures } from '../../rules/tiers/ladder.ts';
import type { TierMove, TierState } from '../../rules/tiers/standing.ts';
import { reviewWindow, windowOn } from '../../rules/tiers/window.ts';
import type { Window } from '../../rules/tiers/window.ts';
import type { ProgramVersion } from '../club.ts';
import { readTierStates, tierOwnerKey, writeTierMoves } from '../store/member-tiers.ts';
import type { Reader, Tx } from '../store/tx.ts';
import { tierStandingOf } from './tier-standing.ts';
import type { TierStanding } from './tier-standing.ts';
import { catchUpStates, measuresFrom } from './tier-past.ts';
import type { FreedPoints, TierReached } from './tier-past.ts';
import { readTierSums } from './tier-sums.ts';
import type { AskedWindows } from './tier-sums.ts';

/** Who or what made a tier change. */
export interface TierCause {
  readonly actor: string;
  readonly purchaseId?: number | undefined;
  /** Whose purchase it is. */
  readonly buyerId?: number | undefined;
  /** Of what else happened. */
  readonly occasionId?: number | undefined;
  readonly reason?: string | undefined;
  /** When; now where absent. */
  readonly at?: number | undefined;
}

/** A member in a version of a program. */
export interface At {
  readonly memberId: number;
  readonly by: ProgramVersion;
}

/** Tiers of some members, read once; what is counted and decided while it is open is seen by what comes after. */
export interface TierDesk {
  /** `undefined` where the program has no tiers. */
  factsOf(at: At): TierFacts | undefined;
  /** Notes what was counted, as far as tiers go by it. */
  counted(at: At, changes: readonly TallyChange[]): void;
  /** Makes a tier higher that has been reached; `undefined` where none has. */
  raise(at: At, cause: TierCause): TierMove | undefined;
  /** Makes a tier what something else made of it. */
  apply(at: At, move: TierMove, cause: TierCause): void;
  stateOf(at: At): TierState;
  /** Over the time that ends now, or with `forReview` at the next review. */
  measuresOf(at: At, forReview?: boolean): Measures;
  standingOf(at: At): TierStanding | undefined;
  /** The tiers that were reached by what came free, before the desk was open. */
  readonly reachedBefore: readonly TierReached[];
  /** Whether anything happened to a tier by itself before. */
  readonly movedBefore: boolean;
  write(tx: Tx): Promise<void>;
}

interface Opening {
  readonly memberIds: readonly number[];
  /** The versions of programs that will be asked about. */
  readonly versions: readonly ProgramVersion[];
  /** Points that a member can spend, at any time while the desk is open. */
  readonly pointsOf: (memberId: number, programId: number) => number;
  readonly now: number;
  /** Points that came free and are not counted yet. */
  readonly freed?: readonly FreedPoints[];
  /** What happened by itself until then is done; until now where absent. */
  readonly until?: number;
}

/**
 * Two queries where any program has tiers, whoever and how many it is about; none else. Where something happened to
 * them by itself since, such as a review, it is seen as done, which takes one query more.
 */
export async function openTierDesk(reader: Reader, opening: Opening): Promise<TierDesk> {
  const { memberIds, now } = opening;
  const laddered = [...new Map(opening.versions.map((by) => [by.programId, by])).values()].filter(
    ({ rules }) => rules.ladder !== undefined,
  );
  const states =
    laddered.length === 0 ? new Map<string, TierState>() : await readTierStates(reader, memberIds);
  const past = { versions: laddered, states, freed: opening.freed ?? [], until: opening.until ?? now };
  const caught = await catchUpStates(reader, { ...past, memberIds, pointsOf: opening.pointsOf });
  for (const moved of caught.moves) states.set(tierOwnerKey(moved), moved.move.state);
  const sums = await readTierSums(reader, windowsAsked(laddered, { memberIds, states, now }));
  const moves = [...caught.moves];
  for (const { memberId, programId, at, points } of past.freed) {
    const by = laddered.find((version) => version.programId === programId);
    if (by) count({ memberId, by }, countEarned(by.rules, { at, points }));
  }

  const stateOf = ({ memberId, by: { programId } }: At) =>
    states.get(tierOwnerKey({ memberId, programId })) ?? newcomer;

  function measuresOf({ memberId, by }: At, forReview = false): Measures {
    const { programId, rules } = by;
    const { ladder } = rules;
    const state = forReview ? stateOf({ memberId, by }) : newcomer;
    const window = ladder && (reviewDays(ladder, state) ?? windowAt(ladder, now));
    const sum = sums.of({ memberId, programId }, window);
    return measuresFrom(sum, by, opening.pointsOf(memberId, programId));
  }

  function apply(at: At, move: TierMove, made: TierCause): void {
    const { actor, purchaseId = null, occasionId = null, reason = null } = made;
    const { programId, version } = at.by;
    const owner = { memberId: at.memberId, programId };
    const before = stateOf(at);
    states.set(tierOwnerKey(owner), move.state);
    moves.push({ ...owner, actor, purchaseId, occasionId, reason, version, move, before });
  }

  function count({ memberId, by }: At, changes: readonly TallyChange[]): void {
    sums.add({ memberId, programId: by.programId }, changes);
  }

  return {
    apply,
    stateOf,
    measuresOf,
    counted: count,
    reachedBefore: caught.reached,
    movedBefore: caught.moves.length > 0,
    factsOf(at) {
      const { ladder } = at.by.rules;
      const state = stateOf(at);
      return ladder && { ladder, ...factsIn(ladder, state), measures: measuresOf(at) };
    },
    raise(at, cause) {
      const { ladder } = at.by.rules;
      const move = ladder && raised(ladder, stateOf(at), { measures: measuresOf(at), at: cause.at ?? now });
      if (move) apply(at, move, cause);
      return move;
    },
    standingOf(at) {
      const { ladder } = at.by.rules;
      if (!ladder) return undefined;
      const measures = { now: measuresOf(at), forReview: measuresOf(at, true) };
      return tierStandingOf(ladder, stateOf(at), measures);
    },
    async write(tx) {
      const made = moves.splice(0);
      if (made.length > 0) await writeTierMoves(tx, made, now);
    },
  };
}

const factsIn = (ladder: Ladder, state: TierState) => ({
  ...{ place: tierPlace(ladder, state), floors: state.floors },
});

interface Asking extends Pick<Opening, 'memberIds' | 'now'> {
  readonly states: ReadonlyMap<string, TierState>;
}

/** What counts now, at her next review, and at the one that she has instead where she reaches a tier now. */
function windowsAsked(
  versions: readonly ProgramVersion[],
  { memberIds, states, now }: Asking,
): AskedWindows[] {
  return versions.flatMap(({ programId, rules: { ladder } }) => {
    if (!ladder) return [];
    const today = windowAt(ladder, now);
    const raised = reviewDays(ladder, { reviewAt: nextReview(ladder, now), graceUntil: null }) ?? today;
    return memberIds.map((memberId) => {
      const owner = { memberId, programId };
      const state = states.get(tierOwnerKey(owner)) ?? newcomer;
      return { ...owner, windows: [today, reviewDays(ladder, state) ?? today, raised] };
    });
  });
}

const windowAt = (ladder: Ladder, at: number): Window | undefined =>
  windowOn(ladder, dayOf(at, ladder.era.timeZone));

/** `undefined` where no review comes, and of a lifetime. */
function reviewDays(
  ladder: Ladder,
  { reviewAt, graceUntil }: Pick<TierState, 'reviewAt' | 'graceUntil'>,
): Window | undefined {
  return reviewAt === null ? undefined : reviewWindow(ladder, { reviewAt, graceUntil });
}
