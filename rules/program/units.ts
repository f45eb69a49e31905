import { z } from 'zod';
import { decimalsMax } from '../decimals.ts';

/** What the units are that rules give. */
export const units = z
  .strictObject({
    points: z
      .strictObject({
        decimals: z
          .int()
          .min(0)
          .max(decimalsMax)
          .default(0)
          .describe(
            'How many decimals points have: with 2, a purchase can give 12.34. They stay as they are once any were given.',
          ),
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
      .describe('Points. Credit is money, in whole rial.'),
  })
  .prefault({})
  .describe('What the units are that rules give.');
export type Units = z.infer<typeof units>;
