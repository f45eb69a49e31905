import type { Era } from '../periods.ts';
import type { Program } from '../program.ts';
import { countableOf, isGift, isMessage, isPlacing } from '../program/effect.ts';
import type { Effect, Multiply } from '../program/effect.ts';
import type { Expiry } from '../program/expiry.ts';
import type { GiftEffect } from '../program/gifts.ts';
import { inParts } from '../program/in-parts.ts';
import type { Limit } from '../program/limit.ts';
import type { MessageEffect } from '../program/message.ts';
import type { Rule, Trigger } from '../program/rule.ts';
import type { TierEffect } from '../program/tier-effect.ts';
import { isUnit } from '../program/words.ts';
import type { Rounding } from '../program/rounding.ts';
import type { Countable, Label, Period, Unit } from '../program/words.ts';
import type { Charity } from './award.ts';
import { compileBase } from './base.ts';
import type { Base, BaseOf } from './base.ts';
import { charityOf } from './charity.ts';
import type { Check } from './check.ts';
import { compileCondition } from './condition.ts';
import { compileLadder } from '../tiers/ladder.ts';
import type { Ladder } from '../tiers/ladder.ts';
import { checkProfile } from './member-condition.ts';
import { checkReached } from './tier-check.ts';
import { compileEffect, offerGift, ownBase } from './effect.ts';
import type { Offer, Offering } from './effect.ts';
import { amountSubject, ruleSubject } from './facts.ts';
import { giftExpiry, giftOf } from './gift.ts';
import type { Gift } from './gift.ts';
import { countsKept, isOfAmount } from './limits.ts';
import type { CountKept } from './limits.ts';
import { offerTier, placingExpiry, placingOf } from './placing.ts';
import type { Placing } from './placing.ts';
import { messageOf, offerMessage } from './message.ts';
import type { Message } from './message.ts';
import { checkPaidWithin } from './paid-within.ts';
import { compilePending } from './pending.ts';
import type { PendingOf } from './pending.ts';
import { compileReach, givesOnceEach } from './reached.ts';
import type { Reach } from './reached.ts';
import type { Setting } from './setting.ts';

/** One effect of a rule, made ready. All have all fields, in one order: each is read at each purchase. */
export interface Act {
  readonly unit: Countable;
  /** What it gives by itself. */
  readonly offer: Offering;
  readonly multiply: Multiplying | undefined;
  readonly roundUp: { readonly unit: Unit; readonly to: number } | undefined;
  /** What an award of it says beside its amount; absent of points and credit. */
  readonly beside: Beside | undefined;
  /** What its amounts are counted under. */
  readonly subject: string;
  /** The limits of its amounts. */
  readonly limits: readonly Limit[];
  readonly expires: Expiry;
  readonly pending: PendingOf;
  /** What it counts, where that is not what the program counts. */
  readonly base: ((setting: Setting) => Base) | undefined;
}

interface Multiplying {
  readonly by: Multiply;
  /** The rules that it multiplies; absent for all before it. */
  readonly of: ReadonlySet<string> | undefined;
}

/** Which card is stamped, who gets it where it is for a charity, which thing, which text, or which tier. */
interface Beside {
  readonly card?: string;
  readonly charity?: Charity;
  readonly gift?: Gift;
  readonly message?: Message;
  readonly placing?: Placing;
}

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

/** Stamps, charities, gifts, tiers and messages wait for nothing, and a multiplier gives nothing that could. */
const atOnce = () => undefined;

type Making = Pick<Act, 'unit' | 'offer'> & Partial<Act>;

function act(ruleId: string, making: Making): Act {
  return {
    unit: making.unit,
    offer: making.offer,
    multiply: making.multiply,
    roundUp: making.roundUp,
    beside: making.beside,
    subject: amountSubject(ruleId, making.unit),
    limits: making.limits ?? [],
    expires: making.expires ?? 'never',
    pending: making.pending ?? atOnce,
    base: making.base,
  };
}

/** Things, tiers and texts are counted by how often the rule gives alone. */
function actOf(program: Program, rule: Rule, effect: Effect): Act {
  const { id } = rule;
  if ('multiply' in effect) return act(id, multiplying(effect));
  if (isGift(effect)) {
    const beside = { gift: giftOf(effect, program) };
    return act(id, { unit: 'gifts', beside, expires: giftExpiry(effect), offer: offerGift });
  }
  if (isMessage(effect)) {
    return act(id, { unit: 'messages', beside: { message: messageOf(effect) }, offer: offerMessage(effect) });
  }
  if (isPlacing(effect)) {
    const beside = { placing: placingOf(effect, program) };
    const offer = offerTier(effect, program);
    return act(id, { unit: 'tiers', beside, expires: placingExpiry(effect), offer });
  }
  const unit = countableOf(effect) ?? 'points';
  return act(id, {
    unit,
    beside: besideOf(program, effect),
    pending: isUnit(unit) ? pendingFor(program, rule, effect) : atOnce,
    limits: rule.limits.filter((limit) => isOfAmount(limit, unit)),
    expires: expiryOf(program, rule, effect),
    ...('of' in effect && effect.of && { base: ownBase(effect.of, program) }),
    ...('roundUpTo' in effect ? fillingUp(effect) : { offer: compileEffect(id, effect, program) }),
  });
}

function multiplying(effect: Multiply): Making {
  const { multiply: times, rules } = effect;
  const why = { kind: 'multiplier', times, ...(rules && { rules }) } as const;
  return {
    unit: effect.unit ?? 'points',
    multiply: { by: effect, of: rules && new Set(rules) },
    offer: () => ({ kind: 'later', why }),
  };
}

/** What is missing is known when all before it is. */
function fillingUp({ unit, roundUpTo: to }: RoundUp): Pick<Act, 'roundUp' | 'offer'> {
  const empty: Offer = { kind: 'nothing', why: { kind: 'base-empty' } };
  const later: Offer = { kind: 'later', why: { kind: 'round-up', balance: 0, to, unit } };
  const offer: Offering = ({ purchase, base }) => (purchase && base.amount === 0 ? empty : later);
  return { roundUp: { unit, to }, offer };
}

type RoundUp = Extract<Effect, { roundUpTo: number }>;
type Amount = Exclude<Effect, Multiply | GiftEffect | MessageEffect | TierEffect>;

function besideOf(program: Program, effect: Amount): Beside | undefined {
  if ('stamp' in effect) return { card: effect.stamp };
  return 'charity' in effect ? { charity: charityOf(program, effect.charity) } : undefined;
}

/** What a charity was given is its own. */
function expiryOf({ expires, stampCards }: Program, rule: Rule, effect: Amount): Expiry {
  if ('charity' in effect) return 'never';
  if (rule.expires !== undefined) return rule.expires;
  if (!('stamp' in effect)) return expires[effect.unit];
  return stampCards.find(({ id }) => id === effect.stamp)?.expires ?? 'never';
}

/** What is given for all that came together does not wait for the payment of the last purchase of it. */
function pendingFor(program: Program, rule: Rule, effect: Effect): PendingOf {
  const own = compilePending(program, rule, effect);
  if (rule.on !== 'reached') return own;
  return (amount, setting) => own(amount, { ...setting, purchase: undefined });
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
