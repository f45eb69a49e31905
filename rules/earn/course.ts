import type { Unit } from '../program/words.ts';
import type { CompiledProgram, CompiledRule } from './compile.ts';
import type { Exact } from './exact.ts';
import { heldBack } from './limits.ts';
import type { Setting } from './setting.ts';
import type { Why } from './why.ts';

/** A rule on its way to an award. */
export interface Course {
  readonly from: CompiledRule;
  readonly unit: Unit;
  why: Why;
  /** What it gives so far; `undefined` where it gives nothing, and `why` says so. */
  value: Exact | undefined;
  carried: number;
  multiplied: readonly { readonly rule: string; readonly times: number }[];
  /** A multiplier that found something to multiply. */
  worked: boolean;
}

/** What a rule comes to by itself, before other rules have their say. */
export function begin({ era }: CompiledProgram, from: CompiledRule, setting: Setting): Course {
  const { act } = from;
  const unmet = from.check(setting) ?? heldBack(from.rule, setting, era);
  if (unmet !== undefined) return courseOf(from, unmet);
  if (act.kind === 'multiply') return courseOf(from, { kind: 'multiplier', times: act.by.multiply });
  if (act.kind === 'round-up') {
    if (setting.purchase && setting.base.amount === 0) return courseOf(from, { kind: 'base-empty' });
    // What is missing is known when all before it is.
    return courseOf(from, { kind: 'round-up', balance: 0, to: act.to, unit: act.unit });
  }
  const offer = act.offer(setting);
  const course = courseOf(from, offer.why);
  if (offer.kind === 'gives') course.value = offer.value;
  course.carried = offer.carried ?? 0;
  return course;
}

function courseOf(from: CompiledRule, why: Why): Course {
  const { act } = from;
  const unit = act.kind === 'multiply' ? (act.by.unit ?? 'points') : act.unit;
  return { from, unit, why, value: undefined, carried: 0, multiplied: none, worked: false };
}

const none: readonly never[] = [];
