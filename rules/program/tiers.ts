import { z } from 'zod';
import { amount, code, label, measureAmount, oneOf, span } from './words.ts';

const plainMeasure = z
  .enum(['earned', 'spent', 'paid', 'visits', 'balance'])
  .describe(
    '`earned`: points given, less those taken back; `spent`: what is counted of her purchases, in rial, at the sale also where it was on account or by cheque; `paid`: the same, but what was on account or by cheque only once all of it is paid, then; `visits`: her visits, or where no rule is on visits her standing purchases; `balance`: the points she can spend, so that spending them counts against her.',
  );
export type PlainMeasure = z.infer<typeof plainMeasure>;

const measure = z
  .union(
    [
      plainMeasure,
      z
        .strictObject({
          sum: z
            .array(
              z.strictObject({
                of: plainMeasure,
                give: z.int().min(1).max(1_000_000).default(1).describe('So much for each full step.'),
                per: amount.default(1).describe('How long a step is.'),
              }),
            )
            .min(1)
            .max(4)
            .describe('What adds up.'),
        })
        .describe('A weighted sum, such as 1 for each 100,000 rial spent and 5 for each visit.'),
    ],
    { error: oneOf('write "earned", "spent", "paid", "visits", "balance" or {"sum": […]}') },
  )
  .describe('What a tier goes by.');
export type Measure = z.infer<typeof measure>;

const threshold = measureAmount.optional();
const ends = {
  from: threshold.describe('This much or more.'),
  above: threshold.describe('More than this.'),
};

const need = z
  .strictObject({
    by: measure.optional().describe("What it goes by, where that is not the ladder's `by`."),
    ...ends,
  })
  .refine(({ from, above }) => (from === undefined) !== (above === undefined), 'needs one of from or above');
export type Need = z.infer<typeof need>;

const forms = {
  ...ends,
  all: z.array(need).min(1).max(10).optional().describe('Each of these is reached.'),
  any: z.array(need).min(1).max(10).optional().describe('At least one of these is reached.'),
};

type Forms = z.infer<z.ZodObject<typeof forms>>;

const formsOf = (said: Forms) =>
  [said.from, said.above, said.all, said.any].filter((form) => form !== undefined).length;

const step = z
  .strictObject({
    id: code,
    name: label,
    ...forms,
    keep: z
      .strictObject(forms)
      .refine((said) => formsOf(said) === 1, 'needs exactly one of from, above, all or any')
      .optional()
      .describe('What keeps it at a review, where that is not what reaches it.'),
  })
  .refine((said) => formsOf(said) <= 1, 'has several thresholds: keep one of from, above, all or any')
  .describe('A tier: its name, and what reaches it.');
export type Step = z.infer<typeof step>;

const calendarPeriod = z.enum(['month', 'season', 'year']);
const over = z
  .union(
    [
      z.literal('lifetime'),
      calendarPeriod,
      z.strictObject({
        last: z
          .strictObject({
            days: z.int().min(1).max(3660).optional().describe('Days, today among them.'),
            months: z.int().min(1).max(120).optional().describe('Months of the calendar, back from today.'),
          })
          .refine(
            ({ days, months }) => (days === undefined) !== (months === undefined),
            'needs one of days or months',
          )
          .describe('The last so many.'),
      }),
    ],
    { error: oneOf('write "lifetime", "month", "season", "year" or {"last": {"months": 12}}') },
  )
  .describe(
    'Over what time it is counted: ever; the present month, season or year of the calendar; or the last days or months, in whole days.',
  );

const review = z
  .union(
    [
      z.literal('never'),
      z.strictObject({
        each: calendarPeriod.describe('When each of these begins.'),
        atLeast: span.optional().describe('A tier reached holds so long before its first review.'),
      }),
      z.strictObject({
        after: span.describe('So long after it was reached, and after each review that kept it.'),
        to: z
          .enum(['instant', 'day', 'month', 'season', 'year'])
          .default('day')
          .describe('To the very instant, or to the end of that day, month, season or year.'),
      }),
    ],
    { error: oneOf('write "never", {"each": "year"} or {"after": {"months": 12}}') },
  )
  .describe('When it is seen whether a tier is kept. What is counted then is the time that ends there.');

/** The ladder of tiers. */
export const tiers = z
  .strictObject({
    by: measure.default('earned'),
    over: over.default('lifetime'),
    pending: z
      .boolean()
      .default(false)
      .describe('Whether points that still wait count as earned already; else once they are freed.'),
    steps: z
      .array(step)
      .min(1)
      .max(20)
      .describe('From the lowest to the highest. The first one may need nothing: everybody has it.'),
    crossing: z
      .enum(['old', 'new', 'split'])
      .default('old')
      .describe(
        'How the purchase that reaches a tier earns: at the tier before it, at the new one, or each share of it at its own. A later payment that reaches a tier changes nothing of what its purchase earned.',
      ),
    downgrade: z
      .enum(['none', 'one-step', 'to-earned'])
      .default('none')
      .describe('Where a review finds too little: nothing, one step down, or down to what was earned.'),
    review: review.default('never'),
    grace: z
      .strictObject({
        days: z
          .int()
          .min(1)
          .max(366)
          .describe('Days after the review; what happens in them counts as before it.'),
      })
      .optional()
      .describe('How long a tier is kept after a review that found too little, to make up for it.'),
  })
  .describe('The tiers of members. They are reached at once, and lost only by a review.');
export type Tiers = z.infer<typeof tiers>;
