import { addMonths, dayFromParts, partsOf } from '../calendar.ts';
import type { Calendar, CalendarDate, Day } from '../calendar.ts';
import { dayOfYear } from '../expiry.ts';
import type { Condition, Dates } from '../program/condition.ts';
import type { Segments } from '../program/segments.ts';
import { matcherOf } from './base.ts';
import { isIn, remembering } from './check.ts';
import type { Check } from './check.ts';
import { checkTiers } from './tier-check.ts';
import { noTally, purchasesSubject } from './facts.ts';
import { ofProfile } from './member-condition.ts';
import { ofHistory } from './segment-condition.ts';
import { ofOccasion } from './occasion-condition.ts';
import type { Moment } from './moment.ts';
import type { Weekday } from '../program/words.ts';
import type { Unmet } from './why.ts';

/** Makes the check of a condition, once for all that is decided by it. */
export function compileCondition(
  condition: Condition | undefined,
  calendar: Calendar,
  segments: Segments = {},
): Check {
  if (condition === undefined) return () => undefined;
  const checks = [
    ...ofPurchase(condition),
    ...ofTime(condition, calendar),
    ...ofMember(condition),
    ...ofProfile(condition),
    ...ofOccasion(condition),
    ...ofHistory(condition),
    ...ofSegment(condition, calendar, segments),
    ...nested(condition, calendar, segments),
  ];
  const [only] = checks;
  if (only !== undefined && checks.length === 1) return only;
  return (setting) => {
    for (const check of checks) {
      const unmet = check(setting);
      if (unmet !== undefined) return unmet;
    }
    return undefined;
  };
}

function ofPurchase({ amount, shops, products, payments }: Condition): Check[] {
  const checks: Check[] = [];
  if (amount)
    checks.push(({ base: { amount: was } }) =>
      isIn(amount, was) ? undefined : { kind: 'amount', needs: amount, was },
    );
  if (shops) checks.push(ofShops(shops));
  if (products) checks.push(ofProducts(products));
  if (payments) {
    const wanted = new Set<string>(payments);
    const unmet: Unmet = { kind: 'payment', needs: payments };
    checks.push(({ purchase }) =>
      purchase?.payments.some(({ kind }) => wanted.has(kind)) ? undefined : unmet,
    );
  }
  return checks;
}

function ofShops(shops: readonly string[]): Check {
  const wanted = new Set(shops);
  const unmet = remembering((was: string) => ({ kind: 'shop', needs: shops, was }));
  return ({ purchase, occasion }) => {
    const was = purchase?.shop ?? occasion?.shop ?? '';
    return wanted.has(was) ? undefined : unmet(was);
  };
}

function ofProducts({ amount, pieces, ...choice }: NonNullable<Condition['products']>): Check {
  const matches = matcherOf(choice);
  const none: Unmet = { kind: 'no-product' };
  return ({ purchase }) => {
    let lines = 0;
    let sum = 0;
    let count = 0;
    for (const line of purchase?.lines ?? []) {
      if (!matches(line)) continue;
      lines += 1;
      sum += line.amount;
      count += line.quantity;
    }
    if (lines === 0) return none;
    if (amount && !isIn(amount, sum)) return { kind: 'product-amount', needs: amount, was: sum };
    return pieces && !isIn(pieces, count) ? { kind: 'product-pieces', needs: pieces, was: count } : undefined;
  };
}

function ofTime({ weekdays, hours, dates }: Condition, calendar: Calendar): Check[] {
  const checks: Check[] = [];
  if (weekdays) {
    const wanted = new Set(weekdays);
    const unmet = remembering((was: Weekday) => ({ kind: 'weekday', needs: weekdays, was }));
    checks.push(({ moment: { weekday: was } }) => (wanted.has(was) ? undefined : unmet(was)));
  }
  if (hours) checks.push(ofHours(hours));
  if (dates) {
    const spans = dates.map((span) => compileDates(span, calendar));
    const unmet: Unmet = { kind: 'dates' };
    checks.push(({ moment }) => (spans.some((isWithin) => isWithin(moment)) ? undefined : unmet));
  }
  return checks;
}

function ofHours(hours: NonNullable<Condition['hours']>): Check {
  const [from, to] = [minutesOf(hours.from), minutesOf(hours.to)];
  const unmet = remembering((minute: number) => ({ kind: 'hours', needs: hours, was: clockOf(minute) }));
  return ({ moment: { minute } }) => {
    const holds = from < to ? minute >= from && minute < to : minute >= from || minute < to;
    return holds ? undefined : unmet(minute);
  };
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}

function clockOf(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

/** Dates without a year come every year; from the later to the earlier one they go over the turn of the year. */
function compileDates({ from, to, calendar: own }: Dates, programs: Calendar): (moment: Moment) => boolean {
  const calendar = own ?? programs;
  if (from.length > 5) {
    const [first, last] = [dateOf(from, calendar), dateOf(to, calendar)];
    return ({ day }) => day >= first && day <= last;
  }
  return ({ monthDay: { [calendar]: today }, lastMonthDay: { [calendar]: end } }) =>
    from <= to ? end >= from && today <= to : end >= from || today <= to;
}

function dateOf(text: string, calendar: Calendar): Day {
  return dayOfYear(Number(text.slice(0, 4)), text.slice(5), calendar);
}

function ofMember({ nth, age, tiers }: Condition): Check[] {
  const checks: Check[] = tiers ? [checkTiers(tiers)] : [];
  if (nth) {
    const { is, every } = nth;
    checks.push(({ member }) => {
      const was = (member.tally('member', purchasesSubject, 'ever') ?? noTally).times + 1;
      const holds = is === undefined ? was % (every ?? 1) === 0 : was === is;
      return holds ? undefined : { kind: 'nth', needs: nth, was };
    });
  }
  if (age) {
    checks.push(({ member: { birthday }, moment: { day } }) => {
      const was = birthday && ageOn(birthday, day);
      return was !== undefined && isIn(age, was) ? undefined : { kind: 'age', needs: age, was };
    });
  }
  return checks;
}

/** Full years on a day, in the calendar that the birthday was told in; `undefined` for a date that never was. */
export function ageOn(birthday: CalendarDate, day: Day): number | undefined {
  const { year } = partsOf(day, birthday.calendar);
  const born = dayFromParts(birthday, birthday.calendar);
  if (born === undefined) return undefined;
  const years = year - birthday.year;
  return addMonths(born, 12 * years, birthday.calendar) <= day ? years : years - 1;
}

/** A segment is made of no others, so this ends; one that is not there holds nobody. */
function ofSegment({ segment: id }: Condition, calendar: Calendar, segments: Segments): Check[] {
  if (id === undefined) return [];
  const segment = segments[id];
  if (segment === undefined) return [() => ({ kind: 'segment', name: id })];
  const isIn = compileCondition(segment.when, calendar);
  return [(setting) => (isIn(setting) === undefined ? undefined : { kind: 'segment', name: segment.name })];
}

function nested({ all, any, none }: Condition, calendar: Calendar, segments: Segments): Check[] {
  const compile = (list: readonly Condition[]) =>
    list.map((one) => compileCondition(one, calendar, segments));
  const checks: Check[] = compile(all ?? []);
  if (any) {
    const options = compile(any);
    checks.push((setting) => {
      const unmet: Unmet[] = [];
      for (const option of options) {
        const why = option(setting);
        if (why === undefined) return undefined;
        unmet.push(why);
      }
      return { kind: 'any', of: unmet };
    });
  }
  for (const excluded of compile(none ?? [])) {
    checks.push((setting) => (excluded(setting) === undefined ? { kind: 'excluded' } : undefined));
  }
  return checks;
}
