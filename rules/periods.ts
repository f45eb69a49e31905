import { addDays, addMonths, dayFromParts, dayOf, partsOf, startOfDayAt, weekday } from './calendar.ts';
import type { Calendar, Day } from './calendar.ts';
import type { Period } from './program/words.ts';

/** In which zone and calendar days, weeks, months, seasons and years are counted. */
export interface Era {
  readonly timeZone: string;
  readonly calendar: Calendar;
}

/** Under which key something is counted in each period that a day lies in: `month:2025-12-22` is that month's. */
export function periodKeys(day: Day, calendar: Calendar): PeriodKeys {
  const known = keys[calendar].get(day);
  if (known) return known;
  const fresh = freshKeys(day, calendar);
  if (keys[calendar].size >= KEYS_MAX) keys[calendar].clear();
  keys[calendar].set(day, fresh);
  return fresh;
}

type PeriodKeys = Readonly<Record<Period, string>>;

/** Many things happen on a day. */
const keys: Readonly<Record<Calendar, Map<Day, PeriodKeys>>> = { persian: new Map(), gregorian: new Map() };
const KEYS_MAX = 1000;

function freshKeys(day: Day, calendar: Calendar): PeriodKeys {
  return {
    day: `day:${day}`,
    week: `week:${startOf('week', day, calendar)}`,
    month: `month:${startOf('month', day, calendar)}`,
    season: `season:${startOf('season', day, calendar)}`,
    year: `year:${startOf('year', day, calendar)}`,
    ever: 'ever',
  };
}

/** The first day of the period that a day lies in. Weeks begin on Saturday, seasons are quarters of the year. */
export function startOf(period: Exclude<Period, 'ever'>, day: Day, calendar: Calendar): Day {
  if (period === 'day') return day;
  if (period === 'week') return addDays(day, -weekday(day));
  const { year, month } = partsOf(day, calendar);
  const first = { month, season: month - ((month - 1) % 3), year: 1 }[period];
  const start = dayFromParts({ year, month: first, day: 1 }, calendar);
  if (start === undefined) throw new RangeError(`No ${period} around ${day}`);
  return start;
}

const months = { month: 1, season: 3, year: 12 } as const;

/** The first day after the period that a day lies in. */
export function endOf(period: Exclude<Period, 'ever'>, day: Day, calendar: Calendar): Day {
  const start = startOf(period, day, calendar);
  if (period === 'day') return addDays(start, 1);
  if (period === 'week') return addDays(start, 7);
  return addMonths(start, months[period], calendar);
}

/** The first instant after the period that an instant lies in. */
export function endOfPeriodAt(
  period: Exclude<Period, 'ever'>,
  at: number,
  { timeZone, calendar }: Era,
): number {
  return startOfDayAt(endOf(period, dayOf(at, timeZone), calendar), timeZone);
}
