import type { Era } from '../periods.ts';
import type { Program } from '../program.ts';
import { isMessage } from '../program/effect.ts';
import type { Effect } from '../program/effect.ts';
import { inParts } from '../program/in-parts.ts';
import type { Rule, Trigger } from '../program/rule.ts';
import type { Rounding } from '../program/rounding.ts';
import type { Label, Period } from '../program/words.ts';
import { actOf } from './act.ts';
import type { Act } from './act.ts';
import { compileBase } from './base.ts';
import type { BaseOf } from './base.ts';
import type { Check } from './check.ts';
import { compileCondition } from './condition.ts';
import { compileLadder } from '../tiers/ladder.ts';
import type { Ladder } from '../tiers/ladder.ts';
import { checkProfile } from './member-condition.ts';
import { checkReached } from './tier-check.ts';
import { ruleSubject } from './facts.ts';
import { countsKept } from './limits.ts';
import type { CountKept } from './limits.ts';
import { checkPaidWithin } from './paid-within.ts';
import { compileReach, givesOnceEach } from './reached.ts';
import type { Reach } from './reached.ts';

/** A rule made ready: its words are read once, not at each purchase. */
export interface CompiledRule {
  readonly id: string;
  /** As the shop wrote it. */
  readonly name: Label;
  readonly rule: Rule;
  /** Whether it ever rests, or gives only so often. */
  readonly isHeldBack: boolean;
  /** How what it gives is rounded, where that is its own affair. */
  readonly rounding: Rounding | undefined;
  /** What it is counted under how often it gave. */
  readonly subject: string;
  /** The group of rules it competes in. */
  readonly group: string | undefined;
  readonly check: Check;
  /** Whether its condition asks for a tier. */
  readonly asksForTier: boolean;
  readonly kept: readonly CountKept[];
  /** What it counts and waits for; of rules on that alone. */
  readonly reach: Reach | undefined;
  /** At least one. */
  readonly acts: readonly Act[];
  /** Only a memory of work done: the course of it when it did not hold the last time, known to what keeps it. */
  readonly memory: { unmet: object | undefined };
}

/** A program made ready for deciding. */
export interface CompiledProgram {
  /** With its points in smallest parts, as all that is decided. */
  readonly program: Program;
  /** How many decimals points have. */
  readonly decimals: number;
  readonly era: Era;
  readonly base: BaseOf;
  /** As `base`, but only what was paid, whatever the program counts; the same function where it counts that. */
  readonly paid: BaseOf;
  /** Of which only some rules are taken. */
  readonly groups: readonly { readonly group: string; readonly take: 'highest' | 'first' }[];
  readonly rules: Readonly<Record<Trigger, readonly CompiledRule[]>>;
  /** Absent without tiers. */
  readonly ladder: Ladder | undefined;
  /** By the id of the rule. */
  readonly triggers: ReadonlyMap<string, Trigger>;
  /** Whether anything asks how often a member came. */
  readonly countsVisits: boolean;
}

export function compileProgram(written: Program): CompiledProgram {
  const program = inParts(written);
  const { decimals } = program.units.points;
  const { timeZone, calendar, counts, payments } = program;
  const base = compileBase(counts, payments);
  const on = (trigger: Trigger) =>
    program.rules.filter((rule) => rule.on === trigger).map((rule) => compileRule(program, rule));
  return {
    program,
    decimals,
    era: { timeZone, calendar },
    base,
    paid: counts.of === 'paid' ? base : compileBase({ ...counts, of: 'paid' }, payments),
    groups: Object.entries(program.groups).flatMap(([group, { take }]) =>
      take === 'all' ? [] : [{ group, take }],
    ),
    ladder: program.tiers && compileLadder(program.tiers, { timeZone, calendar }, decimals),
    rules: {
      joining: on('joining'),
      purchase: on('purchase'),
      birthday: on('birthday'),
      event: on('event'),
      visit: on('visit'),
      tier: on('tier'),
      date: on('date'),
      'joining-anniversary': on('joining-anniversary'),
      profile: on('profile'),
      schedule: on('schedule'),
      settlement: on('settlement'),
      referral: on('referral'),
      reached: on('reached'),
    },
    triggers: new Map(program.rules.map((rule) => [rule.id, rule.on])),
    countsVisits: program.rules.some(asksForVisits),
  };
}

function asksForVisits(rule: Rule): boolean {
  return rule.on === 'visit' || (rule.on === 'reached' && rule.count === 'visits');
}

function compileRule(program: Program, written: Rule): CompiledRule {
  const rule = onceOnly(written);
  const { calendar, timeZone, segments } = program;
  const condition = compileCondition(rule.when, calendar, segments);
  const reach = rule.on === 'reached' ? compileReach(rule, condition, { calendar, timeZone }) : undefined;
  return {
    id: rule.id,
    name: rule.name,
    rule,
    isHeldBack: rule.cooldown !== undefined || rule.limits.some(({ times }) => times !== undefined),
    rounding: rule.on === 'purchase' ? rule.rounding : undefined,
    subject: ruleSubject(rule.id),
    group: rule.on === 'purchase' ? rule.group : undefined,
    check: reach?.check ?? checkOf(program, rule, condition),
    asksForTier: asksForTier(rule.when),
    kept: countsKept(rule),
    reach,
    acts: messageLast(rule.give).map((effect) => actOf(program, rule, effect)),
    memory: { unmet: undefined },
  };
}

/** A text tells of what the rule gives, wherever it is written. */
const messageLast = (give: readonly Effect[]) => [
  ...give.filter((effect) => !isMessage(effect)),
  ...give.filter(isMessage),
];

/** A profile is completed once, and what is reached once, or once a period. */
function onceOnly(rule: Rule): Rule {
  const each = rule.on === 'profile' ? 'ever' : rule.on === 'reached' ? givesOnceEach(rule) : undefined;
  if (each === undefined) return rule;
  return { ...rule, limits: [...rule.limits, { of: 'member', each, times: 1 }] };
}

function asksForTier(when: Rule['when']): boolean {
  if (when === undefined) return false;
  return when.tiers !== undefined || [...(when.all ?? []), ...(when.any ?? [])].some(asksForTier);
}

function checkOf({ calendar, timeZone }: Program, rule: Rule, condition: Check): Check {
  if (rule.on === 'profile') {
    const isComplete = checkProfile(rule.fields);
    return (setting) => isComplete(setting) ?? condition(setting);
  }
  if (rule.on === 'settlement' && rule.paidWithin !== undefined) {
    const inTime = checkPaidWithin(rule.paidWithin, { calendar, timeZone });
    return (setting) => inTime(setting) ?? condition(setting);
  }
  if (rule.on !== 'tier') return condition;
  const reached = checkReached(rule);
  return (setting) => reached(setting) ?? condition(setting);
}

/** The counts of all members together that a program keeps: budgets of rules. */
export function sharedCounts({
  rules,
}: CompiledProgram): { readonly subject: string; readonly each: Period }[] {
  return Object.values(rules)
    .flat()
    .flatMap(({ kept }) =>
      kept.filter(({ of }) => of === 'all').map(({ subject, each }) => ({ subject, each })),
    );
}
