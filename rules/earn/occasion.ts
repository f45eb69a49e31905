import type { Calendar, Day } from '../calendar.ts';
import type { Rule, RuleOn } from '../program/rule.ts';
import { comesOn } from '../schedule.ts';

/** What another system told of: its name, and what it said with it. */
export interface EventFacts {
  readonly name: string;
  readonly data: Readonly<Record<string, number | string | boolean>>;
}

/** A date of the member that is kept today. */
export interface DateFacts {
  /** Of other dates than birthdays: `wedding`. */
  readonly name?: string;
  readonly kept: 'day' | 'month';
  /** How many years it has been; `null` where nobody knows. */
  readonly years: number | null;
}

/** That somebody was referred, from the side of one of the two. */
export interface ReferralFacts {
  readonly side: 'referrer' | 'referred';
  /** Which it is: a first purchase is one of every. */
  readonly at: readonly RuleOn<'referral'>['at'][];
}

/** What is known of what happened beside its moment, where that was no purchase. */
export interface OccasionFacts {
  /** The code of the shop that was visited. */
  readonly shop?: string;
  readonly event?: EventFacts;
  /** Of a birthday it may be left out: then it is the day, and nobody knows of which year. */
  readonly date?: DateFacts;
  /** What is known of a member whose profile changed, as rules name it: `gender`, `date:wedding`. */
  readonly known?: readonly string[];
  /** The day on which schedules are asked for. */
  readonly scheduledOn?: Day;
  readonly referral?: ReferralFacts;
}

/** Whether a rule of the trigger is of this very thing. */
export function concerns(rule: Rule, facts: OccasionFacts, calendar: Calendar): boolean {
  switch (rule.on) {
    case 'event':
      return rule.event === facts.event?.name;
    case 'birthday':
      return rule.kept === (facts.date?.kept ?? 'day') && isRound(rule, facts);
    case 'date':
      return (
        rule.kept === facts.date?.kept &&
        (rule.date === undefined || rule.date === facts.date.name) &&
        isRound(rule, facts)
      );
    case 'joining-anniversary':
      return isRound(rule, facts);
    case 'schedule':
      return facts.scheduledOn !== undefined && comesOn(rule.time, facts.scheduledOn, calendar);
    case 'referral':
      return (
        facts.referral !== undefined &&
        (rule.to === 'both' || rule.to === facts.referral.side) &&
        facts.referral.at.includes(rule.at)
      );
    case 'joining':
    case 'purchase':
    case 'reached':
    case 'settlement':
    case 'tier':
    case 'visit':
    case 'profile':
      return true;
  }
}

function isRound({ everyYears }: { readonly everyYears: number }, { date }: OccasionFacts): boolean {
  if (everyYears === 1) return true;
  const years = date?.years ?? null;
  return years !== null && years % everyYears === 0;
}
