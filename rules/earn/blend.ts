import type { Label } from '../program/words.ts';
import type { Act } from './compile.ts';
import type { Course } from './course.ts';
import { decimalOf, plus, portion, product } from './exact.ts';
import type { Exact } from './exact.ts';

/** What the rules come to at one tier, and the share of the purchase that earns at it. */
export interface Part {
  readonly courses: readonly Course[];
  readonly share: Exact;
  readonly tier: Label | undefined;
}

/**
 * One course for each rule: of what it comes to at each tier, the share that earned there, exactly. Where it gives
 * at one tier only, that one's reason is told.
 */
export function blend(parts: readonly Part[]): Course[] {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return [...only.courses];
  const split = parts.map(({ tier, share }) => ({ tier, percent: decimalOf(portion(share, 100, 1)) }));
  const rules = [...new Set(only?.courses.map(({ from }) => from))];
  return rules.flatMap(({ acts }) => acts.flatMap((act) => blendAct(parts, { act, split }) ?? []));
}

/** A rule that does not hold at a tier has one course there, whatever it would give. */
function blendAct(
  parts: readonly Part[],
  { act, split }: { readonly act: Act; readonly split: NonNullable<Course['split']> },
): Course | undefined {
  const own = parts.flatMap(({ courses, share }) => {
    const course = courses.find((one) => one.act === act);
    return course ? [{ course, share }] : [];
  });
  const giving = own.filter(({ course }) => course.value !== undefined);
  const told = (giving.at(-1) ?? own.at(-1))?.course;
  if (told === undefined) return undefined;
  told.worked = own.some(({ course }) => course.worked);
  if (giving.length === 0) return told;
  // A thing is given whole, whichever tier it is of, and so are a text and a tier.
  if (act.thing ?? act.message ?? act.placing) return told;
  if (own.length < parts.length || differ(own)) told.split = split;
  told.value = giving.reduce<Exact>(
    (sum, { course, share }) => plus(sum, product(course.value ?? 0, share)),
    0,
  );
  return told;
}

/** What comes to the same at each tier was not split, as far as anybody can tell. */
function differ(own: readonly { readonly course: Course }[]): boolean {
  const [first, ...others] = own.map(({ course: { value, multiplied } }) =>
    JSON.stringify([value === undefined ? null : decimalOf(value), multiplied]),
  );
  return others.some((other) => other !== first);
}
