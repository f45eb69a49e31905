import type { Rounding } from '../program/rounding.ts';
import type { Countable } from '../program/words.ts';
import type { Award } from './award.ts';
import type { Act } from './act.ts';
import type { CompiledProgram, CompiledRule } from './compile.ts';
import type { Counted } from './counted.ts';
import type { Exact } from './exact.ts';
import { heldBack } from './limits.ts';
import type { Setting } from './setting.ts';
import type { Change, Multiplied, NotGiven, Why } from './why.ts';

/** One effect of a rule on its way to an award. */
export interface Course {
  readonly from: CompiledRule;
  readonly act: Act;
  readonly unit: Countable;
  why: Why;
  /** What it gives so far; `undefined` where it gives nothing, and `why` says so. */
  value: Exact | undefined;
  /** The whole amount that the value became, and how; once all is rounded. */
  whole: number | undefined;
  roundedTo: Rounding | undefined;
  /** Where only the sum of the purchase is rounded. */
  roundedOnce: boolean;
  /** That sum, with the last course of its unit. */
  sum: { readonly exact: Exact; readonly whole: number } | undefined;
  carried: number;
  multiplied: readonly Multiplied[];
  /** A multiplier that found something to multiply. */
  worked: boolean;
  /** Shares that earned at different tiers. */
  split: Change['split'] | undefined;
  /** What it came to, where that is known beforehand. */
  award: Award | undefined;
}

/** What rules come to by themselves, before others have their say: those of a rule stand together. */
export function beginAll(
  { era }: CompiledProgram,
  rules: readonly CompiledRule[],
  setting: Setting,
): Course[] {
  const courses: Course[] = [];
  for (const from of rules) {
    const unmet = from.check(setting) ?? (from.isHeldBack ? heldBack(from, setting, era) : undefined);
    for (const act of from.acts) {
      courses.push(unmet === undefined ? begin(from, act, setting) : notHeld(from, act, unmet));
      // What holds for the whole rule is said once.
      if (unmet !== undefined) break;
    }
  }
  return courses;
}

/** Nothing changes such a course, so for the same reason it is the same one. */
function notHeld(from: CompiledRule, act: Act, unmet: NotGiven): Course {
  // Nothing but this puts anything there; a course knows its rule, and so no rule can know what a course is.
  const last = from.memory.unmet as Course | undefined;
  if (last?.why === unmet) return last;
  const course = courseOf(from, act, unmet);
  from.memory.unmet = course;
  return course;
}

function begin(from: CompiledRule, act: Act, setting: Setting): Course {
  const offer = act.offer(setting);
  const course = courseOf(from, act, offer.why);
  if (offer.kind === 'gives') course.value = offer.value;
  course.carried = offer.carried ?? 0;
  return course;
}

function courseOf(from: CompiledRule, act: Act, why: Why): Course {
  return {
    from,
    act,
    unit: act.unit,
    why,
    value: undefined,
    whole: undefined,
    roundedTo: undefined,
    roundedOnce: false,
    sum: undefined,
    carried: 0,
    multiplied: none,
    worked: false,
    split: undefined,
    award: undefined,
  };
}

const none: readonly never[] = [];

/** What is to be told of the amount that a reason speaks of: `undefined` where that is the purchase's, or of none. */
export function countedFor({ act, why: { kind } }: Course, setting: Setting): Counted | undefined {
  if (setting.purchase === undefined || (act.base === undefined && !setting.base.counted)) return undefined;
  if (kind === 'amount') return setting.base.counted;
  if (!ofBase.has(kind)) return undefined;
  return act.base ? act.base(setting).counted : setting.base.counted;
}

/** Reasons that speak of what the effect counts. */
const ofBase: ReadonlySet<Why['kind']> = new Set<Why['kind']>([
  ...(['per-amount', 'percent', 'table', 'table-percent'] as const),
  ...(['below-step', 'below-table', 'base-empty'] as const),
]);
