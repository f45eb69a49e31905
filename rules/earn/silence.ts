import type { Award } from './award.ts';
import type { Course } from './course.ts';

/** A text goes with what else its rule gives: where that came to nothing, there is nothing to tell. */
export function silence(courses: readonly Course[], awards: readonly Award[]): void {
  const at = awards.length;
  const course = courses[at];
  if (course?.whole === undefined || courses[at - 1]?.from !== course.from) return;
  for (let before = at - 1; courses[before]?.from === course.from; before--) {
    if ((awards[before]?.amount ?? 0) > 0 || courses[before]?.worked === true) return;
  }
  course.why = { kind: 'nothing-to-tell' };
  course.whole = undefined;
}
