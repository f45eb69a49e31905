import { anniversariesOn } from './birthday.ts';
import type { LeapDayRule } from './birthday.ts';
import { partsOf } from './calendar.ts';
import type { Day } from './calendar.ts';
import type { MemberDate } from './member-date.ts';

/** A date of a member that is kept today: on its day, or all its month long, which begins today. */
export interface KeptDate {
  readonly kept: 'day' | 'month';
  /** The year of its own calendar that it is kept for: once a year is counted by it. */
  readonly year: number;
  /** How many years it has been; `null` where the year of the date is not known. */
  readonly years: number | null;
}

/** How a date is kept on a day: never in its own year or before, and each way once for every year of its calendar. */
export function keptOn(date: MemberDate, day: Day, leapDay: LeapDayRule): KeptDate[] {
  const anniversary = anniversariesOn(day, leapDay).find(
    (one) => one.calendar === date.calendar && one.month === date.month && one.day === date.day,
  );
  const today = partsOf(day, date.calendar);
  const monthBegins = today.day === 1 && today.month === date.month;
  return [
    ...(anniversary ? keptFor(date, 'day', anniversary.year) : []),
    ...(monthBegins ? keptFor(date, 'month', today.year) : []),
  ];
}

function keptFor(date: MemberDate, kept: KeptDate['kept'], year: number): KeptDate[] {
  const years = date.year === null ? null : year - date.year;
  return years !== null && years <= 0 ? [] : [{ kept, year, years }];
}
