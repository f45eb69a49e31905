import { z } from 'zod';

/** What a shop may know of a member. */

export const genders = ['female', 'male', 'other'] as const;
export type Gender = (typeof genders)[number];

/** The degrees of Iran, from the lowest. */
export const educations = [
  'below-diploma',
  'diploma',
  'associate',
  'bachelor',
  'master',
  'doctorate',
] as const;
export type Education = (typeof educations)[number];

const marks = z.array(z.string().trim().min(1).max(64)).min(1).max(500);

/** The conditions on what is known of a member. */
export const memberFields = {
  genders: z
    .array(z.enum(genders))
    .min(1)
    .optional()
    .describe('Her gender is one of these. Unknown, it does not hold.'),
  educations: z
    .array(z.enum(educations))
    .min(1)
    .optional()
    .describe('Her education is one of these. Unknown, it does not hold.'),
  customerGroups: marks.optional().describe('She is in one of these groups of customers: staff, wholesale …'),
  tags: marks.optional().describe('She has one of these tags; for several at once nest them in `all`.'),
};
