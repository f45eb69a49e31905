import { dayOf } from '../../rules/calendar.ts';
import type { TallyChange } from '../../rules/earn/decide.ts';
import { earnedSubject, spentSubject, visitsSubject } from '../../rules/earn/facts.ts';
import type { TierFacts } from '../../rules/earn/facts.ts';
import type { Ladder, Measures } from '../../rules/tiers/ladder.ts';
import { newcomer, raised, tierPlace } from '../../rules/tiers/standing.ts';
import type { TierMove, TierState } from '../../rules/tiers/standing.ts';
import { reviewWindow, windowOn } from '../../rules/tiers/window.ts';
import type { Window } from '../../rules/tiers/window.ts';
import type { ProgramVersion } from '../club.ts';
import { readTierStates, sumDays, tierOwnerKey, writeTierMoves } from '../store/member-tiers.ts';
import type { CountedDays, TierMoved, TierOwner } from '../store/member-tiers.ts';
import type { Reader, Tx } from '../store/tx.ts';
import { tierStandingOf } from './tier-standing.ts';
import type { TierStanding } from './tier-standing.ts';

/** Who or what made a tier change. */
export interface TierCause {
  readonly actor: string;
  readonly purchaseId?: number | undefined;
  readonly reason?: string | undefined;
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
  write(tx: Tx): Promise<void>;
}

interface Opening {
  readonly memberIds: readonly number[];
  /** The versions of programs that will be asked about. */
  readonly versions: readonly ProgramVersion[];
  /** Points that a member can spend, at any time while the desk is open. */
  readonly pointsOf: (memberId: number, programId: number) => number;
  readonly now: number;
}

/** Two queries where any program has tiers, whoever and how many it is about; none else. */
export async function openTierDesk(reader: Reader, opening: Opening): Promise<TierDesk> {
  const { memberIds, now } = opening;
  const laddered = [...new Map(opening.versions.map((by) => [by.programId, by])).values()].filter(
    ({ rules }) => rules.ladder !== undefined,
  );
  const states =
    laddered.length === 0 ? new Map<string, TierState>() : await readTierStates(reader, memberIds);
  const windows = windowsOf(laddered, { memberIds, states, now });
  const sums = await readSums(reader, windows);
  const windowBy = new Map(windows.map((one) => [sumKey(one, one.forReview), one]));
  const moves: TierMoved[] = [];

  const stateOf = ({ memberId, by: { programId } }: At) =>
    states.get(tierOwnerKey({ memberId, programId })) ?? newcomer;

  function measuresOf({ memberId, by }: At, forReview = false): Measures {
    const sum = sums.get(sumKey({ memberId, programId: by.programId }, forReview)) ?? nothing;
    const { earned, spent, purchases } = sum;
    const visits = by.rules.countsVisits ? sum.visits : purchases;
    return { earned, spent, visits, balance: opening.pointsOf(memberId, by.programId) };
  }

  function apply(at: At, move: TierMove, { actor, purchaseId, reason }: TierCause): void {
    const { programId, version } = at.by;
    const owner = { memberId: at.memberId, programId };
    const before = stateOf(at);
    states.set(tierOwnerKey(owner), move.state);
    const cause = { actor, purchaseId: purchaseId ?? null, reason: reason ?? null };
    moves.push({ ...owner, ...cause, version, move, before });
  }

  return {
    apply,
    stateOf,
    measuresOf,
    factsOf(at) {
      const { ladder } = at.by.rules;
      return ladder && { ladder, place: tierPlace(ladder, stateOf(at)), measures: measuresOf(at) };
    },
    counted({ memberId, by }, changes) {
      const owner = { memberId, programId: by.programId };
      for (const forReview of [false, true]) {
        const window = windowBy.get(sumKey(owner, forReview));
        const sum = sums.get(sumKey(owner, forReview));
        if (window && sum) for (const change of changes) add(sum, change, window);
      }
    },
    raise(at, cause) {
      const { ladder } = at.by.rules;
      const move = ladder && raised(ladder, stateOf(at), { measures: measuresOf(at), at: now });
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
      if (moves.length > 0) await writeTierMoves(tx, moves, now);
    },
  };
}

interface Sum {
  earned: number;
  spent: number;
  purchases: number;
  visits: number;
}

const nothing: Readonly<Sum> = { earned: 0, spent: 0, purchases: 0, visits: 0 };

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
        { ...owner, ...keysOf(today), forReview: false },
        { ...owner, ...keysOf(review), forReview: true },
      ];
    });
  });
}

function nextWindow(ladder: Ladder, { reviewAt, graceUntil }: TierState): Window | undefined {
  return reviewAt === null ? undefined : reviewWindow(ladder, { reviewAt, graceUntil });
}

function keysOf(window: Window | undefined) {
  if (window === undefined) return { first: 'ever', last: 'ever' };
  return { first: `day:${window.first}`, last: `day:${window.last}` };
}

async function readSums(reader: Reader, windows: readonly Counting[]): Promise<Map<string, Sum>> {
  const sums = new Map(windows.map((one) => [sumKey(one, one.forReview), { ...nothing }]));
  const lists = [windows.filter((one) => !one.forReview), windows.filter((one) => one.forReview)] as const;
  const read = await sumDays(reader, [spentSubject, earnedSubject, visitsSubject], lists);
  for (const [index, rows] of read.entries()) {
    for (const { subject, times, amount, ...owner } of rows) {
      const sum = sums.get(sumKey(owner, index === 1));
      if (sum) addTo(sum, { subject, times, amount });
    }
  }
  return sums;
}

function add(sum: Sum, change: TallyChange, { first, last }: CountedDays): void {
  if (change.period >= first && change.period <= last) addTo(sum, change);
}

type Counted = Pick<TallyChange, 'subject' | 'times' | 'amount'>;

function addTo(sum: Sum, { subject, times, amount }: Counted): void {
  if (subject === earnedSubject) sum.earned += amount;
  if (subject === visitsSubject) sum.visits += times;
  if (subject !== spentSubject) return;
  sum.spent += amount;
  sum.purchases += times;
}
