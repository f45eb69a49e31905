import { addDays, dayFromParts, dayOf, partsOf, startOfDayAt } from './calendar.ts';
import type { Day } from './calendar.ts';
import { endAfter } from './fading.ts';
import type { Fading } from './fading.ts';
import type { Era } from './periods.ts';
import type { Expiry } from './program/expiry.ts';

/** When something was earned, and when it could first be spent: the same but for what was pending. */
export interface Given {
  readonly earnedAt: number;
  readonly activeAt: number;
}

/** The first instant at which what was given can no longer be spent, whatever happens; `null` for never. */
export function expiryOf(expiry: Expiry, given: Given, era: Era): number | null {
  if (expiry === 'never') return null;
  const { after, on, to = 'day' } = expiry;
  const at = startOf(expiry, given);
  if (after) return endAfter(at, { span: after, to }, era);
  return on ? endOfNextDay(on, at, era) : null;
}

/** What else takes from what was given: steps at their moments, and the end of inactivity. */
export function fadingOf(expiry: Expiry, given: Given, era: Era): Fading | undefined {
  if (expiry === 'never' || (!expiry.steps && !expiry.inactive)) return undefined;
  const { steps, inactive, acts = [], to = 'day' } = expiry;
  const since = startOf(expiry, given);
  const { timeZone, calendar } = era;
  return {
    ...(steps && {
      steps: steps
        .map(({ after, lose }) => ({ at: endAfter(since, { span: after, to }, era), lose }))
        .sort((a, b) => a.at - b.at),
    }),
    ...(inactive && { idle: { since, span: inactive, to, acts, timeZone, calendar } }),
  };
}

function startOf({ from }: Exclude<Expiry, 'never'>, { earnedAt, activeAt }: Given): number {
  return from === 'activation' ? activeAt : earnedAt;
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
