import { z } from 'zod';
import { ruleCounts } from './counts.ts';
import { code, label, money, percent } from './words.ts';

const charityEntry = z
  .strictObject({ id: code, name: label })
  .describe('A charity that rules give to in the name of members.');

export const charities = z
  .array(charityEntry)
  .max(50)
  .default([])
  .describe('Charities: rules give them a share of what members buy. The members get nothing of it.');

const charity = code.describe('The charity, by its id in `charities`.');
const of = ruleCounts.optional();

/** So much for a charity, whatever is counted. */
export const charityFixed = z
  .strictObject({ charity, fixed: money.describe('So many rial, whatever is counted.') })
  .describe('An amount for a charity.');

/** So much for a charity, for each so many rial. */
export const charityPerAmount = z
  .strictObject({
    charity,
    give: money.describe('So many rial for each step.'),
    per: money.describe('How long a step is, in rial.'),
    of,
  })
  .refine(({ give, per }) => give <= per, 'gives more than one for each rial')
  .describe('So much for a charity, for each so many rial. Only full steps count.');

/** A share of the amount, for a charity. */
export const charityShare = z
  .strictObject({ charity, percent, of })
  .describe('A share of the amount, for a charity.');
