import { decimalsMax } from '../decimals.ts';
import type { CrossFault } from './condition-faults.ts';

export type Fields = Readonly<Record<string, unknown>>;
type Path = readonly PropertyKey[];

/** What may be meant by a part that is wrong in itself: what is told of each of them is wrong however it is meant. */
export interface Readings {
  /** Each in place of the part; `undefined` to leave it out. */
  readonly parts: readonly unknown[];
  /** What says something of a reading, not of what is written. */
  readonly isGuess?: (fault: CrossFault) => boolean;
}

/** For parts that all else hangs on: the readings of one in which things are wrong at the paths, within the part. */
export const readingsOf: Readonly<Record<string, (part: unknown, paths: readonly Path[]) => Readings>> = {
  calendar: () => ({ parts: ['persian', 'gregorian'] }),
  units: unitsReadings,
  rounding: (part, paths) => ({ parts: [sound(part, paths)] }),
  expires: (part, paths) => ({ parts: [sound(part, paths)] }),
  tiers: tiersReadings,
};

/** The fields of a part in which nothing is wrong; `undefined` where it cannot be told which those are. */
function sound(part: unknown, paths: readonly Path[]): Fields | undefined {
  if (!isFields(part) || paths.some(([field]) => field === undefined)) return undefined;
  const faulty = new Set(paths.map(([field]) => field));
  return Object.fromEntries(Object.entries(part).filter(([field]) => !faulty.has(field)));
}

/** Where it is not clear what a point is worth, it is worth something; with no and with all decimals. */
function unitsReadings(part: unknown, paths: readonly Path[]): Readings {
  const points = isFields(part) ? part['points'] : undefined;
  const within = paths.map((path) => path.slice(1));
  const own = sound(points, within);
  const isClear = (field: string) => own !== undefined && !within.some(([faulty]) => faulty === field);
  const worth = isClear('worth') ? own?.['worth'] : 1;
  const decimals = isClear('decimals') ? [own?.['decimals']] : [0, decimalsMax];
  return { parts: decimals.map((one) => ({ points: { worth, decimals: one } })) };
}

/** Of a ladder whose steps are right the fields that are; else no ladder, and some ladder. */
function tiersReadings(part: unknown, paths: readonly Path[]): Readings {
  const own = sound(part, paths);
  if (own?.['steps'] === undefined) return { parts: [undefined, { steps: [{ id: 'tier', name: 'tier' }] }] };
  const isByClear = !paths.some(([field]) => field === 'by');
  return {
    parts: isByClear ? [own] : ['earned', 'spent'].map((by) => ({ ...own, by })),
    isGuess: ({ path: [first, field] }) =>
      first === 'tiers' && (ofReview.has(field) || (field === 'crossing' && !isByClear)),
  };
}

/** What goes by several fields of the ladder together. */
const ofReview: ReadonlySet<PropertyKey | undefined> = new Set(['review', 'grace', 'over']);

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
