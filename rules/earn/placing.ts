import { expiryOf } from '../expiry.ts';
import type { Program } from '../program.ts';
import type { TierEffect } from '../program/tier-effect.ts';
import type { Label } from '../program/words.ts';
import { isHeld } from '../tiers/floors.ts';
import type { Expiry } from '../program/expiry.ts';
import type { Offer, Offering } from './effect.ts';

/** A tier that a member is put in, as its program describes it. */
export interface Placing {
  /** Its id. */
  readonly tier: string;
  readonly name: Label;
}

export function placingOf({ tier }: TierEffect, { tiers }: Pick<Program, 'tiers'>): Placing {
  return { tier, name: tiers?.steps.find(({ id }) => id === tier)?.name ?? tier };
}

/** Until when she does not fall below it. */
export function placingExpiry({ expires = 'never' }: TierEffect): Expiry {
  return expires;
}

/** A tier, unless nothing is counted of the purchase or she has been given one as high for as long. */
export function offerTier(effect: TierEffect, { timeZone, calendar }: Program): Offering {
  const { tier } = effect;
  const expires = placingExpiry(effect);
  const era = { timeZone, calendar };
  return ({ purchase, base, member, moment: { at } }) => {
    if (purchase !== undefined && base.amount === 0) return noTier;
    const until = expiryOf(expires, { earnedAt: at, activeAt: at }, era);
    const own = member.tier;
    return own?.floors && isHeld(own.ladder, own.floors, { tier, until }) ? heldTier : oneTier;
  };
}

const oneTier: Offer = { kind: 'gives', value: 1, why: { kind: 'placed' } };
const noTier: Offer = { kind: 'nothing', why: { kind: 'base-empty' } };
const heldTier: Offer = { kind: 'nothing', why: { kind: 'tier-held' } };
