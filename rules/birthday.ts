import { addDays, addMonths, dayFromParts, isLeapYear, partsOf } from './calendar.ts';
import type { Calendar, CalendarDate, Day } from './calendar.ts';

/** In a common year, whether a leap-day birthday is kept on the day before (29 Esfand, 28 February) or after. */
export type LeapDayRule = 'before' | 'after';

/** A birthday's month and day in its calendar, and the year of that calendar whose anniversary it is. */
export interface Anniversary extends CalendarDate {
  /**
   * Less the year of birth it is the age reached. With the rule 'after' it can be the year before that of the
   * day itself (30 Esfand 1404 is kept on 1 Farvardin 1405), so count "once a year" by this year, not the day's.
   */
  readonly year: number;
}

const AGE_YEARS_MAX = 120;
const CALENDARS: readonly Calendar[] = ['persian', 'gregorian'];
const LEAP_DAYS = { persian: { month: 12, day: 30 }, gregorian: { month: 2, day: 29 } } as const;

/** Whether somebody alive may be born on this date: it exists, is not after `today`, and not over 120 years before. */
export function isPlausibleBirth(date: CalendarDate, today: Day): boolean {
  const born = dayFromParts(date, date.calendar);
  if (born === undefined || born > today) return false;
  return born >= addMonths(today, -12 * AGE_YEARS_MAX, 'gregorian');
}

/**
 * The birthdays kept on a day: one of each calendar, and where the leap-day rule says so those of 30 Esfand or
 * 29 February. Every birthday is kept exactly once for every year of its own calendar.
 */
export function anniversariesOn(day: Day, leapDay: LeapDayRule = 'before'): Anniversary[] {
  return CALENDARS.flatMap((calendar) => [
    { calendar, ...partsOf(day, calendar) },
    ...leapDayKeptOn(day, calendar, leapDay),
  ]);
}

/** None or one: the leap day missing after the last day of its month, in a common year. */
function leapDayKeptOn(day: Day, calendar: Calendar, rule: LeapDayRule): Anniversary[] {
  const leapDay = LEAP_DAYS[calendar];
  const eve = partsOf(rule === 'before' ? day : addDays(day, -1), calendar);
  const isEve = eve.month === leapDay.month && eve.day === leapDay.day - 1;
  return isEve && !isLeapYear(eve.year, calendar) ? [{ calendar, year: eve.year, ...leapDay }] : [];
}
