import { addDays, addMonths, dayOf, startOfDayAt } from './calendar.ts';
import type { Program, Rule, RuleOn, Unit } from './program.ts';

/** How a payment was made. What is paid with the club's own points, credit or gift cards earns nothing. */
export const paymentKinds = [
  'cash',
  'card',
  'cheque',
  'on_account',
  'points',
  'credit',
  'gift_card',
  'other',
] as const;
export type PaymentKind = (typeof paymentKinds)[number];

const notEarning: ReadonlySet<PaymentKind> = new Set(['points', 'credit', 'gift_card']);

/** A purchase as the rules see it; amounts in rial. */
export interface PurchaseFacts {
  readonly amount: number;
  readonly payments: readonly { readonly kind: PaymentKind; readonly amount: number }[];
  readonly occurredAt: number;
}

/** Why a rule gave what it gave, or gave nothing; amounts in rial, `give` in the unit. */
export type Why =
  | {
      readonly kind: 'per-amount';
      readonly base: number;
      readonly per: number;
      readonly give: number;
      readonly unit: Unit;
      readonly cut: number;
    }
  | { readonly kind: 'percent'; readonly base: number; readonly percent: number }
  | { readonly kind: 'fixed'; readonly amount: number; readonly unit: Unit }
  | { readonly kind: 'below-minimum'; readonly needs: number; readonly was: number }
  | { readonly kind: 'below-step'; readonly per: number; readonly was: number }
  | { readonly kind: 'base-empty' };

/** What one rule decided: `amount` is 0 where it gave nothing, and `why` says so. */
export interface Award {
  readonly rule: string;
  /** The rule's name as the shop wrote it, for people. */
  readonly name: string;
  readonly unit: Unit;
  readonly amount: number;
  readonly why: Why;
  /** The first moment at which it can no longer be spent; `null` for never. */
  readonly expiresAt: number | null;
}

/**
 * What a purchase earns: one award for each purchase rule in the program's order, those that gave nothing
 * included. Whole numbers only; rounding is always down, once per rule.
 */
export function earnFromPurchase(program: Program, facts: PurchaseFacts): Award[] {
  const base = earningBase(facts);
  return rulesOn(program, 'purchase').map((rule) => {
    const [amount, why] = decide(rule, base);
    return award(program, rule, { amount, why, at: facts.occurredAt });
  });
}

/** What joining or a birthday gives: one award for each rule of that trigger, at the moment `at`. */
export function earnFromOccasion(program: Program, trigger: 'joining' | 'birthday', at: number): Award[] {
  return rulesOn(program, trigger).map((rule) => {
    const { fixed, unit } = rule.give;
    return award(program, rule, { amount: fixed, why: { kind: 'fixed', amount: fixed, unit }, at });
  });
}

/** The part of a purchase that earns: all of it but what was paid with points, credit or gift cards. */
function earningBase({ amount, payments }: PurchaseFacts): number {
  return payments.reduce((base, part) => (notEarning.has(part.kind) ? base - part.amount : base), amount);
}

function rulesOn<Trigger extends Rule['on']>(program: Program, trigger: Trigger): RuleOn<Trigger>[] {
  return program.rules.filter((rule): rule is RuleOn<Trigger> => rule.on === trigger);
}

function decide(rule: RuleOn<'purchase'>, base: number): [amount: number, why: Why] {
  const { give } = rule;
  if (base <= 0) return [0, { kind: 'base-empty' }];
  if (rule.amountMin !== undefined && base < rule.amountMin) {
    return [0, { kind: 'below-minimum', needs: rule.amountMin, was: base }];
  }
  if ('fixed' in give) return [give.fixed, { kind: 'fixed', amount: give.fixed, unit: give.unit }];
  if ('percent' in give) {
    return [Math.floor((base * give.percent) / 100), { kind: 'percent', base, percent: give.percent }];
  }
  const steps = Math.floor(base / give.per);
  if (steps === 0) return [0, { kind: 'below-step', per: give.per, was: base }];
  const why = { kind: 'per-amount', base, per: give.per, give: give.give, unit: give.unit } as const;
  return [steps * give.give, { ...why, cut: base % give.per }];
}

interface Decided {
  readonly amount: number;
  readonly why: Why;
  readonly at: number;
}

function award(program: Program, rule: Rule, { amount, why, at }: Decided): Award {
  const expiresAt = expiryOf(program, rule, at);
  return { rule: rule.id, name: rule.name, unit: rule.give.unit, amount, why, expiresAt };
}

/** The end of the day that lies the rule's number of months after `at`, in the program's calendar and zone. */
function expiryOf({ timeZone, calendar }: Program, rule: Rule, at: number): number | null {
  if (!rule.expires) return null;
  const last = addMonths(dayOf(at, timeZone), rule.expires.afterMonths, calendar);
  return startOfDayAt(addDays(last, 1), timeZone);
}
