import { z } from 'zod';
import { givesOnOccasion } from './effect.ts';
import { expiry } from './expiry.ts';
import { code, label } from './words.ts';

/** A card that is stamped until it is full: nine bought, the tenth is free. */
const stampCard = z
  .strictObject({
    id: code,
    name: label,
    stamps: z.int().min(2).max(1000).describe('How many stamps fill it.'),
    gives: givesOnOccasion.describe('What a full card gives, each time: one thing, or a list of them.'),
    expires: expiry.default('never').describe('Until when a stamp counts, where its rule does not say it.'),
  })
  .describe('A stamp card. When it is full its gift is given, and it begins anew with what is left over.');
export type StampCard = z.infer<typeof stampCard>;

export const stampCards = z
  .array(stampCard)
  .max(20)
  .default([])
  .describe('Stamp cards: rules stamp them, and a full one gives something.');
