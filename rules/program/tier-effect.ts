import { z } from 'zod';
import { expiry } from './expiry.ts';
import { code } from './words.ts';

/** A tier that the member is put in. */
export const tierForm = z
  .strictObject({
    tier: code.describe('The tier, by its id in `tiers`.'),
    expires: expiry
      .refine(
        (said) => said === 'never' || (said.steps === undefined && said.inactive === undefined),
        'a tier is whole until it ends: say when, with after or on',
      )
      .optional()
      .describe('Until when she does not fall below it; for good where nothing is said.'),
  })
  .describe(
    'A tier below which she does not fall: it never makes hers a lower one. What she earns goes on beside it, and it gives none of the gifts of reaching a tier.',
  )
  .meta({ id: 'tier-effect' });
export type TierEffect = z.infer<typeof tierForm>;
