import { z } from 'zod';
import { ruleCounts } from './counts.ts';
import { code } from './words.ts';

const stampId = code.describe('The stamp card, by its id in `stampCards`.');
const count = (what: string) => z.int().positive().max(1000).describe(what);

/** Stamps on a card, whatever is bought. */
export const stampFixed = z
  .strictObject({ stamp: stampId, fixed: count('So many stamps, whatever is counted.') })
  .describe('Stamps on a card.');

/** Stamps on a card, by what is bought. */
export const stampPerPiece = z
  .strictObject({
    stamp: stampId,
    perPiece: count('So many stamps for each piece.'),
    of: ruleCounts.optional(),
  })
  .describe('Stamps on a card for each piece of the lines that count.');
