import { z } from 'zod';
import { memberFields } from './member.ts';
import { paymentKind } from './payments.ts';
import { products } from './products.ts';
import { anyDate, clockTime, code, distinct, oneOf, range, weekdays } from './words.ts';

const dates = z
  .strictObject({
    from: anyDate.describe('The first day: 1405-01-01, or 01-01 for every year.'),
    to: anyDate.describe('The last day, in the same form; it still counts.'),
    calendar: z.enum(['persian', 'gregorian']).optional().describe("The program's when not given."),
  })
  .refine(({ from, to }) => from.length === to.length, 'has one end with a year and one without')
  .refine(({ from, to }) => from.length === 5 || from <= to, 'ends before it begins');
export type Dates = z.infer<typeof dates>;

const nth = z
  .strictObject({
    is: z.int().min(1).max(1_000_000).optional().describe('Only this one: 1 is her first.'),
    every: z.int().min(2).max(1_000_000).optional().describe('Each so-manieth: 10 for the 10th, 20th …'),
  })
  .refine(({ is, every }) => (is === undefined) !== (every === undefined), 'needs one of is or every');

const tiers = z
  .union(
    [
      z.array(code).min(1).max(20),
      z
        .strictObject({
          from: code.optional().describe('This tier or a higher one.'),
          to: code.optional().describe('This tier or a lower one, or none at all.'),
        })
        .refine(({ from, to }) => from !== undefined || to !== undefined, 'needs an end: from or to'),
    ],
    { error: oneOf('write tiers as ["gold", "vip"], or {"from": "silver"} for it and those above') },
  )
  .describe('She has one of these tiers, or one from and to those on the ladder.');

const fields = {
  amount: range.optional().describe('What is counted of the purchase, in rial.'),
  shops: z.array(z.string().trim().min(1).max(32)).min(1).max(500).optional().describe('Shops, by code.'),
  products: products
    .extend({
      amount: range.optional().describe('What those lines come to, in rial.'),
      pieces: range.optional().describe('How many pieces those lines are.'),
    })
    .optional()
    .describe('Some line is one of these.'),
  payments: distinct(z.array(paymentKind).min(1))
    .optional()
    .describe('A part was paid in one of these ways.'),
  weekdays: distinct(z.array(z.enum(weekdays)).min(1).max(7))
    .optional()
    .describe('On one of these days of the week.'),
  hours: z
    .strictObject({ from: clockTime, to: clockTime })
    .refine(({ from, to }) => from !== to, 'begins and ends at the same time; leave it out for all day')
    .optional()
    .describe('From the one time of day until just before the other, over midnight where that is earlier.'),
  dates: z.array(dates).min(1).max(100).optional().describe('A day of one of these spans.'),
  nth: nth.optional().describe('Which purchase of hers it is; those that were undone do not count.'),
  tiers: tiers.optional(),
  age: range.optional().describe('Her age in full years on that day. Unknown, it does not hold.'),
  ...memberFields,
  joinedDays: range.optional().describe('How many whole days ago she joined.'),
  purchases: z
    .strictObject({
      count: range.optional().describe('How many purchases of hers stand.'),
      spent: range.optional().describe('What they come to, in rial.'),
      lastDays: range
        .optional()
        .describe('How many whole days ago the last one was. Without one it does not hold.'),
    })
    .refine((said) => Object.values(said).some((field) => field !== undefined), 'says nothing: leave it out')
    .optional()
    .describe('What she bought before.'),
  segment: code.optional().describe('She is in this one of `segments`.'),
  nthVisit: nth.optional().describe('Which visit of hers it is.'),
  data: z
    .record(
      z.string().regex(/^\w{1,64}$/, 'use Latin letters, digits and underscores'),
      z.union([range, z.array(z.string().trim().min(1).max(200)).min(1).max(100)], {
        error: oneOf('write a range as {"from": 4}, or a list of what it may be as ["yes"]'),
      }),
    )
    .refine((fields) => Object.keys(fields).length > 0, 'names no field')
    .optional()
    .describe('What the event was sent with: a range for a number, a list of what else it may be.'),
};

/** What must hold for a rule: all of it, and what is nested in it. */
export interface Condition extends z.infer<z.ZodObject<typeof fields>> {
  readonly all?: readonly Condition[] | undefined;
  readonly any?: readonly Condition[] | undefined;
  readonly none?: readonly Condition[] | undefined;
}

export const condition: z.ZodType<Condition> = z
  .strictObject({
    ...fields,
    get all() {
      return z.array(condition).min(1).max(20).optional().describe('Each of these holds.');
    },
    get any() {
      return z.array(condition).min(1).max(20).optional().describe('At least one of these holds.');
    },
    get none() {
      return z.array(condition).min(1).max(20).optional().describe('None of these holds.');
    },
  })
  .refine((said) => Object.values(said).some((field) => field !== undefined), 'says nothing: leave it out')
  .describe('What must hold. Every field that is given must; `all`, `any` and `none` nest others.');
