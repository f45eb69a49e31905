import { z } from 'zod';
import { percent } from './words.ts';

/** How a payment was made. */
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
export const paymentKind = z.enum(paymentKinds);

const terms = z.strictObject({
  earns: z.boolean().describe('Whether what is paid so earns anything.'),
  percent: percent.optional().describe('How much of it counts; all of it when not given.'),
});

const laterTerms = terms.extend({
  when: z
    .enum(['sale', 'paid'])
    .default('paid')
    .describe(
      '`paid`: points and credit that it earns wait until it is paid, part by part; `sale`: they are given at the sale. Stamps, things, shares to charities, and tiers by what is `spent`, are given at the sale in any case.',
    ),
});
export type PaymentTerms = z.infer<typeof terms> & { readonly when?: 'sale' | 'paid' };

/** Whether a payment is promised at the sale and made later. */
export function isPaidLater(kind: string): boolean {
  return kind === 'cheque' || kind === 'on_account';
}

const earning = (what: string) => terms.default({ earns: true }).describe(what);
const earningLater = (what: string) => laterTerms.default({ earns: true, when: 'paid' }).describe(what);
const notEarning = (what: string) => terms.default({ earns: false }).describe(what);

/** How each kind of payment earns. */
export const payments = z
  .strictObject({
    cash: earning('Cash.'),
    card: earning('A bank card.'),
    cheque: earningLater('A cheque.'),
    on_account: earningLater('On account, to be paid later.'),
    points: notEarning('Points of the club.'),
    credit: notEarning('Credit of the club.'),
    gift_card: notEarning('A gift card.'),
    other: earning('Any other way.'),
  })
  .prefault({})
  .describe(
    'Whether, how much and when each kind of payment earns. Without more words, points and credit of what is on account or by cheque wait until it is paid. What is paid with points, credit or gift cards earns nothing unless it is said here.',
  );
