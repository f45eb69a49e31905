import type { Course } from './course.ts';
import { times } from './exact.ts';

/** Multiplies what stands before each multiplier; a multiplier that finds nothing says so. */
export function multiply(courses: readonly Course[]): void {
  for (const [index, course] of courses.entries()) {
    const { act, rule } = course.from;
    if (act.kind !== 'multiply' || course.why.kind !== 'multiplier') continue;
    for (const before of courses.slice(0, index)) {
      if (before.value === undefined || (act.of && !act.of.has(before.from.rule.id))) continue;
      if (act.by.unit !== undefined && act.by.unit !== before.unit) continue;
      before.value = times(before.value, act.by.multiply);
      before.multiplied = [...before.multiplied, { rule: rule.id, times: act.by.multiply }];
      course.worked = true;
    }
    if (!course.worked) course.why = { kind: 'nothing-to-multiply' };
  }
}
