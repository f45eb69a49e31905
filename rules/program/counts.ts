import { z } from 'zod';
import { products } from './products.ts';

const fields = {
  of: z
    .enum(['paid', 'sold'])
    .describe(
      '`paid`: only as far as it was paid in a way that earns (see `payments`); `sold`: however it was paid.',
    ),
  discount: z.enum(['after', 'before']).describe('After what was taken off the price, or before.'),
  tax: z.enum(['with', 'without']).describe('With the tax in it, or without.'),
  products,
};

/** What is counted in a purchase, where a rule says nothing else. */
export const counts = z
  .strictObject({
    of: fields.of.default('paid'),
    discount: fields.discount.default('after'),
    tax: fields.tax.default('with'),
    products: fields.products.default({ except: { groups: ['delivery', 'gift-card'] } }),
  })
  .prefault({})
  .describe(
    'What is counted in a purchase. Without more words: what was paid, but for delivery and gift cards sold.',
  );
export type Counts = z.infer<typeof counts>;

/** Where one rule counts something else. */
export const ruleCounts = z
  .strictObject(fields)
  .partial()
  .describe('What this rule counts, where that is not what the program counts.');
export type RuleCounts = z.infer<typeof ruleCounts>;
