import type { Program } from '../program.ts';
import { countableOf, isGift, isMessage, isPlacing } from '../program/effect.ts';
import type { Effect, Multiply } from '../program/effect.ts';
import type { Expiry } from '../program/expiry.ts';
import type { GiftEffect } from '../program/gifts.ts';
import type { Limit } from '../program/limit.ts';
import type { MessageEffect } from '../program/message.ts';
import type { Rule } from '../program/rule.ts';
import type { TierEffect } from '../program/tier-effect.ts';
import { isUnit } from '../program/words.ts';
import type { Countable, Unit } from '../program/words.ts';
import type { Charity } from './award.ts';
import type { Base } from './base.ts';
import { charityOf } from './charity.ts';
import { compileEffect, offerGift, ownBase } from './effect.ts';
import type { Offer, Offering } from './effect.ts';
import { amountSubject } from './facts.ts';
import { giftExpiry, giftOf } from './gift.ts';
import type { Gift } from './gift.ts';
import { isOfAmount } from './limits.ts';
import { messageOf, offerMessage } from './message.ts';
import type { Message } from './message.ts';
import { compilePending } from './pending.ts';
import type { PendingOf } from './pending.ts';
import { offerTier, placingExpiry, placingOf } from './placing.ts';
import type { Placing } from './placing.ts';
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

/** Makes one effect of a rule ready. Things, tiers and texts are counted by how often the rule gives alone. */
export function actOf(program: Program, rule: Rule, effect: Effect): Act {
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
