import { amountMax, isUnit } from '../program/words.ts';
import type { Unit } from '../program/words.ts';
import { giftsOf, lasting, stampedCards } from './cards.ts';
import type { CompiledProgram } from './compile.ts';
import type { Setting } from './setting.ts';
import { countEarnedWhen, pointsOf } from './tier-counts.ts';
import { compare, decimalOf, isWhole } from './exact.ts';
import type { Exact } from './exact.ts';
import type { TallyChange } from './facts.ts';
import { withinLimits } from './limits.ts';
import { openPart } from './award.ts';
import type { Award } from './award.ts';
import { countedFor } from './course.ts';
import type { Course } from './course.ts';
import type { Decision } from './decision.ts';
import { silence } from './silence.ts';
import { roundAll } from './whole.ts';
import type { Change, Why } from './why.ts';

/** Rounds, rounds balances up, cuts by limits, and counts: each rule knows what those before it gave. */
export function conclude(compiled: CompiledProgram, courses: readonly Course[], setting: Setting): Decision {
  const given: Record<Unit, number> = { ...setting.member.balances };
  roundAll(compiled, courses);
  const awards: Award[] = [];
  const tallies: TallyChange[] = [];
  for (const course of courses) {
    const award = course.award ?? awarded(compiled, { course, courses, awards, given, setting });
    if (award.amount > 0 && isUnit(award.unit)) given[award.unit] += openPart(award);
    awards.push(award);
    const isLastOfRule = courses[awards.length]?.from !== course.from;
    if (isLastOfRule && course.from.kept.length > 0) count(tallies, { courses, awards, setting });
  }
  const stamped = stampedCards(compiled, awards, setting);
  awards.push(...giftsOf(compiled, stamped, setting));
  tallies.push(...countEarnedWhen(setting.moment, pointsOf(compiled, awards)));
  return { awards, tallies, stamped };
}

interface Awarding extends Pick<Concluding, 'course' | 'setting'> {
  readonly courses: readonly Course[];
  /** Those of the courses before it. */
  readonly awards: readonly Award[];
  readonly given: Readonly<Record<Unit, number>>;
}

function awarded(compiled: CompiledProgram, { course, courses, awards, given, setting }: Awarding): Award {
  if (course.act.beside?.message) silence(courses, awards);
  const wanted = Math.min(course.whole ?? fillUp(course, given), amountMax);
  const award = wanted === 0 ? emptyAward(course) : fullAward(compiled, { course, wanted, setting });
  const counted = countedFor(course, setting);
  if (counted) award.counted = counted;
  else if (course === course.from.memory.unmet) course.award = award;
  return award;
}

/** What is missing to the next full multiple, where it is to be filled up; the reason says so where nothing is. */
function fillUp(course: Course, given: Readonly<Record<Unit, number>>): number {
  const { roundUp } = course.act;
  if (roundUp === undefined || course.why.kind !== 'round-up') return 0;
  const { to, unit } = roundUp;
  const balance = given[unit];
  const over = balance % to;
  course.why =
    over === 0 ? { kind: 'round-already', balance, to, unit } : { kind: 'round-up', balance, to, unit };
  return over === 0 ? 0 : to - over;
}

function emptyAward(course: Course): Mutable<Award> {
  const { why, value, whole, multiplied, sum } = course;
  const lost = whole === undefined ? undefined : value;
  const award = awardOf(course, 0, lost === undefined ? why : awayWith(lost, course));
  if (lost !== undefined && (multiplied.length > 0 || sum)) award.change = { multiplied, ...sumOf(course) };
  return award;
}

function awardOf({ from, act, unit }: Course, amount: number, why: Why): Mutable<Award> {
  const award: Mutable<Award> = { rule: from.id, name: from.name, unit, amount, why, expiresAt: null };
  return act.beside === undefined ? award : Object.assign(award, act.beside);
}

function awayWith(lost: Exact, { unit, roundedOnce }: Course): Why {
  const exact = decimalOf(lost);
  return roundedOnce
    ? { kind: 'rounded-away', exact, unit, once: true }
    : { kind: 'rounded-away', exact, unit };
}

interface Concluding {
  readonly course: Course;
  /** Above zero. */
  readonly wanted: number;
  readonly setting: Setting;
}

function fullAward(compiled: CompiledProgram, { course, wanted, setting }: Concluding): Mutable<Award> {
  const { act } = course;
  const { amount, limit } = withinLimits(act, wanted, setting);
  const award = awardOf(course, amount, course.why);
  if (amount > 0) {
    const { expiresAt, fading } = lasting(compiled, act.expires, setting);
    award.expiresAt = expiresAt;
    if (fading) award.fading = fading;
    const pending = act.pending(amount, setting);
    if (pending) award.pending = pending;
  }
  const change = changeOf(course, limit && { limit, wanted });
  if (change) award.change = change;
  return award;
}

/** What came between the words of the rule and the amount; `undefined` where nothing did. */
function changeOf(course: Course, cut: Change['cut']): Change | undefined {
  const { multiplied, split, value, whole, roundedTo, roundedOnce } = course;
  const isRounded = whole !== undefined && value !== undefined && compare(value, whole) !== 0;
  const sum = sumOf(course);
  if (multiplied.length === 0 && !isRounded && !cut && !split && !sum) return undefined;
  return {
    multiplied: split ? [] : multiplied,
    ...(split && { split }),
    ...(isRounded &&
      roundedTo && {
        rounded: { exact: decimalOf(value), to: roundedTo, ...(roundedOnce && { once: true }) },
      }),
    ...sum,
    ...(cut && { cut }),
  };
}

/** The sum of a purchase that is rounded once, where rounding made another number of it. */
function sumOf({ sum, roundedTo }: Course): Pick<Change, 'sum'> | undefined {
  if (!sum || !roundedTo || isWhole(sum.exact)) return undefined;
  return { sum: { exact: decimalOf(sum.exact), whole: sum.whole, to: roundedTo } };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Counting {
  readonly courses: readonly Course[];
  /** Those of the rule that is counted are the last ones. */
  readonly awards: readonly Award[];
  readonly setting: Setting;
}

/** Adds to the counts what a rule that gave something, or carries something on, needs kept. */
function count(tallies: TallyChange[], { courses, awards, setting: { moment } }: Counting): void {
  const last = awards.length - 1;
  const from = courses[last]?.from;
  if (from === undefined) return;
  let gave = false;
  for (let at = last; courses[at]?.from === from; at--) {
    gave ||= (awards[at]?.amount ?? 0) > 0 || courses[at]?.worked === true;
  }
  for (const { of, each, subject, unit } of from.kept) {
    let amount = 0;
    let carried = 0;
    for (let at = last; courses[at]?.from === from; at--) {
      if (unit === undefined || courses[at]?.unit !== unit) continue;
      amount += awards[at]?.amount ?? 0;
      if (of === 'member' && each === 'ever') carried += courses[at]?.carried ?? 0;
    }
    if (!gave && carried === 0) continue;
    const period = moment.periods[each];
    tallies.push({
      of,
      subject,
      period,
      times: gave ? 1 : 0,
      amount,
      carried,
      lastAt: gave ? moment.at : null,
    });
  }
}
