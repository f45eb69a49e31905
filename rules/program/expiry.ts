import { z } from 'zod';
import { oneOf, span, yearlyDate } from './words.ts';

/** Until when what was given can be spent. */
export const expiry = z
  .union(
    [
      z.literal('never'),
      z.strictObject({
        after: span,
        to: z
          .enum(['instant', 'day', 'month', 'season', 'year'])
          .default('day')
          .describe('To the very instant, or to the end of that day, month, season or year.'),
      }),
      z.strictObject({
        on: z
          .array(yearlyDate)
          .min(1)
          .max(12)
          .describe('The last day it can be spent is the next one of these.'),
      }),
    ],
    { error: oneOf('write "never", {"after": {"months": 12}} or {"on": ["12-29"]}') },
  )
  .describe('Until when it can be spent; a length of time, days of every year, or never.');
export type Expiry = z.infer<typeof expiry>;
