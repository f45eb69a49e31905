import assert from 'node:assert/strict';
import { countEarned } from '../../rules/earn/tier-counts.ts';
import type { Club } from '../club.ts';
import { membersById } from '../store/members.ts';
import type { Member } from '../store/members.ts';
import type { Reader } from '../store/tx.ts';
import type { Freed } from './free-pending.ts';
import type { Awarded } from './post-awards.ts';
import type { Counted, TallyBooks } from './tally-books.ts';
import type { FreedPoints, TierReached } from './tier-past.ts';

/** The points of what came free that tiers go by only now. */
export function freedPoints(club: Club, freed: readonly Freed[]): FreedPoints[] {
  return freed.flatMap(({ memberId, programId, unit, amount, purchaseId, earnedAt, openedAt }) => {
    const ofProgram = (one: { readonly programId: number }) => one.programId === programId;
    const given = club.programsAt(earnedAt).find(ofProgram)?.rules.ladder;
    const isCounted = given?.tiers.pending === true;
    if (unit !== 'points' || isCounted || !club.programs.some(ofProgram)) return [];
    return [{ memberId, programId, purchaseId, at: openedAt, points: amount }];
  });
}

/** What was counted by the rules of a program. */
export interface CountedBy {
  readonly programId: number;
  /** Whose, where it is not the buyer's: of who brought her. */
  readonly memberId?: number;
  /** The purchase that was undone, whose visit this is now, of the same day. */
  readonly visitOf?: number;
  /** The first purchase that was undone, and the rules whose gifts for bringing the buyer stay with this one. */
  readonly firstOf?: { readonly purchaseId: number; readonly rules: readonly string[] };
  readonly changes: readonly Counted[];
}

/** What was counted and given by itself, and for which purchase. */
export interface Due {
  readonly purchaseId: number | null;
  readonly counted: CountedBy;
  readonly given?: Awarded;
}

interface Table {
  readonly club: Club;
  readonly books: TallyBooks;
  readonly freed: readonly FreedPoints[];
  readonly reached: readonly TierReached[];
  readonly give: (member: Member, reached: TierReached) => Omit<Due, 'purchaseId'>;
}

/** Counts points that came free, and gives what reaching a tier by them gives. One query where a tier was reached. */
export async function settleDue(reader: Reader, table: Table): Promise<Due[]> {
  const { club, books, freed, reached, give } = table;
  const due: Due[] = freed.flatMap(({ memberId, programId, at, points, purchaseId }) => {
    const by = club.programs.find((one) => one.programId === programId);
    if (!by) return [];
    const changes = books.add({ memberId, programId }, countEarned(by.rules, { at, points }));
    return [{ purchaseId, counted: { programId, memberId, changes } }];
  });
  const members = await membersById(reader, [...new Set(reached.map(({ memberId }) => memberId))]);
  for (const one of reached) {
    const member = members.get(one.memberId);
    assert(member, 'who reaches a tier is a member');
    due.push({ purchaseId: one.purchaseId, ...give(member, one) });
  }
  return due;
}

/** What was counted for each purchase. */
export function countedByPurchase(due: readonly Due[]): Map<number, CountedBy[]> {
  const map = new Map<number, CountedBy[]>();
  for (const { purchaseId, counted } of due) {
    if (purchaseId !== null) map.set(purchaseId, [...(map.get(purchaseId) ?? []), counted]);
  }
  return map;
}
