import { isUnit } from '../program/words.ts';
import type { CompiledProgram, CompiledRule } from './compile.ts';
import type { Course } from './course.ts';
import { compare, plus, round, timesWhole } from './exact.ts';
import type { Exact } from './exact.ts';
import { withinLimits } from './limits.ts';
import type { Setting } from './setting.ts';

/** Of rules that compete, those that are not taken give nothing. Before any multiplier, as the shop wrote them. */
export function compete(compiled: CompiledProgram, courses: readonly Course[], setting: Setting): void {
  for (const { group, take } of compiled.groups) {
    const rivals = rivalsOf(group, courses, setting);
    if (take === 'highest') for (const rival of rivals) rival.sum = sumOf(rival, compiled);
    const taken = take === 'first' ? rivals[0] : highest(rivals);
    for (const rival of rivals) if (taken && rival !== taken) lose(rival, taken.from.rule.id, courses);
  }
}

/** A rule with all that it gives, which is taken or lost together. */
interface Rival {
  readonly from: CompiledRule;
  readonly bids: Bid[];
  /** What the highest is told by. */
  sum: Exact;
}

interface Bid {
  readonly course: Course;
  /** What it would give, as far as its limits let it. */
  readonly amount: Exact;
}

/** What gives nothing, by its words or by its limits, is nobody's rival. */
function rivalsOf(group: string, courses: readonly Course[], setting: Setting): Rival[] {
  const rivals: Rival[] = [];
  for (const course of courses) {
    const { from, value } = course;
    if (from.group !== group || value === undefined) continue;
    const { amount, limit } = withinLimits(course.act, round(value, 'up'), setting);
    if (amount === 0) continue;
    const bid: Bid = { course, amount: limit ? amount : value };
    const own = rivals.at(-1);
    if (own?.from === from) own.bids.push(bid);
    else rivals.push({ from, bids: [bid], sum: 0 });
  }
  return rivals;
}

/** All that it would give, points by what they are worth; where that is not said, rivals give the same unit. */
function sumOf({ bids }: Rival, { program, decimals }: CompiledProgram): Exact {
  const worth = program.units.points.worth ?? 1;
  // Points are in smallest parts: credit is made as many times larger.
  const rial = 10 ** decimals;
  let sum: Exact = 0;
  for (const { course, amount } of bids) {
    if (!isUnit(course.unit)) continue;
    sum = plus(sum, timesWhole(amount, course.unit === 'points' ? worth : rial));
  }
  return sum;
}

function lose({ from, bids }: Rival, to: string, courses: readonly Course[]): void {
  for (const { course, amount } of bids) {
    course.why = { kind: 'lost', to, wanted: round(amount, 'down') };
    course.value = undefined;
  }
  for (const course of courses) if (course.from === from) course.carried = 0;
}

/** The first among equals. */
function highest(rivals: readonly Rival[]): Rival | undefined {
  let best: Rival | undefined;
  for (const one of rivals) if (!best || compare(one.sum, best.sum) > 0) best = one;
  return best;
}
