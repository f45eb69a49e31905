import { noTally } from '../../rules/earn/facts.ts';
import type { Tally, TallyOf } from '../../rules/earn/facts.ts';
import { marks } from './tx.ts';
import type { Reader, Tx } from './tx.ts';

/** Which count: of which program, whose (0 for that of all members together), of what, in which period. */
export interface TallyKey {
  readonly programId: number;
  readonly memberId: number;
  readonly subject: string;
  readonly period: string;
}

export type TallyRow = TallyKey & Tally;

/** Which count of all members together. */
export type SharedTallyKey = Omit<TallyKey, 'memberId'>;

const allMembers = 0;

/** The owner's id of a count. */
export function tallyOwner(of: TallyOf, memberId: number): number {
  return of === 'all' ? allMembers : memberId;
}

/** Counts by day: of what, and since which day. */
export interface DaysAsked {
  /** At least one. */
  readonly subjects: readonly string[];
  readonly first: string;
}

interface TallyQuery {
  readonly programIds: readonly number[];
  readonly memberIds: readonly number[];
  readonly periods: readonly string[];
  readonly days?: DaysAsked | undefined;
}

/** What was counted for some members, and for all together, in some periods and on some days; in one query. */
export function readTallies(reader: Reader, query: TallyQuery, lock = ''): Promise<TallyRow[]> {
  const { programIds, memberIds, periods, days } = query;
  if (programIds.length === 0 || memberIds.length === 0) return Promise.resolve([]);
  return reader.all<TallyRow>(
    `SELECT program_id AS programId, member_id AS memberId, subject, period, times, amount, carried, last_at AS lastAt FROM tallies
     WHERE program_id IN (${marks(programIds)}) AND member_id IN (?, ${marks(memberIds)})
       AND (period IN (${marks(periods)})${daysPart(days)})
     ORDER BY program_id, member_id, subject, period${lock}`,
    [
      ...[...programIds, allMembers, ...memberIds, ...periods],
      ...(days ? [...days.subjects, `day:${days.first}`] : []),
    ],
  );
}

function daysPart(days: DaysAsked | undefined): string {
  if (!days) return '';
  return ` OR (subject IN (${marks(days.subjects)}) AND period >= ? AND period < 'day;')`;
}

/**
 * Makes counts of all members together that are not there yet, so that reading them locks them: who counts next
 * waits, instead of counting from the same number.
 */
export async function ensureSharedTallies(tx: Tx, keys: readonly SharedTallyKey[]): Promise<void> {
  await tx.insertNew(
    'tallies',
    keys.map((key) => tallyRow({ ...key, memberId: allMembers, ...noTally })),
  );
}

export async function writeTallies(tx: Tx, rows: readonly TallyRow[]): Promise<void> {
  await tx.upsert('tallies', ['program_id', 'member_id', 'subject', 'period'], rows.map(tallyRow));
}

/** Written out: there are several a purchase, and an object that is put together of others is slow to make. */
function tallyRow({ programId, memberId, subject, period, times, amount, carried, lastAt }: TallyRow) {
  return {
    program_id: programId,
    member_id: memberId,
    subject,
    period,
    times,
    amount,
    carried,
    last_at: lastAt,
  };
}
