import { addDays, dayOf, minuteOfDay, partsOf, weekday } from '../calendar.ts';
import type { Calendar, Day } from '../calendar.ts';
import { periodKeys } from '../periods.ts';
import type { Era } from '../periods.ts';
import { weekdays } from '../program/words.ts';
import type { Period, Weekday } from '../program/words.ts';

/** What the calendar says of a day. */
interface DayFacts {
  readonly day: Day;
  /** Month and day of the year, in each calendar: 10-20. */
  readonly monthDay: Readonly<Record<Calendar, string>>;
  /** As `monthDay`, but the last day of a month stands for the days that the month lacks this year: 12-31. */
  readonly lastMonthDay: Readonly<Record<Calendar, string>>;
  readonly weekday: Weekday;
  /** Under which key something is counted in each period that the day lies in. */
  readonly periods: Readonly<Record<Period, string>>;
}

/** What the wall shows at an instant, worked out once for all rules. */
export interface Moment extends DayFacts {
  readonly at: number;
  /** Since midnight. */
  readonly minute: number;
}

export function momentOf(at: number, { timeZone, calendar }: Era): Moment {
  const facts = dayFacts(dayOf(at, timeZone), calendar);
  return {
    at,
    minute: minuteOfDay(at, timeZone),
    day: facts.day,
    monthDay: facts.monthDay,
    lastMonthDay: facts.lastMonthDay,
    weekday: facts.weekday,
    periods: facts.periods,
  };
}

/** Purchases come many a day, and a day's facts cost more than deciding one. */
const known = new Map<string, DayFacts>();
const knownMax = 1000;

function dayFacts(day: Day, calendar: Calendar): DayFacts {
  const key = `${calendar} ${day}`;
  let facts = known.get(key);
  if (facts === undefined) {
    facts = {
      day,
      monthDay: { persian: monthDayOf(day, 'persian'), gregorian: monthDayOf(day, 'gregorian') },
      lastMonthDay: { persian: lastMonthDayOf(day, 'persian'), gregorian: lastMonthDayOf(day, 'gregorian') },
      weekday: weekdays[weekday(day)] ?? 'saturday',
      periods: periodKeys(day, calendar),
    };
    if (known.size >= knownMax) known.clear();
    known.set(key, facts);
  }
  return facts;
}

function monthDayOf(today: Day, calendar: Calendar): string {
  const { month, day } = partsOf(today, calendar);
  return [month, day].map((part) => String(part).padStart(2, '0')).join('-');
}

function lastMonthDayOf(today: Day, calendar: Calendar): string {
  const own = monthDayOf(today, calendar);
  const isLast = monthDayOf(addDays(today, 1), calendar).endsWith('-01');
  return isLast ? `${own.slice(0, 2)}-31` : own;
}
