import { z } from 'zod';
import { ruleCounts } from './counts.ts';
import { giftForms } from './gifts.ts';
import { messageForm } from './message.ts';
import type { MessageEffect } from './message.ts';
import type { GiftEffect } from './gifts.ts';
import { amount, code, factor, money, oneOf, percent, unit } from './words.ts';
import { charityFixed, charityPerAmount, charityShare } from './charity.ts';
import { tierForm } from './tier-effect.ts';
import type { TierEffect } from './tier-effect.ts';
import { stampFixed, stampPerPiece } from './stamp.ts';
import type { Countable } from './words.ts';

const of = ruleCounts.optional();

const fixed = z
  .strictObject({ unit, fixed: amount.describe('So much, whatever is counted.') })
  .describe('A fixed gift.');

const perAmount = z
  .strictObject({
    unit,
    give: amount.describe('So much for each step.'),
    per: money.describe('How long a step is, in rial.'),
    startedStep: z.boolean().default(false).describe('Whether a step that was only begun counts as well.'),
    partStep: z
      .boolean()
      .optional()
      .describe('Whether a part of a step gives its part, rounded; else only full steps give anything.'),
    carry: z
      .boolean()
      .default(false)
      .describe('What is left over after the last full step counts at her next purchase.'),
    of,
  })
  .refine(({ give, per }) => give <= per, 'gives more than one for each rial; is "per" in rial?')
  .refine(
    ({ startedStep, carry }) => !(startedStep && carry),
    'leaves nothing to carry where started steps count',
  )
  .refine(
    ({ startedStep, partStep }) => !(startedStep && partStep),
    'counts a step that was begun both in full and by its part: keep startedStep or partStep',
  )
  .describe('So much for each so many rial.');

const share = z
  .strictObject({ unit, percent, of })
  .describe('A share of the amount: as credit, or in points by what one is worth (see `units`).');

const perPiece = z
  .strictObject({ unit, perPiece: amount.describe('So much for each piece.'), of })
  .describe('So much for each piece of the lines that count. A purchase without lines has no pieces.');

const from = z.int().min(0).max(1_000_000_000_000).describe('From this amount on, in rial.');
const row = z.union(
  [z.strictObject({ from, give: amount.describe('So much.') }), z.strictObject({ from, percent })],
  {
    error: oneOf('write a row as {"from": 1000000, "give": 5} or {"from": 1000000, "percent": 2}'),
  },
);
const table = z
  .strictObject({
    unit,
    table: z
      .array(row)
      .min(1)
      .max(100)
      .refine(
        (rows) => rows.every((row, index) => index === 0 || row.from > (rows[index - 1]?.from ?? 0)),
        'has rows that do not go up: each must begin above the one before',
      )
      .describe('Rows from the lowest amount to the highest.'),
    of,
  })
  .describe('By a table of amounts: the last row that is reached decides.');

const roundUp = z
  .strictObject({ unit, roundUpTo: amount.describe('Her balance becomes the next full multiple of this.') })
  .describe('What is missing in her balance to a round number.');

const multiply = z
  .strictObject({
    multiply: factor,
    unit: unit.optional().describe('Only what is given in this unit.'),
    rules: z.array(code).min(1).max(500).optional().describe('Only what these rules before it give.'),
  })
  .describe('Multiplies points and credit that rules before it give: those after it are not touched.');

const purchaseForms = [
  fixed,
  perAmount,
  share,
  perPiece,
  table,
  roundUp,
  multiply,
  stampFixed,
  stampPerPiece,
  charityFixed,
  charityPerAmount,
  charityShare,
  ...giftForms,
  messageForm,
  tierForm,
] as const;
const purchaseWords = {
  error: oneOf(
    'does not say what: write one of fixed, give and per, percent, perPiece, table, roundUpTo, multiply, stamp, charity, reward, voucher, giftCard, ticket, tier or message',
  ),
};
const occasionForms = [
  fixed,
  roundUp,
  stampFixed,
  charityFixed,
  ...giftForms,
  messageForm,
  tierForm,
] as const;
/** How what can be given without a purchase is written. */
export const withoutPurchase =
  'write fixed, roundUpTo, stamp, charity, reward, voucher, giftCard, ticket, tier or message';
const occasionWords = {
  error: oneOf(`does not say what: without a purchase, ${withoutPurchase}`),
};

/** One thing that a rule gives. */
export type Effect = z.infer<(typeof purchaseForms)[number]>;
export type Multiply = z.infer<typeof multiply>;

/** What a rule gives by what was bought: one thing, or a list of them. */
export const givesOnPurchase = z
  .union([...purchaseForms, listOf(z.union(purchaseForms, purchaseWords))], purchaseWords)
  .transform(asList);

/** What a rule gives without a purchase. */
export const givesOnOccasion = z
  .union([...occasionForms, listOf(z.union(occasionForms, occasionWords))], occasionWords)
  .transform(asList);

function listOf<T extends z.ZodType>(effect: T) {
  return z.array(effect).min(1).max(10).describe('Several things at once.');
}

function asList(give: Effect | Effect[]): readonly Effect[] {
  return Array.isArray(give) ? give : [give];
}

/** Whether it gives a thing, not so and so much of something. */
export function isGift(effect: Effect): effect is GiftEffect {
  return 'reward' in effect || 'voucher' in effect || 'giftCard' in effect || 'ticket' in effect;
}

export function isPlacing(effect: Effect): effect is TierEffect {
  return 'tier' in effect;
}

export function isMessage(effect: Effect): effect is MessageEffect {
  return 'message' in effect;
}

/** Whether it can be given without a purchase, as the forms for that say. */
export function needsNoPurchase(effect: Effect): boolean {
  if (isGift(effect) || isMessage(effect) || isPlacing(effect)) return true;
  return 'fixed' in effect || 'roundUpTo' in effect;
}

/** What is given so and so much of, not one by one. */
export type Measured = Exclude<Countable, 'gifts' | 'messages' | 'tiers'>;

/** What an effect gives so and so much of; `undefined` where it gives things, or nothing of its own. */
export function countableOf(effect: Effect): Measured | undefined {
  if (isGift(effect) || isMessage(effect) || isPlacing(effect)) return undefined;
  if ('stamp' in effect) return 'stamps';
  if ('charity' in effect) return 'charity';
  return 'multiply' in effect ? undefined : effect.unit;
}

/** What some effects give so and so much of, each once. */
export function countablesOf(give: readonly Effect[]): Measured[] {
  return [...new Set(give.flatMap((effect) => countableOf(effect) ?? []))];
}
