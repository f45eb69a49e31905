import { partsOf } from '../../rules/calendar.ts';
import type { Calendar } from '../../rules/calendar.ts';
import type { Reachable } from '../../rules/earn/reachable.ts';
import { labelIn } from '../../rules/program/words.ts';
import type { ReachableView } from '../../templates/reachable-lines.ts';

interface Viewing {
  readonly program: { readonly calendar: Calendar };
  readonly language: 'fa' | 'en';
}

/** What a member is on the way to, as texts speak of it. */
export function reachableViews(
  reachable: readonly Reachable[],
  { program: { calendar }, language }: Viewing,
): ReachableView[] {
  return reachable.map(({ name, count, needed, missing, within, until }) => {
    if (until === null) return { name: labelIn(name, language), count, needed, missing };
    const { year, month, day } = partsOf(until, calendar);
    const told = { calendar, month, day, ...(isBeyondAYear(within) && { year }) };
    return { name: labelIn(name, language), count, needed, missing, until: told };
  });
}

/** Within a year, month and day say which day it is. */
function isBeyondAYear(within: Reachable['within']): boolean {
  if (typeof within === 'string') return false;
  return (within.months ?? 0) > 12 || (within.days ?? 0) > 365;
}
