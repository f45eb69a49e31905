import { addDays, partsOf, weekday as weekdayOf } from './calendar.ts';
import type { Calendar, Day } from './calendar.ts';
import { dayOfYear } from './expiry.ts';
import type { Schedule } from './program/schedule.ts';
import { weekdays } from './program/words.ts';

/** Whether the time of a schedule comes on a day. A day that its month lacks comes on the last day of the month. */
export function comesOn(schedule: Schedule, day: Day, calendar: Calendar): boolean {
  switch (schedule.each) {
    case 'day':
      return true;
    case 'week':
      return weekdays[weekdayOf(day)] === schedule.weekday;
    case 'month': {
      const { day: today } = partsOf(day, calendar);
      const isLast = partsOf(addDays(day, 1), calendar).day === 1;
      return today === schedule.day || (isLast && today < schedule.day);
    }
    case 'year':
      return dayOfYear(partsOf(day, calendar).year, schedule.date, calendar) === day;
    case 'once':
      return dayOfYear(Number(schedule.date.slice(0, 4)), schedule.date.slice(5), calendar) === day;
  }
}
