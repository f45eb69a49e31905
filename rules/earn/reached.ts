import type { Day } from '../calendar.ts';
import { dayWindow } from '../day-window.ts';
import type { DayWindow } from '../day-window.ts';
import type { Era } from '../periods.ts';
import type { ReachCount } from '../program/reached.ts';
import type { RuleOn } from '../program/rule.ts';
import type { Period } from '../program/words.ts';
import type { Award } from './award.ts';
import type { Check } from './check.ts';
import { noTally, reachSubject, ruleSubject } from './facts.ts';
import type { Adding, DayTally, MemberFacts, TallyChange } from './facts.ts';
import type { Setting } from './setting.ts';

/** What a rule counts, and what must come together for it to give. */
export interface Reach {
  readonly subject: string;
  readonly counts: ReachCount;
  /** What is counted. */
  readonly condition: Check;
  /** What is counted, and whether it is enough. */
  readonly check: Check;
  /** The days in which what happens on a day is counted with others before it; `undefined` for all days. */
  readonly windowOn: ((day: Day) => DayWindow) | undefined;
}

export function compileReach(rule: RuleOn<'reached'>, condition: Check, era: Era): Reach {
  const { count, from: needs, within } = rule;
  const windowOn =
    within === 'ever' ? undefined : rememberingDays((day) => dayWindow(within, day, era.calendar));
  const plain = { subject: reachSubject(rule.id), counts: count, condition, windowOn };
  const once = givesOnceEach(rule);
  const subject = ruleSubject(rule.id);
  const check: Check = (setting) => {
    const unmet = condition(setting);
    if (unmet !== undefined) return unmet;
    const { member, moment, adding } = setting;
    // Then its limit says so.
    if (once !== undefined && (member.tally('member', subject, moment.periods[once])?.times ?? 0) > 0)
      return undefined;
    const was = comeTogether(plain, setting) + (adding?.[count] ?? 0);
    return was >= needs ? undefined : { kind: 'not-reached', count, needs, was, within };
  };
  return { ...plain, check };
}

/** In which period it gives once; `undefined` where it gives again and again. */
export function givesOnceEach({ again, within }: RuleOn<'reached'>): Period | undefined {
  if (again === 'anew') return undefined;
  return again === 'each-period' && typeof within === 'string' ? within : 'ever';
}

const rememberedMax = 1000;

function rememberingDays(windowOn: (day: Day) => DayWindow): (day: Day) => DayWindow {
  const known = new Map<Day, DayWindow>();
  return (day) => {
    let window = known.get(day);
    if (window === undefined) {
      window = windowOn(day);
      if (known.size >= rememberedMax) known.clear();
      known.set(day, window);
    }
    return window;
  };
}

type Counted = Pick<Reach, 'subject' | 'windowOn'>;

interface Scope {
  readonly member: Pick<MemberFacts, 'tally' | 'days'>;
  readonly moment: { readonly day: Day };
}

const noDays: readonly DayTally[] = [];

/** What has come together by a day, without what was used up. */
export function comeTogether({ subject, windowOn }: Counted, { member, moment }: Scope): number {
  if (windowOn === undefined) return freeOf(member.tally('member', subject, 'ever') ?? noTally);
  const days = member.days?.(subject) ?? noDays;
  return sumIn(days, fullestWindow(windowOn, days, moment.day));
}

const freeOf = ({ amount, carried }: Pick<DayTally, 'amount' | 'carried'>) => amount - carried;

function sumIn(days: readonly DayTally[], { first, last }: DayWindow): number {
  let sum = 0;
  for (const one of days) if (one.day >= first && one.day <= last) sum += freeOf(one);
  return sum;
}

/** What is told late may fill a window that ended later: the fullest of those that it lies in. */
function fullestWindow(windowOn: (day: Day) => DayWindow, days: readonly DayTally[], today: Day): DayWindow {
  let fullest = windowOn(today);
  let most: number | undefined;
  for (const { day } of days) {
    if (day <= today) continue;
    const window = windowOn(day);
    if (window.first > today) continue;
    most ??= sumIn(days, fullest);
    const sum = sumIn(days, window);
    if (sum > most) [fullest, most] = [window, sum];
  }
  return fullest;
}

/** A rule made ready, as far as it counts. */
interface Reaching {
  readonly rule: { readonly id: string };
  readonly reach: Reach | undefined;
}

/** The rules that an act counts for. */
export function reachedRules<T extends Reaching>(rules: readonly T[], adding: Adding): T[] {
  return rules.filter(({ reach }) => reach !== undefined && adding[reach.counts] > 0);
}

/** What is counted for rules, and what those that gave have used up. */
export function reachCounts(
  rules: readonly Reaching[],
  awards: readonly Award[],
  setting: Setting,
): TallyChange[] {
  const gave = new Set<string>();
  for (const { rule, amount } of awards) if (amount > 0) gave.add(rule);
  const changes: TallyChange[] = [];
  for (const { rule, reach } of rules) {
    if (reach === undefined || reach.condition(setting) !== undefined) continue;
    count(changes, reach, { setting, gave: gave.has(rule.id) });
  }
  return changes;
}

interface Counting {
  readonly setting: Setting;
  readonly gave: boolean;
}

function count(changes: TallyChange[], reach: Reach, { setting, gave }: Counting): void {
  const { subject, windowOn } = reach;
  const { member, moment, adding } = setting;
  const amount = adding?.[reach.counts] ?? 0;
  const period = windowOn === undefined ? moment.periods.ever : moment.periods.day;
  const own = member.tally('member', subject, period) ?? noTally;
  const carried = gave ? freeOf(own) + amount : 0;
  changes.push({ of: 'member', subject, period, times: 1, amount, carried, lastAt: moment.at });
  if (!gave || windowOn === undefined) return;
  const days = member.days?.(subject) ?? noDays;
  const { first, last } = fullestWindow(windowOn, days, moment.day);
  for (const one of days) {
    const used = freeOf(one);
    if (used === 0 || one.day === moment.day || one.day < first || one.day > last) continue;
    const change = { of: 'member', subject, period: `day:${one.day}` } as const;
    changes.push({ ...change, times: 0, amount: 0, carried: used, lastAt: null });
  }
}

/** The counts by day that rules ask for: of what, and the first day that can matter at a moment on `day`. */
export function dayCounts(
  rules: readonly Reaching[],
  day: Day,
): { readonly subject: string; readonly first: Day }[] {
  return rules.flatMap(({ reach }) =>
    reach?.windowOn === undefined ? [] : [{ subject: reach.subject, first: reach.windowOn(day).first }],
  );
}
