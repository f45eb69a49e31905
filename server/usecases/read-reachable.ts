import { dayOf } from '../../rules/calendar.ts';
import { reachablesOf } from '../../rules/earn/reachable.ts';
import type { Reachable } from '../../rules/earn/reachable.ts';
import { periodKeys } from '../../rules/periods.ts';
import type { ProgramVersion } from '../club.ts';
import { readTallies } from '../store/tallies.ts';
import type { Reader } from '../store/tx.ts';
import { daysAsked } from './day-counts.ts';
import { openTallyBooks } from './tally-books.ts';

interface Asked {
  readonly memberId: number;
  readonly programs: readonly ProgramVersion[];
  readonly now: number;
}

/** What a member is on the way to, in a program; one query where any program counts what is reached, else none. */
export async function readReachable(
  reader: Reader,
  { memberId, programs, now }: Asked,
): Promise<(by: ProgramVersion) => Reachable[]> {
  const counting = programs.filter(({ rules }) => rules.rules.reached.length > 0);
  const todayIn = ({ rules: { era } }: ProgramVersion) => dayOf(now, era.timeZone);
  const rows = await readTallies(reader, {
    programIds: counting.map(({ programId }) => programId),
    memberIds: [memberId],
    periods: [
      ...new Set(counting.flatMap((by) => Object.values(periodKeys(todayIn(by), by.rules.era.calendar)))),
    ],
    days: daysAsked(counting.map((version) => ({ at: now, version }))),
  });
  const books = openTallyBooks(rows);
  return (by) => {
    const { programId, rules } = by;
    const member = { tally: books.of(memberId, programId), days: books.daysOf(memberId, programId) };
    return reachablesOf(rules, member, todayIn(by));
  };
}
