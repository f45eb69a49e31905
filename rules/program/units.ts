import { z } from 'zod';

/** What the units are that rules give. */
export const units = z
  .strictObject({
    points: z
      .strictObject({
        worth: z
          .int()
          .positive()
          .max(1_000_000_000)
          .optional()
          .describe(
            'What a point is worth, in rial: for points given by percent, and to compare them with credit.',
          ),
      })

      .prefault({})
      .describe('Points.'),
  })
  .prefault({})
  .describe('What the units are that rules give.');
export type Units = z.infer<typeof units>;
