import { isUnit } from '../program/words.ts';
import type { Label } from '../program/words.ts';
import type { Course } from './course.ts';
import { times } from './exact.ts';
import type { Multiplied } from './why.ts';

/** Multiplies what rules before each multiplier give; a multiplier that finds nothing says so. `tier` is the member's. */
export function multiply(courses: readonly Course[], tier: Label | undefined): void {
  for (const course of courses) {
    const { act, from } = course;
    if (act.kind !== 'multiply' || course.why.kind !== 'multiplier') continue;
    const by = multipliedBy(course, tier);
    for (const before of courses) {
      if (before.from === from) break;
      if (before.value === undefined || (act.of && !act.of.has(before.from.rule.id))) continue;
      if (!isUnit(before.unit) || (act.by.unit !== undefined && act.by.unit !== before.unit)) continue;
      before.value = times(before.value, act.by.multiply);
      before.multiplied = [...before.multiplied, by];
      course.worked = true;
    }
    if (!course.worked) course.why = { kind: 'nothing-to-multiply' };
    else if (by.tier !== undefined) course.why = { ...course.why, tier: by.tier };
  }
}

/** The tier is named by what asks for one. */
function multipliedBy({ from, act }: Course, tier: Label | undefined): Multiplied {
  const said = { rule: from.rule.id, times: act.kind === 'multiply' ? act.by.multiply : 1 };
  return from.asksForTier && tier !== undefined ? { ...said, tier } : said;
}
