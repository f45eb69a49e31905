import { isUnit } from '../program/words.ts';
import type { Course } from './course.ts';
import { times } from './exact.ts';

/** Multiplies what rules before each multiplier give; a multiplier that finds nothing says so. */
export function multiply(courses: readonly Course[]): void {
  for (const course of courses) {
    const { act, from } = course;
    if (act.kind !== 'multiply' || course.why.kind !== 'multiplier') continue;
    for (const before of courses) {
      if (before.from === from) break;
      if (before.value === undefined || (act.of && !act.of.has(before.from.rule.id))) continue;
      if (!isUnit(before.unit) || (act.by.unit !== undefined && act.by.unit !== before.unit)) continue;
      before.value = times(before.value, act.by.multiply);
      before.multiplied = [...before.multiplied, { rule: from.rule.id, times: act.by.multiply }];
      course.worked = true;
    }
    if (!course.worked) course.why = { kind: 'nothing-to-multiply' };
  }
}
