import { anniversariesOn } from '../../rules/birthday.ts';
import type { LeapDayRule } from '../../rules/birthday.ts';
import { addDays, dayFromParts, dayOf, partsOf, startOfDayAt } from '../../rules/calendar.ts';
import type { Calendar, Day } from '../../rules/calendar.ts';
import type { Runtime } from '../runtime.ts';
import type { Reader, Value } from '../store/tx.ts';
import { keepDates } from '../usecases/keep-dates.ts';
import type { Job, Target } from './job.ts';

/** Gifts for weddings and other dates of members, and for the anniversary of joining. */
export const dates: Job = {
  name: 'dates',
  title: 'gifts for dates of members',
  fromMinute: 9 * 60,
  missedDays: 'skipped',
  async targets(runtime, reader, { day, after, limit }) {
    const { sql, values } = datesAsked(day, runtime.club.program.leapDay, '');
    const joined = await joinedOn(runtime, reader, day);
    const since = joined.map(() => '(joined_at >= ? AND joined_at < ?)').join(' OR ');
    const anniversaries =
      joined.length === 0 ? '' : ` UNION SELECT id AS memberId FROM members WHERE (${since}) AND id > ?`;
    return reader.all<Target>(
      `SELECT member_id AS memberId FROM member_dates WHERE (${sql}) AND member_id > ?${anniversaries}
       ORDER BY memberId LIMIT ?`,
      [...values, after, ...(joined.length === 0 ? [] : [...joined.flat(), after]), limit],
    );
  },
  apply(runtime, tx, { memberId, day }) {
    const toldUntil = startOfDayAt(addDays(day, 2), runtime.club.program.timeZone);
    return keepDates(runtime, tx, { memberId, day, of: 'others', actor: 'job:dates', toldUntil });
  },
};

/** Which dates are kept on a day, as a condition on columns: those of the day, and those of a month that begins. */
export function datesAsked(
  day: Day,
  leapDay: LeapDayRule,
  prefix: 'birth_' | '',
): { readonly sql: string; readonly values: readonly Value[] } {
  const column = (name: string) => `${prefix}${name} = ?`;
  const ofDay = anniversariesOn(day, leapDay);
  const ofMonth = (['persian', 'gregorian'] as const).flatMap((calendar: Calendar) => {
    const today = partsOf(day, calendar);
    return today.day === 1 ? [{ calendar, month: today.month }] : [];
  });
  const parts = [
    ...ofDay.map(() => `(${column('calendar')} AND ${column('month')} AND ${column('day')})`),
    ...ofMonth.map(() => `(${column('calendar')} AND ${column('month')})`),
  ];
  return {
    sql: parts.join(' OR '),
    values: [
      ...ofDay.flatMap((date) => [date.calendar, date.month, date.day]),
      ...ofMonth.flatMap(({ calendar, month }) => [calendar, month]),
    ],
  };
}

/** When those joined whose anniversary is kept on a day; none where no program asks for it. */
async function joinedOn(
  { club }: Pick<Runtime, 'club'>,
  reader: Reader,
  day: Day,
): Promise<[from: number, until: number][]> {
  if (!club.programs.some(({ rules }) => rules.rules['joining-anniversary'].length > 0)) return [];
  const { timeZone, calendar, leapDay } = club.program;
  const first = await reader.one<{ at: number | null }>('SELECT MIN(joined_at) AS at FROM members');
  const earliest = first?.at ?? null;
  if (earliest === null) return [];
  const { year: firstYear } = partsOf(dayOf(earliest, timeZone), calendar);
  const kept = anniversariesOn(day, leapDay).filter((one) => one.calendar === calendar);
  return kept.flatMap(({ year: last, month, day: date }) => {
    const years = Array.from({ length: Math.max(0, last - firstYear) }, (_, index) => firstYear + index);
    return years.flatMap((year) => {
      const then = dayFromParts({ year, month, day: date }, calendar);
      if (then === undefined) return [];
      return [[startOfDayAt(then, timeZone), startOfDayAt(addDays(then, 1), timeZone)] as [number, number]];
    });
  });
}
