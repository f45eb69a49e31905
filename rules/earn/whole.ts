import type { Rounding } from '../program/rounding.ts';
import { isUnit } from '../program/words.ts';
import type { Unit } from '../program/words.ts';
import type { CompiledProgram } from './compile.ts';
import type { Course } from './course.ts';
import { compare, isWhole, plus, round } from './exact.ts';
import type { Exact } from './exact.ts';

/**
 * Makes what each course gives a whole amount: each rounded by itself, or so that only their sum is. Then each
 * gives the whole part of its own, and what the rounded sum has more goes, one each, to those that have a fraction:
 * the largest first. So what is whole by itself stays as it is, whatever is before or after it.
 */
export function roundAll({ program }: CompiledProgram, courses: readonly Course[]): void {
  const { to, once } = program.rounding;
  if (once === 'purchase') {
    roundOnce(courses, to);
    return;
  }
  for (const course of courses) {
    if (course.value !== undefined) roundTo(course, course.value, course.from.rounding ?? to);
  }
}

interface Sum {
  exact: Exact;
  /** Of the whole parts; then of what is given. */
  whole: number;
  last: Course | undefined;
}

function roundOnce(courses: readonly Course[], to: Rounding): void {
  const sums: Record<Unit, Sum> = {
    points: { exact: 0, whole: 0, last: undefined },
    credit: { exact: 0, whole: 0, last: undefined },
  };
  for (const course of courses) {
    const { value, unit } = course;
    if (value === undefined) continue;
    if (!isUnit(unit)) {
      roundTo(course, value, unit === 'charity' ? to : 'down');
      continue;
    }
    const sum = sums[unit];
    sum.exact = plus(sum.exact, value);
    sum.whole += roundTo(course, value, 'down');
    sum.last = course;
    course.roundedTo = to;
    course.roundedOnce = true;
  }
  raise(courses, sums.points, to);
  raise(courses, sums.credit, to);
}

/** Gives out what the rounded sum has more than the whole parts: never more than there are fractions. */
function raise(courses: readonly Course[], sum: Sum, to: Rounding): void {
  if (sum.last === undefined) return;
  sum.last.sum = sum;
  const { unit } = sum.last;
  const more = round(sum.exact, to) - sum.whole;
  if (more === 0) return;
  const parts: Part[] = [];
  for (const course of courses) {
    const { value, whole } = course;
    if (course.unit !== unit || value === undefined || whole === undefined || isWhole(value)) continue;
    parts.push({ course, whole, fraction: plus(value, -whole) });
  }
  parts.sort((a, b) => compare(b.fraction, a.fraction));
  for (const { course, whole } of parts.slice(0, more)) course.whole = whole + 1;
  sum.whole += more;
}

interface Part {
  readonly course: Course;
  readonly whole: number;
  /** What its value has more than that. */
  readonly fraction: Exact;
}

function roundTo(course: Course, exact: Exact, to: Rounding): number {
  const whole = round(exact, to);
  course.value = exact;
  course.whole = whole;
  course.roundedTo = to;
  return whole;
}
