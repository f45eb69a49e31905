import type { Range } from '../program/words.ts';
import type { Setting } from './setting.ts';
import type { Unmet } from './why.ts';

/** The first thing that does not hold; `undefined` when all does. */
export type Check = (setting: Setting) => Unmet | undefined;

/** Whether a number lies within a range. */
export function isIn({ from, above, to, below }: Range, value: number): boolean {
  return (
    (from === undefined || value >= from) &&
    (above === undefined || value > above) &&
    (to === undefined || value <= to) &&
    (below === undefined || value < below)
  );
}
