import type { Effect } from '../program/effect.ts';
import type { PaymentKind, PaymentTerms } from '../program/payments.ts';
import type { Counts, RuleCounts } from '../program/counts.ts';
import type { GiftEffect } from '../program/gifts.ts';
import type { MessageEffect } from '../program/message.ts';
import type { TierEffect } from '../program/tier-effect.ts';
import type { Units } from '../program/units.ts';
import type { Countable, Unit } from '../program/words.ts';
import { compileBase, namesKinds } from './base.ts';
import type { Base, BaseOf } from './base.ts';
import { hundredths, partOf, percentOf } from './exact.ts';
import type { Exact } from './exact.ts';
import { amountSubject, noTally } from './facts.ts';
import type { PurchaseFacts } from './facts.ts';
import type { Setting } from './setting.ts';
import type { Given, NotGiven } from './why.ts';

/** What a rule would give before other rules and limits have their say. */
export type Offer =
  | { readonly kind: 'gives'; readonly value: Exact; readonly why: Given; readonly carried?: number }
  | { readonly kind: 'nothing'; readonly why: NotGiven; readonly carried?: number }
  /** What it comes to is known when all before it is. */
  | { readonly kind: 'later'; readonly why: Given; readonly carried?: number };

export type Offering = (setting: Setting) => Offer;

interface Counting {
  readonly counts: Counts;
  readonly payments: Readonly<Record<PaymentKind, PaymentTerms>>;
  readonly units: Units;
}

type Plain = Exclude<
  Effect,
  { multiply: number } | { roundUpTo: number } | GiftEffect | MessageEffect | TierEffect
>;

/** Makes the function that works out what an effect comes to by itself. `carried` is by how much what is carried changes. */
export function compileEffect(ruleId: string, give: Plain, program: Counting): Offering {
  const offering = compileAmount(ruleId, give, program);
  const of = 'of' in give ? give.of : undefined;
  if (!namesKinds(of?.products ?? program.counts.products)) return offering;
  const baseOf = ownBase(of, program);
  return (setting) => {
    const offer = offering(setting);
    const isEmpty = offer.why.kind === 'base-empty' && setting.purchase !== undefined;
    // A line is a piece at least.
    return isEmpty && baseOf(setting).pieces === 0 ? notBought : offer;
  };
}

const notBought: Offer = { kind: 'nothing', why: { kind: 'no-product' } };

function compileAmount(ruleId: string, give: Plain, program: Counting): Offering {
  if ('fixed' in give) {
    const why: Given = { kind: 'fixed', amount: give.fixed, unit: unitOf(give) };
    const offer: Offer = { kind: 'gives', value: give.fixed, why };
    const empty: Offer = { kind: 'nothing', why: { kind: 'base-empty' } };
    return ({ purchase, base }) => (purchase !== undefined && base.amount === 0 ? empty : offer);
  }
  const baseOf = ownBase(give.of, program);
  if ('perPiece' in give) return (setting) => perPiece(give, baseOf(setting));
  const amountOf: (setting: Setting) => number = (setting) => baseOf(setting).amount;
  if ('charity' in give) return forCharity(give, amountOf);
  const worth = give.unit === 'points' ? worthOf(program.units) : undefined;
  if ('percent' in give) return (setting) => share(amountOf(setting), give.percent, worth);
  if ('table' in give) return (setting) => byTable(give, amountOf(setting), worth);
  if (!give.carry) {
    if (give.partStep) return (setting) => perPart(give, amountOf(setting));
    return (setting) => perAmount(give, amountOf(setting));
  }
  const subject = amountSubject(ruleId, give.unit);
  const step = give.partStep ? smallestStep(give) : undefined;
  const { per, give: gives, unit } = give;
  const steps: CarriedSteps = { per, give: gives, unit, step };
  return (setting) =>
    carrying(steps, amountOf(setting), (setting.member.tally('member', subject, 'ever') ?? noTally).carried);
}

const unitOf = (give: Plain): Countable =>
  'stamp' in give ? 'stamps' : 'charity' in give ? 'charity' : give.unit;

/** Rial for a charity: what is left over after the last full step is nobody's. */
function forCharity(
  give: Exclude<Extract<Plain, { charity: string }>, { fixed: number }>,
  amountOf: (setting: Setting) => number,
): Offering {
  const unit = 'charity' as const;
  if ('per' in give) {
    const terms = { per: give.per, give: give.give, unit, startedStep: false };
    return (setting) => perAmount(terms, amountOf(setting));
  }
  const { percent } = give;
  return (setting) => {
    const base = amountOf(setting);
    if (base === 0) return nothing({ kind: 'base-empty' });
    return { kind: 'gives', value: percentOf(base, percent), why: { kind: 'percent', base, percent, unit } };
  };
}

/** A thing, unless nothing is counted of the purchase. */
export const offerGift: Offering = ({ purchase, base }) =>
  purchase !== undefined && base.amount === 0 ? noGift : oneGift;

const oneGift: Offer = { kind: 'gives', value: 1, why: { kind: 'gift' } };
const noGift: Offer = { kind: 'nothing', why: { kind: 'base-empty' } };

/** What an effect counts of what happened. */
export function ownBase(of: RuleCounts | undefined, counting: Counting): (setting: Setting) => Base {
  if (of === undefined) return ({ base }) => base;
  const baseOf = sharedBase(of, counting);
  return ({ purchase, base }) => (purchase ? baseOf(purchase) : base);
}

/** Many rules of a program count the same of a purchase, which is then worked out once for all of them. */
const shared = new WeakMap<Counting['counts'], Map<string, BaseOf>>();

function sharedBase(of: RuleCounts, { counts, payments }: Counting): BaseOf {
  let ofProgram = shared.get(counts);
  if (ofProgram === undefined) shared.set(counts, (ofProgram = new Map<string, BaseOf>()));
  const key = JSON.stringify([of, payments]);
  let baseOf = ofProgram.get(key);
  if (baseOf === undefined) ofProgram.set(key, (baseOf = lastKept(compileBase(counts, payments, of))));
  return baseOf;
}

/** Remembers the last purchase: rules ask about one after the other, not about all purchases in turn. */
function lastKept(baseOf: BaseOf): BaseOf {
  let last: PurchaseFacts | undefined;
  let base: Base = { amount: 0, pieces: 0 };
  return (purchase) => {
    if (purchase !== last) {
      base = baseOf(purchase);
      last = purchase;
    }
    return base;
  };
}

const nothing = (why: NotGiven): Offer => ({ kind: 'nothing', why });

function perPiece(effect: Extract<Plain, { perPiece: number }>, { amount, pieces }: Base): Offer {
  const give = effect.perPiece;
  const unit = 'stamp' in effect ? 'stamps' : effect.unit;
  if (amount === 0) return nothing({ kind: 'base-empty' });
  if (pieces === 0) return nothing({ kind: 'no-pieces' });
  return { kind: 'gives', value: give * pieces, why: { kind: 'per-piece', pieces, give, unit } };
}

/** What a point is worth in rial, and how many smallest parts it has. */
interface Worth {
  readonly worth: number;
  readonly parts: number;
}

function worthOf({ points: { worth, decimals } }: Units): Worth | undefined {
  return worth === undefined ? undefined : { worth, parts: 10 ** decimals };
}

function shareOf(base: number, percent: number, worth: Worth | undefined): Exact {
  if (worth === undefined) return percentOf(base, percent);
  return partOf(base, hundredths(percent) * worth.parts, 10_000 * worth.worth);
}

/** `worth` is `undefined` for credit. */
function share(base: number, percent: number, worth: Worth | undefined): Offer {
  if (base === 0) return nothing({ kind: 'base-empty' });
  const why: Given =
    worth === undefined
      ? { kind: 'percent', base, percent }
      : { kind: 'percent', base, percent, worth: worth.worth };
  return { kind: 'gives', value: shareOf(base, percent, worth), why };
}

function byTable(
  { table, unit }: Extract<Plain, { table: unknown }>,
  base: number,
  worth: Worth | undefined,
): Offer {
  if (base === 0) return nothing({ kind: 'base-empty' });
  const row = table.findLast(({ from }) => base >= from);
  if (row === undefined) return nothing({ kind: 'below-table', from: table[0]?.from ?? 0, was: base });
  const { from } = row;
  if ('percent' in row) {
    const { percent } = row;
    const why = { kind: 'table-percent', base, from, percent } as const;
    const value = shareOf(base, percent, worth);
    return { kind: 'gives', value, why: worth === undefined ? why : { ...why, worth: worth.worth } };
  }
  return { kind: 'gives', value: row.give, why: { kind: 'table', base, from, give: row.give, unit } };
}

interface Steps {
  readonly per: number;
  readonly give: number;
  readonly unit: Unit | 'charity';
  readonly startedStep: boolean;
}

function perAmount({ per, give, unit, startedStep }: Steps, base: number): Offer {
  if (base === 0) return nothing({ kind: 'base-empty' });
  const cut = base % per;
  const full = (base - cut) / per;
  const steps = startedStep && cut > 0 ? full + 1 : full;
  if (steps === 0) return nothing({ kind: 'below-step', per, was: base });
  const why = { kind: 'per-amount', base, per, give, unit, cut: startedStep ? 0 : cut } as const;
  return { kind: 'gives', value: steps * give, why };
}

/** A part of a step gives its part, which is rounded later. */
function perPart({ per, give, unit }: Pick<Steps, 'per' | 'give' | 'unit'>, base: number): Offer {
  if (base === 0) return nothing({ kind: 'base-empty' });
  return {
    kind: 'gives',
    value: partOf(base, give, per),
    why: { kind: 'per-amount', base, per, give, unit },
  };
}

interface Step {
  readonly per: number;
  readonly give: number;
}

/** The shortest step that gives a whole amount at the same rate. */
function smallestStep({ per, give }: Step): Step {
  let [large, small] = [per, give];
  while (small > 0) [large, small] = [small, large % small];
  return { per: per / large, give: give / large };
}

/** What is carried is below the step that counts: `step`, or that of the rule. */
interface CarriedSteps extends Pick<Steps, 'per' | 'give' | 'unit'> {
  readonly step: Step | undefined;
}

/** What is owed to the rule since an undoing (`before` below zero) is made up for first. */
function carrying({ per, give, unit, step }: CarriedSteps, base: number, before: number): Offer {
  if (base === 0) return nothing({ kind: 'base-empty' });
  const each = step ?? { per, give };
  const sum = base + before;
  const steps = Math.max(0, Math.floor(sum / each.per));
  const after = sum - steps * each.per;
  const change = after - before;
  const carried = step ? { before, after, step } : { before, after };
  if (steps === 0) {
    const filling = { before, after, step: each };
    return {
      ...nothing({ kind: 'below-step', per: each.per, was: base, carried: filling }),
      carried: change,
    };
  }
  const why: Given = step
    ? { kind: 'per-amount', base, per, give, unit, carried }
    : { kind: 'per-amount', base, per, give, unit, cut: 0, carried };
  return { kind: 'gives', value: steps * each.give, why, carried: change };
}
