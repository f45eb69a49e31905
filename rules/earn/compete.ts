import type { Rule } from '../program/rule.ts';
import type { CompiledProgram } from './compile.ts';
import type { Course } from './course.ts';
import { compare, round } from './exact.ts';
import type { Exact } from './exact.ts';
import { withinLimits } from './limits.ts';
import type { Setting } from './setting.ts';

/** Of rules that compete, those that are not taken give nothing. Before any multiplier, as the shop wrote them. */
export function compete({ program }: CompiledProgram, courses: readonly Course[], setting: Setting): void {
  for (const [group, { take }] of Object.entries(program.groups)) {
    if (take === 'all') continue;
    const rivals = courses
      .filter(({ from }) => groupOf(from.rule) === group)
      .flatMap((course) => rivalOf(course, setting) ?? []);
    const taken = take === 'first' ? rivals[0] : highest(rivals);
    for (const rival of rivals) if (taken && rival !== taken) lose(rival, taken.course.from.rule.id);
  }
}

interface Rival {
  readonly course: Course;
  /** What it would give, as far as its limits let it. */
  readonly bid: Exact;
}

/** What gives nothing, by its words or by its limits, is nobody's rival. */
function rivalOf(course: Course, setting: Setting): Rival | undefined {
  const { value, from } = course;
  if (value === undefined) return undefined;
  const { amount, limit } = withinLimits(from.rule, round(value, 'up'), setting);
  return amount === 0 ? undefined : { course, bid: limit ? amount : value };
}

function lose({ course, bid }: Rival, to: string): void {
  course.why = { kind: 'lost', to, wanted: round(bid, 'down') };
  course.value = undefined;
  course.carried = 0;
}

function groupOf(rule: Rule): string | undefined {
  return rule.on === 'purchase' ? rule.group : undefined;
}

/** The first among equals. */
function highest(rivals: readonly Rival[]): Rival | undefined {
  return rivals.reduce<Rival | undefined>(
    (best, one) => (best && compare(one.bid, best.bid) <= 0 ? best : one),
    undefined,
  );
}
