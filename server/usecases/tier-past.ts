import { earnedSubject, spentSubject, unpaidSubject, visitsSubject } from '../../rules/earn/facts.ts';
import type { TallyChange } from '../../rules/earn/facts.ts';
import { caughtUp } from '../../rules/tiers/catch-up.ts';
import type { Freed } from '../../rules/tiers/catch-up.ts';
import type { Measures } from '../../rules/tiers/ladder.ts';
import { dueAt, newcomer } from '../../rules/tiers/standing.ts';
import type { TierState } from '../../rules/tiers/standing.ts';
import type { Window } from '../../rules/tiers/window.ts';
import type { ProgramVersion } from '../club.ts';
import { readCountedDays, tierOwnerKey } from '../store/member-tiers.ts';
import type { CountedDay, TierMoved, TierOwner } from '../store/member-tiers.ts';
import type { Reader } from '../store/tx.ts';

/** Points of a member that waited and came free. */
export interface FreedPoints extends Freed, TierOwner {
  readonly purchaseId: number | null;
}

/** What tiers go by, counted over some time. */
export interface TierSum {
  earned: number;
  spent: number;
  /** Below zero where more was paid of what was bought before. */
  unpaid: number;
  purchases: number;
  visits: number;
}

export const nothing: Readonly<TierSum> = { earned: 0, spent: 0, unpaid: 0, purchases: 0, visits: 0 };

export const tierSubjects: readonly string[] = [spentSubject, unpaidSubject, earnedSubject, visitsSubject];

export function addTo(sum: TierSum, change: Pick<TallyChange, 'subject' | 'times' | 'amount'>): void {
  const { subject, times, amount } = change;
  if (subject === earnedSubject) sum.earned += amount;
  if (subject === unpaidSubject) sum.unpaid += amount;
  if (subject === visitsSubject) sum.visits += times;
  if (subject !== spentSubject) return;
  sum.spent += amount;
  sum.purchases += times;
}

/** The keys of days in the counts. */
export function periodsOf(window: Window | undefined): { readonly first: string; readonly last: string } {
  if (window === undefined) return { first: 'ever', last: 'ever' };
  return { first: `day:${window.first}`, last: `day:${window.last}` };
}

export function measuresFrom(sum: Readonly<TierSum>, by: ProgramVersion, balance: number): Measures {
  const { earned, spent, unpaid, purchases } = sum;
  const visits = by.rules.countsVisits ? sum.visits : purchases;
  return { earned, spent, paid: spent - unpaid, visits, balance };
}

interface Past {
  readonly memberIds: readonly number[];
  /** Those with tiers. */
  readonly versions: readonly ProgramVersion[];
  readonly states: ReadonlyMap<string, TierState>;
  readonly freed: readonly FreedPoints[];
  readonly until: number;
  readonly pointsOf: (memberId: number, programId: number) => number;
}

/** A tier that was reached by points that came free. */
export interface TierReached extends TierOwner {
  readonly by: ProgramVersion;
  readonly tier: string;
  readonly again: boolean;
  readonly at: number;
  readonly purchaseId: number | null;
}

interface CaughtUp {
  readonly moves: readonly TierMoved[];
  readonly reached: readonly TierReached[];
}

/** What happened by itself to tiers of members; one query where anything may have, else none. */
export async function catchUpStates(reader: Reader, past: Past): Promise<CaughtUp> {
  const places = past.versions.flatMap((by) =>
    past.memberIds.map((memberId) => placeIn(past, { memberId, by })),
  );
  const behind = places.filter(
    ({ state, freed }) => freed.length > 0 || (dueAt(state) ?? Infinity) <= past.until,
  );
  if (behind.length === 0) return { moves: [], reached: [] };
  const ids = [...new Set(behind.map(({ memberId }) => memberId))];
  const days = await readCountedDays(reader, tierSubjects, ids);
  const moved = behind.flatMap((place) => movedSince(past, place, days));
  return { moves: moved.map((one) => one.moved), reached: moved.flatMap((one) => one.reached ?? []) };
}

interface Place {
  readonly memberId: number;
  readonly by: ProgramVersion;
  readonly state: TierState;
  readonly freed: readonly FreedPoints[];
}

function placeIn({ states, freed }: Past, { memberId, by }: Pick<Place, 'memberId' | 'by'>): Place {
  const { programId } = by;
  const own = freed.filter((one) => one.memberId === memberId && one.programId === programId);
  return {
    ...{ memberId, by, state: states.get(tierOwnerKey({ memberId, programId })) ?? newcomer },
    freed: own.sort((a, b) => a.at - b.at),
  };
}

function movedSince(past: Past, { memberId, by, state, freed }: Place, days: readonly CountedDay[]) {
  const { programId, version, rules } = by;
  const own = days.filter((day) => day.memberId === memberId && day.programId === programId);
  const measuresIn = (window: Window | undefined) =>
    measuresFrom(sumIn(own, window), by, past.pointsOf(memberId, programId));
  if (!rules.ladder) return [];
  return caughtUp(rules.ladder, state, { freed, until: past.until, measuresIn }).map((made) => {
    const { move, before } = made;
    const cause = made.freed && freed.find((one) => one === made.freed);
    const purchaseId = cause?.purchaseId ?? null;
    const actor = cause ? 'job:pending' : 'job:tiers';
    const owner = { memberId, programId };
    const moved: TierMoved = {
      ...owner,
      actor,
      purchaseId,
      occasionId: null,
      reason: null,
      version,
      move,
      before,
    };
    const { at, to, from } = move;
    if (!cause || to === null || to === from) return { moved };
    const reached: TierReached = {
      ...{ ...owner, by, tier: to, at, purchaseId },
      again: before.reached.includes(to),
    };
    return { moved, reached };
  });
}

function sumIn(days: readonly CountedDay[], window: Window | undefined): TierSum {
  const { first, last } = periodsOf(window);
  const sum = { ...nothing };
  for (const day of days) if (day.period >= first && day.period <= last) addTo(sum, day);
  return sum;
}
