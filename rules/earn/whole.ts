import type { Rounding } from '../program/rounding.ts';
import type { Rule } from '../program/rule.ts';
import type { Unit } from '../program/words.ts';
import type { CompiledProgram } from './compile.ts';
import type { Course } from './course.ts';
import { plus, round } from './exact.ts';
import type { Exact } from './exact.ts';

/** How a value became a whole amount. */
export interface Rounded {
  /** The value, with what rounding left of those before it where a purchase is rounded once. */
  readonly exact: Exact;
  readonly to: Rounding;
  readonly amount: number;
}

/** The whole amounts, by course: each rounded by itself, or so that only their sum is. */
export function roundAll({ program }: CompiledProgram, courses: readonly Course[]): (Rounded | undefined)[] {
  const { to, once } = program.rounding;
  if (once === 'rule') {
    return courses.map(({ value, from }) =>
      value === undefined ? undefined : roundTo(value, roundingOf(from.rule) ?? to),
    );
  }
  const left: Record<Unit, Exact> = { points: 0, credit: 0 };
  const last = { points: lastOf(courses, 'points'), credit: lastOf(courses, 'credit') };
  return courses.map((course) => {
    const { value, unit } = course;
    if (value === undefined) return undefined;
    if (unit === 'stamps') return roundTo(value, 'down');
    const rounded = roundTo(plus(left[unit], value), course === last[unit] ? to : 'down');
    left[unit] = plus(rounded.exact, -rounded.amount);
    return rounded;
  });
}

function roundTo(exact: Exact, to: Rounding): Rounded {
  return { exact, to, amount: round(exact, to) };
}

function lastOf(courses: readonly Course[], unit: Unit): Course | undefined {
  return courses.findLast((course) => course.unit === unit && course.value !== undefined);
}

function roundingOf(rule: Rule) {
  return rule.on === 'purchase' ? rule.rounding : undefined;
}
