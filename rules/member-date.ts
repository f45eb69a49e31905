import { dayFromParts } from './calendar.ts';
import type { Calendar, CalendarDate } from './calendar.ts';

/** A date that comes back every year: a wedding, a birthday. In the calendar it was told in; the year may be unknown. */
export interface MemberDate extends Omit<CalendarDate, 'year'> {
  readonly year: number | null;
}

/** Years that have every day that any year has. */
const longYears: Readonly<Record<Calendar, number>> = { persian: 1399, gregorian: 2000 };

/** Whether there is such a date: 30 Esfand of a common year is none, without a year it is one. */
export function isRealDate({ calendar, year, month, day }: MemberDate): boolean {
  return dayFromParts({ year: year ?? longYears[calendar], month, day }, calendar) !== undefined;
}
