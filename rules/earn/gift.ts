import type { Program } from '../program.ts';
import type { Expiry } from '../program/expiry.ts';
import type { GiftEffect } from '../program/gifts.ts';
import type { Label } from '../program/words.ts';

/** A thing that is given, as its program describes it. */
export interface Gift {
  readonly kind: 'reward' | 'voucher' | 'gift_card' | 'ticket';
  /** The id of the reward or the draw. */
  readonly what?: string;
  /** What people call it; a gift card has no name. */
  readonly name?: Label;
  /** Rial: what a voucher takes off, or what is on a gift card. */
  readonly amount?: number;
  /** What a voucher takes off, with up to two decimals. */
  readonly percent?: number;
}

/** More of one thing than this is not given at once: a slip of the keyboard shall not print a thousand vouchers. */
export const giftsMax = 100;

/** What an effect gives. */
export function giftOf(effect: GiftEffect, { rewards, draws }: Pick<Program, 'rewards' | 'draws'>): Gift {
  if ('giftCard' in effect) return { kind: 'gift_card', amount: effect.giftCard };
  if ('ticket' in effect) return { kind: 'ticket', ...named(effect.ticket, draws) };
  if ('reward' in effect) return { kind: 'reward', ...named(effect.reward, rewards) };
  const { name, amount, percent } = effect.voucher;
  return amount === undefined
    ? { kind: 'voucher', name, percent: percent ?? 0 }
    : { kind: 'voucher', name, amount };
}

function named(id: string, list: readonly { readonly id: string; readonly name: Label }[]) {
  return { what: id, name: list.find((one) => one.id === id)?.name ?? id };
}

/** Until when it can be used. */
export function giftExpiry(effect: GiftEffect): Expiry {
  return ('expires' in effect ? effect.expires : undefined) ?? 'never';
}
