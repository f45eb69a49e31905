import type { Label } from '../program/words.ts';
import type { Act } from './act.ts';
import type { Course } from './course.ts';
import { decimalOf, plus, product, round } from './exact.ts';
import type { Exact } from './exact.ts';
import type { SplitPart } from './why.ts';

/** What the rules come to at one tier, and the share of the purchase that earns at it. */
export interface Part {
  readonly courses: readonly Course[];
  readonly share: Exact;
  readonly tier: Label | undefined;
}

/**
 * One course for each rule: of what it comes to at each tier, the share that earned there, exactly. Where it gives
 * at one tier only, that one's reason is told. `amount` is what counts of the purchase, in rial.
 */
export function blend(parts: readonly Part[], amount: number): Course[] {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return [...only.courses];
  const amounts = amountsOf(parts, amount);
  const rules = [...new Set(only?.courses.map(({ from }) => from))];
  return rules.flatMap(({ acts }) => acts.flatMap((act) => blendAct(parts, { act, amounts }) ?? []));
}

/** What of the amount each share is, in whole rial that add up to it. */
function amountsOf(parts: readonly Part[], amount: number): number[] {
  let [share, before]: [Exact, number] = [0, 0];
  return parts.map((part, index) => {
    share = plus(share, part.share);
    const until = index === parts.length - 1 ? amount : round(product(amount, share), 'down');
    const own = until - before;
    before = until;
    return own;
  });
}

/** A rule that does not hold at a tier has one course there, whatever it would give. */
function blendAct(
  parts: readonly Part[],
  { act, amounts }: { readonly act: Act; readonly amounts: readonly number[] },
): Course | undefined {
  const own = parts.flatMap(({ courses, share }) => {
    const course = courses.find((one) => one.act === act);
    return course ? [{ course, share }] : [];
  });
  const giving = own.filter(({ course }) => course.value !== undefined);
  const told = (giving.at(-1) ?? own.findLast(({ course }) => course.worked) ?? own.at(-1))?.course;
  if (told === undefined) return undefined;
  told.worked = own.some(({ course }) => course.worked);
  if (giving.length === 0) return told;
  // A thing is given whole, whichever tier it is of, and so are a text and a tier.
  const { gift, message, placing } = act.beside ?? {};
  if (gift ?? message ?? placing) return told;
  if (own.length < parts.length || differ(own)) told.split = splitOf(parts, { act, amounts });
  told.value = giving.reduce<Exact>(
    (sum, { course, share }) => plus(sum, product(course.value ?? 0, share)),
    0,
  );
  return told;
}

/** What each part of the purchase gave. */
function splitOf(
  parts: readonly Part[],
  { act, amounts }: { readonly act: Act; readonly amounts: readonly number[] },
): SplitPart[] {
  return parts.map(({ courses, share, tier }, index) => {
    const course = courses.find((one) => one.act === act);
    const gave = decimalOf(product(course?.value ?? 0, share));
    return { tier, amount: amounts[index] ?? 0, gave, multiplied: course?.multiplied ?? [] };
  });
}

/** What comes to the same at each tier was not split, as far as anybody can tell. */
function differ(own: readonly { readonly course: Course }[]): boolean {
  const [first, ...others] = own.map(({ course: { value, multiplied } }) =>
    JSON.stringify([value === undefined ? null : decimalOf(value), multiplied]),
  );
  return others.some((other) => other !== first);
}
