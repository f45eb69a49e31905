import { z } from 'zod';
import { amount, period } from './words.ts';

/** How often or how much a rule gives at most. */
export const limit = z
  .strictObject({
    of: z
      .enum(['member', 'purchase', 'rule'])
      .default('member')
      .describe('To one member, for one purchase, or to all members together (the budget of the rule).'),
    each: period
      .default('ever')
      .describe('In each day, week, month, season or year of the calendar, or ever.'),
    times: z.int().min(1).max(1_000_000_000).optional().describe('So often.'),
    amount: amount.optional().describe('So much, in the unit of the rule.'),
    unit: z
      .enum(['points', 'credit', 'stamps', 'charity'])
      .optional()
      .describe('Of what the amount is, where the rule gives several.'),
  })
  .refine(
    ({ times, amount: most }) => (times === undefined) !== (most === undefined),
    'needs one of times or amount',
  )
  .refine(
    ({ times, unit: of }) => times === undefined || of === undefined,
    'counts how often the whole rule gives: leave the unit out',
  )
  .refine(
    ({ of, each, times }) => of !== 'purchase' || (each === 'ever' && times === undefined),
    'of one purchase can only limit the amount: a rule gives once a purchase, and a purchase is in one period',
  );
export type Limit = z.infer<typeof limit>;
