import { addDays, addMonths, dayOf, instantAt, timeOfDay } from './calendar.ts';
import type { Era } from './periods.ts';
import type { Span } from './program/words.ts';

/**
 * The instant a length of time after another: hours as they pass, days, months and years by the wall clock of the
 * zone (31 Shahrivar and a month is 30 Mehr, at the same time of day).
 */
export function laterBy(at: number, { hours, days, months, years }: Span, era: Era): number {
  if (hours !== undefined) return at + hours * 3_600_000;
  const { timeZone, calendar } = era;
  const today = dayOf(at, timeZone);
  const then =
    days === undefined ? addMonths(today, (months ?? 0) + 12 * (years ?? 0), calendar) : addDays(today, days);
  return instantAt(then, timeOfDay(at, timeZone), timeZone);
}
