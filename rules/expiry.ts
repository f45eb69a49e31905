import { addDays, dayFromParts, dayOf, partsOf, startOfDayAt } from './calendar.ts';
import type { Day } from './calendar.ts';
import { laterBy } from './later.ts';
import { endOfPeriodAt } from './periods.ts';
import type { Era } from './periods.ts';
import type { Expiry } from './program/expiry.ts';

/** The first instant at which what was earned at `at` can no longer be spent; `null` for never. */
export function expiryOf(expiry: Expiry, at: number, era: Era): number | null {
  if (expiry === 'never') return null;
  if ('on' in expiry) return endOfNextDay(expiry.on, at, era);
  const then = laterBy(at, expiry.after, era);
  return expiry.to === 'instant' ? then : endOfPeriodAt(expiry.to, then, era);
}

/** The end of the next of these days of the year, that of `at` itself included. */
function endOfNextDay(days: readonly string[], at: number, { timeZone, calendar }: Era): number {
  const today = dayOf(at, timeZone);
  const { year } = partsOf(today, calendar);
  const coming = [year, year + 1].flatMap((each) =>
    days.map((monthDay) => dayOfYear(each, monthDay, calendar)),
  );
  const next = coming.filter((day) => day >= today).sort()[0];
  if (next === undefined) throw new RangeError(`No day of ${days.join(', ')} after ${today}`);
  return startOfDayAt(addDays(next, 1), timeZone);
}

/** A day of the year; the last of its month where the month is shorter in that year. */
export function dayOfYear(year: number, monthDay: string, calendar: Era['calendar']): Day {
  const [month = 0, wanted = 0] = monthDay.split('-').map(Number);
  for (let day = wanted; day > 0; day--) {
    const found = dayFromParts({ year, month, day }, calendar);
    if (found !== undefined) return found;
  }
  throw new RangeError(`No day ${monthDay} in ${year}`);
}
