import type { Floor } from '../../rules/tiers/floors.ts';
import { dueAt } from '../../rules/tiers/standing.ts';
import type { TierMove, TierState } from '../../rules/tiers/standing.ts';
import { marks } from './tx.ts';
import type { Reader, Row, Tx, Value } from './tx.ts';

/** Whose tier, in which program. */
export interface TierOwner {
  readonly memberId: number;
  readonly programId: number;
}

export const tierOwnerKey = ({ memberId, programId }: TierOwner): string => `${memberId}/${programId}`;

interface TierRow extends Omit<TierState, 'reached' | 'floors'>, TierOwner {
  readonly reached: string;
  readonly floors: string;
}

const columns = `member_id AS memberId, program_id AS programId, earned, earned_since AS earnedSince, since, review_at AS reviewAt,
  grace_until AS graceUntil, floors, reached`;

/** Where members stand who have been anywhere, by `tierOwnerKey`; in one query. */
export async function readTierStates(
  reader: Reader,
  memberIds: readonly number[],
): Promise<Map<string, TierState>> {
  if (memberIds.length === 0) return new Map();
  const rows = await reader.all<TierRow>(
    `SELECT ${columns} FROM member_tiers WHERE member_id IN (${marks(memberIds)})`,
    memberIds,
  );
  return new Map(rows.map((row) => [tierOwnerKey(row), stateOf(row)]));
}

function stateOf({ earned, earnedSince, since, reviewAt, graceUntil, floors, reached }: TierRow): TierState {
  const lists = { floors: JSON.parse(floors) as Floor[], reached: JSON.parse(reached) as string[] };
  return { earned, earnedSince, since, reviewAt, graceUntil, ...lists };
}

/** A move with all that the history keeps of it. */
export interface TierMoved extends TierOwner {
  readonly move: TierMove;
  readonly before: TierState;
  readonly version: number;
  readonly reason: string | null;
  readonly purchaseId: number | null;
  readonly occasionId: number | null;
  readonly actor: string;
}

/** Keeps where members stand after these moves, in order, and adds them to the history. */
export async function writeTierMoves(tx: Tx, moves: readonly TierMoved[], now: number): Promise<void> {
  const last = new Map(moves.map((moved) => [tierOwnerKey(moved), moved]));
  await tx.upsert('member_tiers', ['member_id', 'program_id'], [...last.values()].map(stateRow));
  await tx.insert(
    'tier_changes',
    moves.map((moved) => changeRow(tx.id(), moved, now)),
  );
}

function stateRow({ memberId, programId, move: { state, to } }: TierMoved): Row {
  const { earned, earnedSince, since, reviewAt, graceUntil, floors, reached } = state;
  return {
    ...{ member_id: memberId, program_id: programId, tier: to, earned, since, review_at: reviewAt },
    earned_since: earnedSince,
    ...{ grace_until: graceUntil, floors: JSON.stringify(floors), reached: JSON.stringify(reached) },
    due_at: dueAt(state),
  };
}

function changeRow(id: number, moved: TierMoved, now: number): Row {
  const { memberId, programId, version, move, before, reason, purchaseId, occasionId, actor } = moved;
  const { kind, at, from, to } = move;
  return {
    ...{ id, member_id: memberId, program_id: programId, program_version: version, kind, at },
    ...{ from_tier: from, to_tier: to, reason, purchase_id: purchaseId },
    ...{ occasion_id: occasionId, actor },
    ...{ state_before: JSON.stringify(before), created_at: now },
  };
}

/** One line of the history of a member's tiers. */
export interface TierChange extends TierOwner {
  readonly kind: TierMove['kind'];
  readonly at: number;
  readonly fromTier: string | null;
  readonly toTier: string | null;
  readonly reason: string | null;
  readonly purchaseId: number | null;
  readonly occasionId: number | null;
  readonly actor: string;
  readonly stateBefore: string;
}

/** The history of a member's tiers since a moment, the oldest first. */
export function readTierChanges(
  reader: Reader,
  { memberId, since }: { readonly memberId: number; readonly since: number },
): Promise<TierChange[]> {
  return reader.all<TierChange>(
    `SELECT member_id AS memberId, program_id AS programId, kind, at, from_tier AS fromTier, to_tier AS toTier,
       reason, purchase_id AS purchaseId, occasion_id AS occasionId, actor, state_before AS stateBefore
     FROM tier_changes WHERE member_id = ? AND created_at >= ? ORDER BY id`,
    [memberId, since],
  );
}

/** Days of some member in some program, by their keys in the counts; `ever` for all of them. */
export interface CountedDays extends TierOwner {
  readonly first: string;
  readonly last: string;
}

export interface CountedSum extends TierOwner {
  readonly subject: string;
  readonly times: number;
  readonly amount: number;
}

/** MySQL writes sums as text. */
interface SumRow extends TierOwner {
  readonly list: number | string;
  readonly subject: string;
  readonly times: number | string;
  readonly amount: number | string;
}

/** What was counted in these days: a list of sums for each list of days, in one query, whoever and however many they are of. */
export async function sumDays(
  reader: Reader,
  subjects: readonly string[],
  lists: readonly (readonly CountedDays[])[],
): Promise<readonly (readonly CountedSum[])[]> {
  const parts = lists.flatMap((days, list) => sumPart(list, subjects, days) ?? []);
  if (parts.length === 0) return [];
  const rows = await reader.all<SumRow>(
    parts.map(({ sql }) => sql).join(' UNION ALL '),
    parts.flatMap(({ values }) => values),
  );
  return lists.map((_, list) =>
    rows
      .filter((row) => Number(row.list) === list)
      .map(({ memberId, programId, subject, times, amount }) => ({
        ...{ memberId, programId, subject, times: Number(times), amount: Number(amount) },
      })),
  );
}

/** What was counted on one day; on all of them for `ever`. */
export interface CountedDay extends CountedSum {
  readonly period: string;
}

/** Each day on which something was counted for these members, in one query. */
export function readCountedDays(
  reader: Reader,
  subjects: readonly string[],
  memberIds: readonly number[],
): Promise<CountedDay[]> {
  return reader.all<CountedDay>(
    `SELECT member_id AS memberId, program_id AS programId, subject, period, times, amount
     FROM tallies WHERE subject IN (${marks(subjects)}) AND member_id IN (${marks(memberIds)})
       AND (period = 'ever' OR (period >= 'day:' AND period < 'day;'))`,
    [...subjects, ...memberIds],
  );
}

function sumPart(list: number, subjects: readonly string[], days: readonly CountedDays[]) {
  if (days.length === 0) return undefined;
  const each = days
    .map(() => '(program_id = ? AND member_id = ? AND period >= ? AND period <= ?)')
    .join(' OR ');
  const values: Value[] = [
    ...subjects,
    ...days.flatMap(({ programId, memberId, first, last }) => [programId, memberId, first, last]),
  ];
  const sql = `SELECT ${list} AS list, member_id AS memberId, program_id AS programId, subject,
      SUM(times) AS times, SUM(amount) AS amount
    FROM tallies WHERE subject IN (${marks(subjects)}) AND (${each})
    GROUP BY member_id, program_id, subject`;
  return { sql, values };
}
