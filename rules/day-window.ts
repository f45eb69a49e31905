import { addDays, addMonths } from './calendar.ts';
import type { Calendar, Day } from './calendar.ts';
import { endOf, startOf } from './periods.ts';
import type { Period } from './program/words.ts';

/** Whole days, both among them. */
export interface DayWindow {
  readonly first: Day;
  readonly last: Day;
}

/** A period of the calendar, or so many days or months back from a day. */
export type WindowTerms =
  Exclude<Period, 'ever'> | { readonly days?: number | undefined; readonly months?: number | undefined };

/**
 * The days that count on a day: the calendar's period that it lies in, or so many days or months that end with it
 * (3 months on 31 Khordad begin on 1 Farvardin).
 */
export function dayWindow(terms: WindowTerms, day: Day, calendar: Calendar): DayWindow {
  if (typeof terms === 'string') {
    return { first: startOf(terms, day, calendar), last: addDays(endOf(terms, day, calendar), -1) };
  }
  const { days, months = 0 } = terms;
  if (days !== undefined) return { first: addDays(day, 1 - days), last: day };
  // Counted from the day after, so that months are whole ones whatever their lengths.
  return { first: addMonths(addDays(day, 1), -months, calendar), last: day };
}
