import { z } from 'zod';
import { span } from './words.ts';

/** What rules of some triggers say beyond what all rules say. */

/** The name of an event, as the caller of the API sends it. */
export const eventName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_.-]{0,63}$/, 'use small Latin letters, digits, dots, dashes and underscores');

export const eventFields = {
  on: z.literal('event').describe('Something that another system tells of: a survey filled in, a comment.'),
  event: eventName.describe('The name under which it is sent: survey-filled.'),
};

export const visitFields = {
  on: z.literal('visit').describe('A member visits; see `visits`.'),
};

const everyYears = z
  .int()
  .min(1)
  .max(100)
  .default(1)
  .describe('Every so many years only: 10 for the 10th, 20th … Needs a date with its year.');
const kept = z
  .enum(['day', 'month'])
  .default('day')
  .describe('On its day, or on the first day of its month. Leap days: see `leapDay`.');

/** The name of a date of a member. */
export const dateName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/, 'use small Latin letters, digits and dashes');

export const birthdayFields = {
  on: z.literal('birthday').describe('It is her birthday.'),
  kept,
  everyYears,
};

export const dateFields = {
  on: z.literal('date').describe('It is another date of hers: a wedding, an opening.'),
  date: dateName.optional().describe('The name of the date: wedding. Any of hers when not given.'),
  kept,
  everyYears,
};

export const anniversaryFields = {
  on: z.literal('joining-anniversary').describe('It is the day of the year on which she joined.'),
  everyYears,
};

export const profileFields = {
  on: z.literal('profile').describe('All of these are known of her, for the first time.'),
  fields: z
    .array(
      z
        .string()
        .regex(
          /^(name|birthday|gender|education|date:[a-z][a-z0-9-]{0,31})$/,
          'must be name, birthday, gender, education, or a date as date:wedding',
        ),
    )
    .min(1)
    .max(20)
    .describe('What must be known: name, birthday, gender, education, date:wedding …'),
};

export const settlementFields = {
  on: z
    .literal('settlement')
    .describe(
      'What was bought on account or by cheque is paid in full. What is counted is what was paid since, or with `sold` the whole purchase.',
    ),
  paidWithin: span
    .optional()
    .describe('Only if it is paid so soon after the purchase: to the end of that day, hours to the instant.'),
};

export const referralFields = {
  on: z.literal('referral').describe('Somebody whom a member brought joins, or buys.'),
  to: z
    .enum(['referrer', 'referred', 'both'])
    .describe('Who gets it: who brought her, who was brought, or each of them.'),
  at: z
    .enum(['joining', 'first-purchase', 'every-purchase'])
    .describe(
      'When she joins, at her first purchase, or at each. Undoing the purchase takes it back from both.',
    ),
};

/** What counts as a visit. */
export const visits = z
  .strictObject({
    byPurchase: z.boolean().default(true).describe('A purchase is a visit; several on one day are one.'),
    oncePerDay: z.boolean().default(true).describe('However often she comes on one day, it is one visit.'),
  })
  .prefault({})
  .describe('What counts as a visit.');
