import { dayOf } from '../calendar.ts';
import type { Day } from '../calendar.ts';
import { dayWindow } from '../day-window.ts';
import type { DayWindow } from '../day-window.ts';
import type { Ladder } from './ladder.ts';

export type Window = DayWindow;

/**
 * The days over which a tier is measured on a day: the calendar's period that it lies in, or so many days or months
 * that end with it (3 months on 31 Khordad begin on 1 Farvardin). `undefined` for a lifetime.
 */
export function windowOn({ tiers: { over }, era: { calendar } }: Ladder, day: Day): Window | undefined {
  if (over === 'lifetime') return undefined;
  return dayWindow(typeof over === 'string' ? over : over.last, day, calendar);
}

/**
 * The days that decide at a review: those of the time that ends just before it. Until the end of a grace, what
 * happens in it counts to the same time.
 */
export function reviewWindow(
  ladder: Ladder,
  { reviewAt, graceUntil }: { readonly reviewAt: number; readonly graceUntil: number | null },
): Window | undefined {
  const { timeZone } = ladder.era;
  const window = windowOn(ladder, dayOf(reviewAt - 1, timeZone));
  if (window === undefined || graceUntil === null) return window;
  return { first: window.first, last: dayOf(graceUntil - 1, timeZone) };
}
