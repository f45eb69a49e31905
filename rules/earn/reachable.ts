import { addDays } from '../calendar.ts';
import type { Day } from '../calendar.ts';
import type { DayWindow } from '../day-window.ts';
import { periodKeys } from '../periods.ts';
import type { ReachCount, ReachWithin } from '../program/reached.ts';
import type { Label } from '../program/words.ts';
import type { CompiledProgram } from './compile.ts';
import { ruleSubject } from './facts.ts';
import type { MemberFacts } from './facts.ts';
import { comeTogether, givesOnceEach } from './reached.ts';

/** How far a member is on the way to what a rule gives once enough has come together. Rial, purchases or visits. */
export interface Reachable {
  readonly rule: string;
  readonly name: Label;
  readonly count: ReachCount;
  readonly needed: number;
  readonly has: number;
  readonly missing: number;
  readonly within: ReachWithin;
  /** The last day on which what has come together all counts; `null` where it counts for ever. */
  readonly until: Day | null;
}

type Known = Pick<MemberFacts, 'tally' | 'days'>;

/**
 * The rules on what is reached that a member has begun and that can still give to her on this day, in the order of
 * the program. What she did for which a rule does not hold counts nothing for it, so a rule that she has begun is one
 * that can be hers.
 */
export function reachablesOf(by: CompiledProgram, member: Known, today: Day): Reachable[] {
  const periods = periodKeys(today, by.era.calendar);
  return by.rules.reached.flatMap(({ rule, reach }): Reachable[] => {
    if (rule.on !== 'reached' || !reach) return [];
    const each = givesOnceEach(rule);
    const gave = each === undefined ? undefined : member.tally('member', ruleSubject(rule.id), periods[each]);
    if ((gave?.times ?? 0) > 0) return [];
    const has = comeTogether(reach, { member, moment: { day: today } });
    if (has <= 0 || has >= rule.from) return [];
    const days = (member.days?.(reach.subject) ?? []).filter(({ amount, carried }) => amount > carried);
    const until = reach.windowOn ? lastDayOf(reach.windowOn, days, today) : null;
    const { id, name, count, from: needed, within } = rule;
    return [{ rule: id, name, count, needed, has, missing: needed - has, within, until }];
  });
}

/** No window is longer than two years. */
const daysMax = 800;

/** The last day whose window still has the oldest of the days that count today. */
function lastDayOf(
  windowOn: (day: Day) => DayWindow,
  days: readonly { readonly day: Day }[],
  today: Day,
): Day {
  const { first } = windowOn(today);
  const counted = days.map(({ day }) => day).filter((day) => day >= first);
  const oldest = counted.reduce((least, day) => (day < least ? day : least), today);
  let last = today;
  for (let n = 0; n < daysMax && windowOn(addDays(last, 1)).first <= oldest; n++) last = addDays(last, 1);
  return last;
}
