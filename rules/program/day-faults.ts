import type { CrossFault } from './condition-faults.ts';
import { yearFault } from './condition-faults.ts';
import type { Effect } from './effect.ts';
import type { Expiry } from './expiry.ts';
import type { Rule } from './rule.ts';
import { dayFromParts } from '../calendar.ts';

type Path = readonly (string | number)[];
type Calendar = 'persian' | 'gregorian';

/** Of each calendar a leap year: it has every day that any year has. */
const leapYears = { persian: '1403', gregorian: '2024' } as const;

/** What is wrong with `1405-01-13`, or `01-13` of every year, in a calendar: a day that never comes. */
export function dayFault(date: string, calendar: Calendar): string | undefined {
  const yearly = date.length === 5;
  const wrongYear = yearly ? undefined : yearFault(date, calendar);
  if (wrongYear !== undefined) return wrongYear;
  const [year, month, day] = (yearly ? `${leapYears[calendar]}-${date}` : date).split('-').map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  if (dayFromParts({ year, month, day }, calendar) !== undefined) return undefined;
  return `is no day of the ${calendar} calendar: that month is shorter${yearly ? '' : ' in that year'}; write a day that it has`;
}

interface Context {
  readonly path: Path;
  readonly calendar: Calendar;
}

/** The days of a rule that never come: when it is, and when what it gives ends. */
export function ruleDayFaults(rule: Rule, { path, calendar }: Context): CrossFault[] {
  const one = rule.give.length === 1;
  return [
    ...scheduleFaults(rule, { path, calendar }),
    ...expiryDayFaults(rule.expires, { path: [...path, 'expires'], calendar }),
    ...rule.give.flatMap((effect, at) => {
      const place = one ? [...path, 'give'] : [...path, 'give', at];
      return expiryDayFaults(expiryOf(effect), { path: [...place, 'expires'], calendar });
    }),
  ];
}

/** Days on which nothing can end: the calendar has none such. */
export function expiryDayFaults(expiry: Expiry | undefined, { path, calendar }: Context): CrossFault[] {
  if (expiry === undefined || expiry === 'never') return [];
  return (expiry.on ?? []).flatMap((date, index) => {
    const message = dayFault(date, calendar);
    return message === undefined ? [] : [{ path: [...path, 'on', index], message }];
  });
}

function expiryOf(effect: Effect): Expiry | undefined {
  return 'expires' in effect ? effect.expires : undefined;
}

function scheduleFaults(rule: Rule, { path, calendar }: Context): CrossFault[] {
  if (rule.on !== 'schedule' || !('date' in rule.time)) return [];
  const message = dayFault(rule.time.date, calendar);
  return message === undefined ? [] : [{ path: [...path, 'time', 'date'], message }];
}
