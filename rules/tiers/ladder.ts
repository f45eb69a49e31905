import type { Era } from '../periods.ts';
import type { Measure, Need, PlainMeasure, Step, Tiers } from '../program/tiers.ts';
import type { Label } from '../program/words.ts';

/** What is known of a member, counted over the ladder's time: points, rial, rial, visits, points. */
export type Measures = Readonly<Record<PlainMeasure, number>>;

export const noMeasures: Measures = { earned: 0, spent: 0, paid: 0, visits: 0, balance: 0 };

/** A measure and how much of it is needed: `least` or more. */
export interface Threshold {
  readonly by: Measure;
  readonly least: number;
  /** As the program wrote it: from `point`, or above it. */
  readonly point: number;
}

/** What must be reached: all of it, or any. Nothing at all is always reached. */
export interface Needs {
  readonly join: 'all' | 'any';
  readonly list: readonly Threshold[];
}

export interface Rung {
  readonly id: string;
  readonly name: Label;
  readonly reach: Needs;
  readonly keep: Needs;
}

/** The tiers of a program made ready, from the lowest (0) to the highest; -1 is below all of them. */
export interface Ladder {
  readonly tiers: Tiers;
  readonly era: Era;
  /** Of points, which are in smallest parts here. */
  readonly decimals: number;
  readonly rungs: readonly Rung[];
}

export function compileLadder(tiers: Tiers, era: Era, decimals = 0): Ladder {
  const rungs = tiers.steps.map((step) => {
    const reach = needsOf(step, tiers.by);
    return { id: step.id, name: step.name, reach, keep: step.keep ? needsOf(step.keep, tiers.by) : reach };
  });
  return { tiers, era, decimals, rungs };
}

function needsOf(
  { from, above, all, any }: Pick<Step, 'from' | 'above' | 'all' | 'any'>,
  by: Measure,
): Needs {
  const threshold = (need: Need): Threshold => {
    const point = need.from ?? need.above ?? 0;
    return { by: need.by ?? by, least: need.from ?? point + 1, point };
  };
  if (any) return { join: 'any', list: any.map(threshold) };
  if (all) return { join: 'all', list: all.map(threshold) };
  return { join: 'all', list: from === undefined && above === undefined ? [] : [threshold({ from, above })] };
}

/** How much of a measure there is. Of a sum, each full step of each part counts. */
export function measured(by: Measure, measures: Measures): number {
  if (typeof by === 'string') return measures[by];
  let sum = 0;
  for (const { of, give, per } of by.sum) sum += Math.floor(measures[of] / per) * give;
  return sum;
}

export function areReached({ join, list }: Needs, measures: Measures): boolean {
  if (list.length === 0) return true;
  const isReached = ({ by, least }: Threshold) => measured(by, measures) >= least;
  return join === 'all' ? list.every(isReached) : list.some(isReached);
}

/** The highest tier that these measures reach; -1 for none. */
export function reachedBy({ rungs }: Ladder, measures: Measures): number {
  return rungs.findLastIndex(({ reach }) => areReached(reach, measures));
}

/** The tier that everybody has: 0 where the lowest one needs nothing, else -1. */
export function everybodys({ rungs }: Ladder): number {
  return rungs[0]?.reach.list.length === 0 ? 0 : -1;
}

/** The place of a tier on the ladder; that of everybody for none, and for one that is no longer on it. */
export function placeOf(ladder: Ladder, id: string | null | undefined): number {
  const place = id === null || id === undefined ? -1 : ladder.rungs.findIndex((rung) => rung.id === id);
  return Math.max(place, everybodys(ladder));
}
