import { noTally } from '../../rules/earn/facts.ts';
import type { Tally, TallyOf } from '../../rules/earn/facts.ts';
import { marks } from './tx.ts';
import type { Reader, Tx } from './tx.ts';

/** Which count: whose (0 for that of all members together), of what, in which period. */
export interface TallyKey {
  readonly memberId: number;
  readonly subject: string;
  readonly period: string;
}

export type TallyRow = TallyKey & Tally;

const allMembers = 0;

/** The owner's id of a count. */
export function tallyOwner(of: TallyOf, memberId: number): number {
  return of === 'all' ? allMembers : memberId;
}

interface TallyQuery {
  readonly programId: number;
  readonly memberIds: readonly number[];
  readonly periods: readonly string[];
}

/** What was counted for some members, and for all together, in some periods; in one query. */
export function readTallies(reader: Reader, query: TallyQuery, lock = ''): Promise<TallyRow[]> {
  const { programId, memberIds, periods } = query;
  return reader.all<TallyRow>(
    `SELECT member_id AS memberId, subject, period, times, amount, carried, last_at AS lastAt FROM tallies
     WHERE program_id = ? AND member_id IN (?, ${marks(memberIds)}) AND period IN (${marks(periods)})
     ORDER BY member_id, subject, period${lock}`,
    [programId, allMembers, ...memberIds, ...periods],
  );
}

/**
 * Makes counts of all members together that are not there yet, so that reading them locks them: who counts next
 * waits, instead of counting from the same number.
 */
export async function ensureSharedTallies(
  tx: Tx,
  programId: number,
  keys: readonly Omit<TallyKey, 'memberId'>[],
): Promise<void> {
  await tx.insertNew(
    'tallies',
    keys.map(({ subject, period }) =>
      tallyRow(programId, { memberId: allMembers, subject, period, ...noTally }),
    ),
  );
}

export async function writeTallies(tx: Tx, programId: number, rows: readonly TallyRow[]): Promise<void> {
  await tx.upsert(
    'tallies',
    ['program_id', 'member_id', 'subject', 'period'],
    rows.map((row) => tallyRow(programId, row)),
  );
}

function tallyRow(
  programId: number,
  { memberId, subject, period, times, amount, carried, lastAt }: TallyRow,
) {
  const key = { program_id: programId, member_id: memberId, subject, period };
  return { ...key, times, amount, carried, last_at: lastAt };
}
