import { z } from 'zod';
import { oneOf, span } from './words.ts';
import type { Span } from './words.ts';

/** What has to come before what was given can be spent. */
export const pending = z
  .union(
    [
      z.literal('never').describe('It can be spent at once.'),
      z.strictObject({
        for: span.describe('It waits so long.'),
        to: z
          .enum(['instant', 'day'])
          .optional()
          .describe(
            'To that very instant (where nothing is said of a length in hours), or to the start of the day after (where nothing is said of days, months and years).',
          ),
      }),
      z.strictObject({
        until: z
          .string()
          .regex(
            /^(paid|approved|(\d{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))$/,
            'write "paid", "approved", a date as 1405-01-13, or 01-13 for the next such day',
          )
          .describe(
            '`paid`: what comes of parts on account or by cheque waits until they are paid, each payment frees its share; `approved`: until a manager approves it; or until a day begins: 1405-01-13, or 01-13 for the next such day after that of the gift.',
          ),
      }),
    ],
    {
      error: oneOf(
        'write "never", {"for": {"days": 3}}, {"until": "paid"}, {"until": "approved"} or {"until": "1405-01-13"}',
      ),
    },
  )
  .describe(
    'How long points and credit wait: they are seen, but neither spent nor counted for anything until then. All else that is given, such as stamps and things, waits for nothing. For a length of time, until a date, until it is paid, until it is approved, or never.',
  );
export type PendingTerms = z.infer<typeof pending>;

/** Where a length of time ends for which something waits. */
export function waitsTo({ for: span, to }: Extract<PendingTerms, { for: Span }>): 'instant' | 'day' {
  return to ?? (span.hours === undefined ? 'day' : 'instant');
}
