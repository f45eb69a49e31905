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

/** The reason that goes with a value, kept for the next purchase: mostly it has the same. */
export function remembering<Value>(reasonOf: (was: Value) => Unmet): (was: Value) => Unmet {
  let last: { readonly was: Value; readonly reason: Unmet } | undefined;
  return (was) => {
    if (last === undefined || last.was !== was) last = { was, reason: reasonOf(was) };
    return last.reason;
  };
}
