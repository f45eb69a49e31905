import { z } from 'zod';
import { amountMax, oneOf } from './words.ts';

/** What a rule says that gives when enough has been spent, or she has bought or come often enough. */

const count = z
  .enum(['spent', 'paid', 'purchases', 'visits'])
  .describe(
    '`spent`: what is counted of her purchases, in rial; `paid`: the same, but what was on account or by cheque only once all of it is paid; `purchases`: how many; `visits`: her visits. With `when`, only those for which it holds.',
  );
export type ReachCount = z.infer<typeof count>;

const calendarPeriod = z.enum(['day', 'week', 'month', 'season', 'year', 'ever']);
const last = z
  .strictObject({
    days: z.int().min(1).max(731).optional().describe('Days, today among them.'),
    months: z.int().min(1).max(24).optional().describe('Months of the calendar, back from today.'),
  })
  .refine(
    ({ days, months }) => (days === undefined) !== (months === undefined),
    'needs one of days or months',
  )
  .describe('The last so many, in whole days.');

const within = z
  .union([calendarPeriod, last], {
    error: oneOf('write {"months": 3}, {"days": 90}, "day", "week", "month", "season", "year" or "ever"'),
  })
  .default('ever')
  .describe(
    'The time in which all of it must come together: the last days or months, the present period of the calendar, or ever. Counting begins when the rule comes into force.',
  );
export type ReachWithin = z.infer<typeof within>;

export const reachedFields = {
  on: z
    .literal('reached')
    .describe('She has spent so much, or has bought or come so often, within some time.'),
  count,
  from: z
    .int()
    .min(1)
    .max(amountMax)
    .describe('This much or more: rial, purchases or visits, the one that reaches it among them.'),
  within,
  again: z
    .enum(['never', 'anew', 'each-period'])
    .default('never')
    .describe(
      '`never`: it gives once; `anew`: after it gave, what was counted is used up, and counting begins anew; `each-period`: once in each period of the calendar.',
    ),
};
