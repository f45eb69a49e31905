import type { Era } from '../periods.ts';
import type { Program } from '../program.ts';
import type { Multiply } from '../program/effect.ts';
import type { Rule, Trigger } from '../program/rule.ts';
import type { Period, Unit } from '../program/words.ts';
import { compileBase } from './base.ts';
import type { BaseOf } from './base.ts';
import { compileCondition } from './condition.ts';
import type { Check } from './condition.ts';
import { compileEffect } from './effect.ts';
import type { Offering } from './effect.ts';
import { ruleSubject } from './facts.ts';
import { countsKept } from './limits.ts';

/** A rule made ready: its words are read once, not at each purchase. */
export interface CompiledRule {
  readonly rule: Rule;
  /** What its gifts are counted under. */
  readonly subject: string;
  readonly check: Check;
  readonly kept: ReturnType<typeof countsKept>;
  readonly act:
    | { readonly kind: 'offer'; readonly unit: Unit; readonly offer: Offering }
    | { readonly kind: 'multiply'; readonly by: Multiply; readonly of: ReadonlySet<string> | undefined }
    | { readonly kind: 'round-up'; readonly unit: Unit; readonly to: number };
}

/** A program made ready for deciding. */
export interface CompiledProgram {
  readonly program: Program;
  readonly era: Era;
  readonly base: BaseOf;
  readonly rules: Readonly<Record<Trigger, readonly CompiledRule[]>>;
}

export function compileProgram(program: Program): CompiledProgram {
  const { timeZone, calendar, counts, payments } = program;
  const on = (trigger: Trigger) =>
    program.rules.filter((rule) => rule.on === trigger).map((rule) => compileRule(program, rule));
  return {
    program,
    era: { timeZone, calendar },
    base: compileBase(counts, payments),
    rules: { joining: on('joining'), purchase: on('purchase'), birthday: on('birthday') },
  };
}

function compileRule(program: Program, rule: Rule): CompiledRule {
  const check = compileCondition(rule.when, program.calendar);
  return { rule, subject: ruleSubject(rule.id), check, kept: countsKept(rule), act: actOf(program, rule) };
}

function actOf(program: Program, { id, give }: Rule): CompiledRule['act'] {
  if ('multiply' in give) {
    return { kind: 'multiply', by: give, of: give.rules && new Set(give.rules) };
  }
  if ('roundUpTo' in give) return { kind: 'round-up', unit: give.unit, to: give.roundUpTo };
  return { kind: 'offer', unit: give.unit, offer: compileEffect(id, give, program) };
}

/** The counts of all members together that a program keeps: budgets of rules. */
export function sharedCounts({
  rules,
}: CompiledProgram): { readonly subject: string; readonly each: Period }[] {
  return Object.values(rules)
    .flat()
    .flatMap(({ subject, kept }) =>
      kept.filter(({ of }) => of === 'all').map(({ each }) => ({ subject, each })),
    );
}
