import { isLeapJalaaliYear, jalaaliMonthLength, toGregorian, toJalaali } from 'jalaali-js';
import { offsetChangeAt, offsetMsAt, remainder, wallClockAt } from './zone.ts';

/** The calendar in which months and years are counted; the Persian one is the solar Hijri of Iran. */
export type Calendar = 'persian' | 'gregorian';

/** A calendar day of no particular zone, as a Gregorian ISO string: `2025-03-20`. Compares as text. */
export type Day = string;

/** A date's numbers in some calendar: full year, month 1-12, day 1-31. */
export interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** A date as somebody wrote it, in the calendar she wrote it in. */
export interface CalendarDate extends DateParts {
  readonly calendar: Calendar;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const MONTHS = 12;
/** Years whose days are ten-character ISO strings, and (Persian) which jalaali-js can count. */
const YEARS = { persian: { min: 379, max: 3177 }, gregorian: { min: 1000, max: 9999 } } as const;
const GREGORIAN_MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** The day that the zone's calendar on the wall shows at an instant. */
export function dayOf(at: number, timeZone: string): Day {
  return dayFromUtc(wallClockAt(at, timeZone));
}

/**
 * The first instant of a day in a zone: midnight, or where the clock jumps over midnight (Tehran's first day of
 * summer time until 2022) the instant of the jump; where midnight comes twice, the first. A day that a zone left
 * out begins with the one after it.
 */
export function startOfDayAt(day: Day, timeZone: string): number {
  const midnight = utcOf(day);
  const around = { from: midnight - DAY_MS, to: midnight + DAY_MS };
  const byOldClock = midnight - offsetMsAt(around.from, timeZone);
  const changeAt = offsetChangeAt(around, timeZone);
  if (changeAt === undefined || byOldClock < changeAt) return byOldClock;
  return Math.max(changeAt, midnight - offsetMsAt(changeAt, timeZone));
}

/** Milliseconds since midnight that the zone's wall clock shows at an instant. */
export function timeOfDay(at: number, timeZone: string): number {
  return remainder(wallClockAt(at, timeZone), DAY_MS);
}

/**
 * The instant at which a zone's wall clock shows a time of day (milliseconds since midnight) on a day: the first one
 * where it does so twice. Where it leaves that time out, as late by it as the clock jumps.
 */
export function instantAt(day: Day, sinceMidnight: number, timeZone: string): number {
  const unchanged = startOfDayAt(day, timeZone) + sinceMidnight;
  const wanted = utcOf(day) + sinceMidnight;
  const changed = unchanged + wanted - wallClockAt(unchanged, timeZone);
  return wallClockAt(changed, timeZone) === wanted ? changed : unchanged;
}

/** Whole minutes (0-1439) that the zone's wall clock shows since midnight. */
export function minuteOfDay(at: number, timeZone: string): number {
  return Math.floor(timeOfDay(at, timeZone) / MINUTE_MS);
}

/** The day `n` days later, earlier when negative. */
export function addDays(day: Day, n: number): Day {
  return dayFromUtc(utcOf(day) + n * DAY_MS);
}

/** The day of the week, counted as Iran does: Saturday 0 … Friday 6. */
export function weekday(day: Day): number {
  return (new Date(utcOf(day)).getUTCDay() + 1) % 7;
}

/** A day's numbers in a calendar. */
export function partsOf(day: Day, calendar: Calendar): DateParts {
  const date = new Date(utcOf(day));
  const gregorian = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
  if (calendar === 'gregorian') return gregorian;
  const { jy, jm, jd } = toJalaali(gregorian.year, gregorian.month, gregorian.day);
  return { year: jy, month: jm, day: jd };
}

/**
 * The day that has these numbers in a calendar; undefined if there is no such date (30 Esfand of a common year),
 * if a number is not whole, or outside the years 1000-9999, Persian 379-3177.
 */
export function dayFromParts(parts: DateParts, calendar: Calendar): Day | undefined {
  const { year, month, day } = parts;
  if (![year, month, day].every(Number.isInteger)) return undefined;
  if (!isCounted(year, calendar) || month < 1 || month > MONTHS) return undefined;
  if (day < 1 || day > monthLength(year, month, calendar)) return undefined;
  if (calendar === 'gregorian') return dayFromUtc(Date.UTC(year, month - 1, day));
  const { gy, gm, gd } = toGregorian(year, month, day);
  return dayFromUtc(Date.UTC(gy, gm - 1, gd));
}

/**
 * The same day of the month `n` months later (earlier when negative) in a calendar, or that month's last day
 * where it is shorter: 31 Shahrivar and one month is 30 Mehr. Throws a RangeError outside the years of dayFromParts.
 */
export function addMonths(day: Day, n: number, calendar: Calendar): Day {
  const parts = partsOf(day, calendar);
  const months = parts.year * MONTHS + (parts.month - 1) + n;
  const year = Math.floor(months / MONTHS);
  const month = remainder(months, MONTHS) + 1;
  const length = isCounted(year, calendar) ? monthLength(year, month, calendar) : 0;
  const moved = dayFromParts({ year, month, day: Math.min(parts.day, length) }, calendar);
  if (moved === undefined) throw new RangeError(`No day ${n} months from ${day}`);
  return moved;
}

/** Whether the year has a leap day: 30 Esfand (1399, 1403, 1408, 1412) or 29 February. */
export function isLeapYear(year: number, calendar: Calendar): boolean {
  if (calendar === 'persian') return isLeapJalaaliYear(year);
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function monthLength(year: number, month: number, calendar: Calendar): number {
  if (calendar === 'persian') return jalaaliMonthLength(year, month);
  const common = GREGORIAN_MONTH_DAYS[month - 1] ?? 0;
  return month === 2 && isLeapYear(year, calendar) ? common + 1 : common;
}

function isCounted(year: number, calendar: Calendar): boolean {
  return year >= YEARS[calendar].min && year <= YEARS[calendar].max;
}

function utcOf(day: Day): number {
  const at = Date.parse(`${day}T00:00:00Z`);
  if (!Number.isFinite(at) || dayFromUtc(at) !== day) throw new RangeError(`Not a day: ${day.slice(0, 20)}`);
  return at;
}

/** Only a memory of work done: what comes one after the other mostly comes on one day. */
const last: { number: number; day: Day } = { number: Number.NaN, day: '' };

function dayFromUtc(at: number): Day {
  const number = Math.floor(at / DAY_MS);
  if (number !== last.number) {
    last.day = new Date(at).toISOString().slice(0, 10);
    last.number = number;
  }
  return last.day;
}
