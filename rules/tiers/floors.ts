import { placeOf } from './ladder.ts';
import type { Ladder } from './ladder.ts';

/** A tier below which a member does not fall, given to her by people or by a rule. */
export interface Floor {
  readonly tier: string;
  /** The first instant at which it no longer holds; `null` for always. */
  readonly until: number | null;
  /** What a rule gave it for (`purchase:7`; `first-purchase:5` of a buyer); `null` where people gave it. */
  readonly by: string | null;
  /** When it was given. */
  readonly at: number;
}

/** The place of the highest; -1 where there is none. */
export function floorPlace(ladder: Ladder, floors: readonly Floor[]): number {
  return Math.max(-1, ...floors.map(({ tier }) => placeOf(ladder, tier)));
}

/** When the first of them ends; `null` for never. */
export function firstEnd(floors: readonly Floor[]): number | null {
  const ends = floors.flatMap(({ until }) => until ?? []);
  return ends.length === 0 ? null : Math.min(...ends);
}

/** When a tier that she has by them alone may be another; `null` for never. */
export function endOfHighest(ladder: Ladder, floors: readonly Floor[]): number | null {
  const place = floorPlace(ladder, floors);
  const highest = floors.filter(({ tier }) => placeOf(ladder, tier) === place);
  return highest.reduce<number | null>((last, { until }) => later(last, until), highest[0]?.until ?? null);
}

const later = (a: number | null, b: number | null) => (a === null || b === null ? null : Math.max(a, b));

interface Wanted {
  readonly tier: string;
  readonly until: number | null;
}

/** Whether they already keep her as high for as long. */
export function isHeld(ladder: Ladder, floors: readonly Floor[], { tier, until }: Wanted): boolean {
  const place = placeOf(ladder, tier);
  const lasts = (end: number | null) => end === null || (until !== null && end >= until);
  return floors.some((floor) => placeOf(ladder, floor.tier) >= place && lasts(floor.until));
}

/** How long what a floor covers is kept below it: whatever gave it may still be undone. */
const coveredKeptMs = 31 * 86_400_000;

/** With one more. Those of rules that it covers and that are old are left out, so that a list does not grow for ever. */
export function withFloor(ladder: Ladder, floors: readonly Floor[], floor: Floor): Floor[] {
  const isIdle = (one: Floor) =>
    one.by !== null && one.at < floor.at - coveredKeptMs && isHeld(ladder, [floor], one);
  return [...floors.filter((one) => !isIdle(one)), floor];
}
