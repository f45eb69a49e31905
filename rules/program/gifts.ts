import { z } from 'zod';
import { expiry } from './expiry.ts';
import { code, label, money, percent } from './words.ts';

const expires = expiry
  .refine(
    (said) => said === 'never' || (said.steps === undefined && said.inactive === undefined),
    'a gift is whole until it ends: say when, with after or on',
  )
  .describe('Until when it can be used; for ever where nothing is said.')
  .meta({ id: 'gift-expiry' })
  .optional();

/** A reward of the program, for nothing. */
const rewardGift = z
  .strictObject({ reward: code.describe('The reward, by its id in `rewards`.'), expires })
  .describe('A reward, without its points.')
  .meta({ id: 'reward-gift' });

const voucherGift = z
  .strictObject({
    voucher: z
      .strictObject({
        name: label,
        amount: money.optional().describe('Rial off.'),
        percent: percent.optional().describe('Percent off, with up to two decimals.'),
      })
      .refine(
        ({ amount, percent: share }) => (amount === undefined) !== (share === undefined),
        'needs one of amount or percent',
      )
      .describe('What it is called, and what it takes off a purchase.'),
    expires,
  })
  .describe('A voucher: a code for a purchase that costs less.')
  .meta({ id: 'voucher-gift' });

const giftCardGift = z
  .strictObject({ giftCard: money.describe('What is on it, in rial.'), expires })
  .describe('A gift card.')
  .meta({ id: 'gift-card-gift' });

const ticketGift = z
  .strictObject({ ticket: code.describe('The draw, by its id in `draws`.') })
  .describe('A ticket of a draw, with a number of its own.')
  .meta({ id: 'ticket-gift' });

/** Things that are given one by one, each with a code. */
export const giftForms = [rewardGift, voucherGift, giftCardGift, ticketGift] as const;
export type GiftEffect = z.infer<(typeof giftForms)[number]>;

const draw = z.strictObject({ id: code, name: label });

export const draws = z
  .array(draw)
  .max(50)
  .default([])
  .describe('Draws: rules give tickets of them. When one is held is the business of the shop.');
export type Draw = z.infer<typeof draw>;
