import { addDays, dayOf, partsOf, startOfDayAt } from './calendar.ts';
import { dayOfYear, expiryOf, fadingOf } from './expiry.ts';
import type { Given } from './expiry.ts';
import type { Fading } from './fading.ts';
import { laterBy } from './later.ts';
import { endOfPeriodAt } from './periods.ts';
import type { Era } from './periods.ts';
import type { Expiry } from './program/expiry.ts';
import { waitsTo } from './program/pending.ts';
import type { PendingTerms } from './program/pending.ts';

/** A part of what was given that waits. All that it waits for has to come. Amounts are smallest parts of points, or rial. */
export interface PendingPart {
  /** Above zero. */
  readonly amount: number;
  /** Nothing of it can be spent before this instant; `null` where it waits for none. */
  readonly opensAt: number | null;
  /** It is freed as the purchase is paid, each payment its share. */
  readonly untilPaid: boolean;
  readonly untilApproved: boolean;
  readonly expires: KeptExpiry;
}

/** Until when something can be spent once it is freed: it knows its own zone, so that no later program moves it. */
export interface KeptExpiry extends Era {
  readonly expiry: Expiry;
}

/** The first instant at which what was freed can no longer be spent; `null` for never. */
export function expiryOfFreed({ expiry, ...era }: KeptExpiry, given: Given): number | null {
  return expiryOf(expiry, given, era);
}

/** What else takes from what was freed. */
export function fadingOfFreed({ expiry, ...era }: KeptExpiry, given: Given): Fading | undefined {
  return fadingOf(expiry, given, era);
}

/** The first instant at which what was given at `at` no longer waits; `null` where it waits for no moment, or that has passed. */
export function opensAt(pending: PendingTerms, at: number, era: Era): number | null {
  if (pending === 'never') return null;
  if ('for' in pending) {
    const then = laterBy(at, pending.for, era);
    return waitsTo(pending) === 'instant' ? then : endOfPeriodAt('day', then, era);
  }
  if (pending.until === 'paid' || pending.until === 'approved') return null;
  const start = startOfDayAt(dayWaitedFor(pending.until, at, era), era.timeZone);
  return start > at ? start : null;
}

/** A date itself; a day of every year the next one after that of `at`. */
function dayWaitedFor(date: string, at: number, { timeZone, calendar }: Era): string {
  if (date.length > 5) return dayOfYear(Number(date.slice(0, 4)), date.slice(5), calendar);
  const tomorrow = addDays(dayOf(at, timeZone), 1);
  const { year } = partsOf(tomorrow, calendar);
  const thisYear = dayOfYear(year, date, calendar);
  return thisYear >= tomorrow ? thisYear : dayOfYear(year + 1, date, calendar);
}
