import { dayOf } from '../../rules/calendar.ts';
import { dayCounts } from '../../rules/earn/reached.ts';
import type { DayTally } from '../../rules/earn/facts.ts';
import type { ProgramVersion } from '../club.ts';
import type { DaysAsked, TallyRow } from '../store/tallies.ts';

interface Moment {
  readonly at: number;
  readonly version: ProgramVersion;
}

/** The counts by day that rules will ask for about these moments; `undefined` for none. */
export function daysAsked(moments: readonly Moment[]): DaysAsked | undefined {
  const asked = moments.flatMap(({ at, version: { rules } }) =>
    dayCounts(rules.rules.reached, dayOf(at, rules.era.timeZone)),
  );
  const [some] = asked;
  if (some === undefined) return undefined;
  const first = asked.reduce((least, one) => (one.first < least ? one.first : least), some.first);
  return { subjects: [...new Set(asked.map(({ subject }) => subject))].sort(), first };
}

const prefix = 'day:';
const reached = 'reached:';

/** Counts by day of what is on the way to being reached, as they are by now. */
export function openDays(rows: readonly TallyRow[]) {
  const known = new Map<string, Map<string, DayTally>>();
  const nameOf = (memberId: number, programId: number, subject: string) =>
    `${programId} ${memberId} ${subject}`;
  const keep = (row: TallyRow): void => {
    if (!row.subject.startsWith(reached) || !row.period.startsWith(prefix)) return;
    const name = nameOf(row.memberId, row.programId, row.subject);
    const days = known.get(name) ?? new Map<string, DayTally>();
    known.set(name, days);
    const day = row.period.slice(prefix.length);
    days.set(day, { day, amount: row.amount, carried: row.carried });
  };
  for (const row of rows) keep(row);
  return {
    keep,
    of: (memberId: number, programId: number, subject: string): readonly DayTally[] => [
      ...(known.get(nameOf(memberId, programId, subject))?.values() ?? []),
    ],
  };
}
