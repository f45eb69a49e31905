import { dayOf } from '../../rules/calendar.ts';
import { sharedCounts } from '../../rules/earn/compile.ts';
import { periodKeys } from '../../rules/periods.ts';
import type { Club, ProgramVersion } from '../club.ts';
import type { SharedTallyKey } from '../store/tallies.ts';

/** The counts of all members together that the programs of these moments keep. */
export function sharedKeys(club: Club, moments: readonly number[]): SharedTallyKey[] {
  const keys = new Map<string, SharedTallyKey>();
  for (const at of moments) {
    for (const { programId, rules } of club.programsAt(at)) {
      const periods = periodsAt(at, rules);
      for (const { subject, each } of sharedCounts(rules)) {
        const key = { programId, subject, period: periods[each] };
        keys.set(`${programId} ${subject} ${key.period}`, key);
      }
    }
  }
  return [...keys.values()];
}

function periodsAt(at: number, { era }: ProgramVersion['rules']) {
  return periodKeys(dayOf(at, era.timeZone), era.calendar);
}

/** The periods in which anything may be counted that happened at these moments. */
export function periodsAsked(
  moments: readonly { readonly at: number; readonly version: ProgramVersion }[],
): string[] {
  return [...new Set(moments.flatMap(({ at, version }) => Object.values(periodsAt(at, version.rules))))];
}
