import { isUnit } from '../program/words.ts';
import type { Label } from '../program/words.ts';
import type { CompiledRule } from './compile.ts';
import type { Course } from './course.ts';
import { times as multiplied } from './exact.ts';
import type { Multiplied } from './why.ts';

/** Multiplies what rules before each multiplier give; a multiplier that finds nothing says so. `tier` is the member's. */
export function multiply(courses: readonly Course[], tier: Label | undefined): void {
  for (const course of courses) {
    const { act, from } = course;
    if (act.multiply === undefined || course.why.kind !== 'multiplier') continue;
    const { of, by: words } = act.multiply;
    const by = multipliedBy(from, words.multiply, tier);
    for (const before of courses) {
      if (before.from === from) break;
      if (before.value === undefined || (of && !of.has(before.from.id))) continue;
      if (!isUnit(before.unit) || (words.unit !== undefined && words.unit !== before.unit)) continue;
      before.value = multiplied(before.value, words.multiply);
      before.multiplied = [...before.multiplied, by];
      course.worked = true;
    }
    if (!course.worked) course.why = { kind: 'nothing-to-multiply' };
    else if (by.tier !== undefined) course.why = { ...course.why, tier: by.tier };
  }
}

/** The tier is named by what asks for one. */
function multipliedBy(
  { id: rule, asksForTier }: CompiledRule,
  times: number,
  tier: Label | undefined,
): Multiplied {
  return asksForTier && tier !== undefined ? { rule, times, tier } : { rule, times };
}
