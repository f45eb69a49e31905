import { z } from 'zod';

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

/** What counts as a visit. */
export const visits = z
  .strictObject({
    byPurchase: z.boolean().default(true).describe('A purchase is a visit; several on one day are one.'),
    oncePerDay: z.boolean().default(true).describe('However often she comes on one day, it is one visit.'),
  })
  .prefault({})
  .describe('What counts as a visit.');
