import { dayOf } from '../../rules/calendar.ts';
import { countEarned } from '../../rules/earn/tier-counts.ts';
import { newcomer, raised, tierPlace } from '../../rules/tiers/standing.ts';
import type { TallyChange, TierFacts } from '../../rules/earn/facts.ts';
import type { Ladder, Measures } from '../../rules/tiers/ladder.ts';
import type { TierMove, TierState } from '../../rules/tiers/standing.ts';
import { reviewWindow, windowOn } from '../../rules/tiers/window.ts';
import type { Window } from '../../rules/tiers/window.ts';
import type { ProgramVersion } from '../club.ts';
import { readTierStates, sumDays, tierOwnerKey, writeTierMoves } from '../store/member-tiers.ts';
import type { CountedDays, TierOwner } from '../store/member-tiers.ts';
import type { Reader, Tx } from '../store/tx.ts';
import { tierStandingOf } from './tier-standing.ts';
import type { TierStanding } from './tier-standing.ts';
import { addTo, catchUpStates, measuresFrom, nothing, periodsOf, tierSubjects } from './tier-past.ts';
import type { FreedPoints, TierReached, TierSum } from './tier-past.ts';

/** Who or what made a tier change. */
export interface TierCause {
  readonly actor: string;
  readonly purchaseId?: number | undefined;
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
  const windows = windowsOf(laddered, { memberIds, states, now });
  const sums = await readSums(reader, windows);
  const windowBy = new Map(windows.map((one) => [sumKey(one, one.forReview), one]));
  const moves = [...caught.moves];
  for (const { memberId, programId, at, points } of past.freed) {
    const by = laddered.find((version) => version.programId === programId);
    if (by) count({ memberId, by }, countEarned(by.rules, { at, points }));
  }

  const stateOf = ({ memberId, by: { programId } }: At) =>
    states.get(tierOwnerKey({ memberId, programId })) ?? newcomer;

  function measuresOf({ memberId, by }: At, forReview = false): Measures {
    const sum = sums.get(sumKey({ memberId, programId: by.programId }, forReview)) ?? nothing;
    return measuresFrom(sum, by, opening.pointsOf(memberId, by.programId));
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
    const owner = { memberId, programId: by.programId };
    for (const forReview of [false, true]) {
      const window = windowBy.get(sumKey(owner, forReview));
      const sum = sums.get(sumKey(owner, forReview));
      if (window && sum) for (const change of changes) add(sum, change, window);
    }
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

const sumKey = (owner: TierOwner, forReview: boolean) =>
  `${tierOwnerKey(owner)}/${forReview ? 'review' : 'now'}`;

interface Counting extends CountedDays {
  /** The days that decide at her next review, instead of those that decide now. */
  readonly forReview: boolean;
}

function windowsOf(
  versions: readonly ProgramVersion[],
  {
    memberIds,
    states,
    now,
  }: Pick<Opening, 'memberIds' | 'now'> & { readonly states: Map<string, TierState> },
): Counting[] {
  return versions.flatMap(({ programId, rules: { ladder } }) => {
    if (!ladder) return [];
    const today = windowOn(ladder, dayOf(now, ladder.era.timeZone));
    return memberIds.flatMap((memberId) => {
      const owner = { memberId, programId };
      const review = nextWindow(ladder, states.get(tierOwnerKey(owner)) ?? newcomer) ?? today;
      return [
        { ...owner, ...periodsOf(today), forReview: false },
        { ...owner, ...periodsOf(review), forReview: true },
      ];
    });
  });
}

function nextWindow(ladder: Ladder, { reviewAt, graceUntil }: TierState): Window | undefined {
  return reviewAt === null ? undefined : reviewWindow(ladder, { reviewAt, graceUntil });
}

async function readSums(reader: Reader, windows: readonly Counting[]): Promise<Map<string, TierSum>> {
  const sums = new Map(windows.map((one) => [sumKey(one, one.forReview), { ...nothing }]));
  const lists = [windows.filter((one) => !one.forReview), windows.filter((one) => one.forReview)] as const;
  const read = await sumDays(reader, tierSubjects, lists);
  for (const [index, rows] of read.entries()) {
    for (const { subject, times, amount, ...owner } of rows) {
      const sum = sums.get(sumKey(owner, index === 1));
      if (sum) addTo(sum, { subject, times, amount });
    }
  }
  return sums;
}

function add(sum: TierSum, change: TallyChange, { first, last }: CountedDays): void {
  if (change.period >= first && change.period <= last) addTo(sum, change);
}
