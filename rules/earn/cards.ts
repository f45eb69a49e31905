import { expiryOf, fadingOf } from '../expiry.ts';
import type { Era } from '../periods.ts';
import type { Expiry } from '../program/expiry.ts';
import { isGift } from '../program/effect.ts';
import type { StampCard } from '../program/stamps.ts';
import { amountMax } from '../program/words.ts';
import type { CompiledProgram } from './compile.ts';
import { charityOf } from './charity.ts';
import { giftExpiry, giftOf, giftsMax } from './gift.ts';
import type { Award } from './award.ts';
import type { Setting } from './setting.ts';

/** What became of a member's stamp card. */
export interface StampedCard {
  readonly card: string;
  /** The stamps that fill it. */
  readonly size: number;
  readonly gained: number;
  /** How often it was filled, and so emptied. */
  readonly full: number;
  /** The stamps on it now; below its size. */
  readonly left: number;
}

/** The cards that were stamped by these awards, in the program's order. */
export function stampedCards(
  { program: { stampCards } }: CompiledProgram,
  awards: readonly Award[],
  { member }: Setting,
): StampedCard[] {
  const stamped: StampedCard[] = [];
  for (const { id, stamps: size } of stampCards) {
    let gained = 0;
    for (const award of awards) if (award.card === id) gained += award.amount;
    if (gained === 0) continue;
    const all = (member.stamps?.[id] ?? 0) + gained;
    const left = all % size;
    stamped.push({ card: id, size, gained, full: (all - left) / size, left });
  }
  return stamped;
}

/** What became of cards by one thing and then by another. */
export function joined(first: readonly StampedCard[], then: readonly StampedCard[]): readonly StampedCard[] {
  if (first.length === 0) return then;
  if (then.length === 0) return first;
  const cards = new Map(first.map((one) => [one.card, one]));
  for (const one of then) {
    const { gained = 0, full = 0 } = cards.get(one.card) ?? {};
    cards.set(one.card, { ...one, gained: gained + one.gained, full: full + one.full });
  }
  return [...cards.values()];
}

type Lasting = Pick<Award, 'expiresAt' | 'fading'>;

const forEver: Lasting = { expiresAt: null };

/** Only a memory of work done: what a program gives on one day, or at one moment, mostly ends alike. */
const lastEnds = new WeakMap<Exclude<Expiry, 'never'>, { when: string | number; era: Era; ends: Lasting }>();

/** Until when what is given now can be spent, and what takes from it until then. */
export function lasting({ era }: CompiledProgram, expiry: Expiry, { moment }: Setting): Lasting {
  if (expiry === 'never') return forEver;
  const { at, day } = moment;
  const when = goesByDay(expiry) ? day : at;
  const last = lastEnds.get(expiry);
  if (last?.when === when && last.era === era) return last.ends;
  const given = { earnedAt: at, activeAt: at };
  const fading = fadingOf(expiry, given, era);
  const expiresAt = expiryOf(expiry, given, era);
  const ends = fading ? { expiresAt, fading } : { expiresAt };
  lastEnds.set(expiry, { when, era, ends });
  return ends;
}

function goesByDay({ after, steps, inactive, to }: Exclude<Expiry, 'never'>): boolean {
  return to !== 'instant' && after?.hours === undefined && steps === undefined && inactive === undefined;
}

/** What full cards give: each time they are full. */
export function giftsOf(
  compiled: CompiledProgram,
  stamped: readonly StampedCard[],
  setting: Setting,
): Award[] {
  const { stampCards } = compiled.program;
  return stamped.flatMap(({ card: id, full }) => {
    const card = stampCards.find((one) => one.id === id);
    return full === 0 || card === undefined ? [] : giftsOfCard(compiled, { card, full, setting });
  });
}

interface Full {
  readonly card: StampCard;
  readonly full: number;
  readonly setting: Setting;
}

function giftsOfCard(compiled: CompiledProgram, { card, full, setting }: Full): Award[] {
  const { program } = compiled;
  const { id: rule, name, stamps } = card;
  const why = { kind: 'card-full', stamps, times: full } as const;
  return card.gives.flatMap((effect) => {
    if (isGift(effect)) {
      const gift = giftOf(effect, program);
      const lasts = lasting(compiled, giftExpiry(effect), setting);
      return { rule, name, unit: 'gifts', gift, why, ...atMost(full), ...lasts } as const;
    }
    // A card that would give anything else has a fault, and is in no program.
    if (!('fixed' in effect) || 'stamp' in effect) return [];
    const amount = Math.min(effect.fixed * full, amountMax);
    if ('charity' in effect) {
      const charity = charityOf(program, effect.charity);
      return { rule, name, unit: 'charity', charity, amount, why, expiresAt: null };
    }
    const { unit } = effect;
    return { rule, name, unit, amount, why, ...lasting(compiled, program.expires[unit], setting) };
  });
}

/** As many things as the card was filled, within reason; what that cuts off is told. */
function atMost(full: number): Pick<Award, 'amount' | 'change'> {
  if (full <= giftsMax) return { amount: full };
  const limit = { of: 'purchase', each: 'ever', amount: giftsMax } as const;
  return { amount: giftsMax, change: { multiplied: [], cut: { limit, wanted: full } } };
}
