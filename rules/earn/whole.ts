import type { Rounding } from '../program/rounding.ts';
import { isUnit } from '../program/words.ts';
import type { Unit } from '../program/words.ts';
import type { CompiledProgram } from './compile.ts';
import type { Course } from './course.ts';
import { plus, round } from './exact.ts';
import type { Exact } from './exact.ts';

/**
 * Makes what each course gives a whole amount: each rounded by itself, or so that only their sum is. Then what
 * rounding leaves of one goes to the next.
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

function roundOnce(courses: readonly Course[], to: Rounding): void {
  const left: Record<Unit, Exact> = { points: 0, credit: 0 };
  const last = { points: lastOf(courses, 'points'), credit: lastOf(courses, 'credit') };
  const sum: Record<Unit, { exact: Exact; whole: number }> = {
    points: { exact: 0, whole: 0 },
    credit: { exact: 0, whole: 0 },
  };
  for (const course of courses) {
    const { value, unit } = course;
    if (value === undefined) continue;
    if (!isUnit(unit)) {
      roundTo(course, value, unit === 'charity' ? to : 'down');
      continue;
    }
    const exact = plus(left[unit], value);
    const whole = round(exact, course === last[unit] ? to : 'down');
    left[unit] = plus(exact, -whole);
    course.whole = whole;
    course.roundedTo = to;
    course.roundedOnce = true;
    sum[unit] = { exact: plus(sum[unit].exact, value), whole: sum[unit].whole + whole };
    if (course === last[unit]) course.sum = sum[unit];
  }
}

function roundTo(course: Course, exact: Exact, to: Rounding): number {
  const whole = round(exact, to);
  course.value = exact;
  course.whole = whole;
  course.roundedTo = to;
  return whole;
}

function lastOf(courses: readonly Course[], unit: Unit): Course | undefined {
  return courses.findLast((course) => course.unit === unit && course.value !== undefined);
}
