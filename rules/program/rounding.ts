import { z } from 'zod';

export const roundings = ['down', 'up', 'half-up', 'half-down', 'half-even'] as const;
export type Rounding = (typeof roundings)[number];

/** How what comes out between two whole numbers becomes one. */
export const rounding = z
  .enum(roundings)
  .describe('Down, up, or to the nearer one with the middle going up, down, or to the even one.');
