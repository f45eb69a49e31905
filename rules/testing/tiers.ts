import { tiers } from '../program/tiers.ts';
import { compileLadder, noMeasures } from '../tiers/ladder.ts';
import type { Ladder, Measures } from '../tiers/ladder.ts';
import type { Floor } from '../tiers/floors.ts';
import { newcomer } from '../tiers/standing.ts';
import type { TierState } from '../tiers/standing.ts';

/** What tests of tiers are told with: a ladder of few words. */

export const bronze = { id: 'bronze', name: 'برنزی' };
export const silver = { id: 'silver', name: 'نقره‌ای', from: 100 };
export const gold = { id: 'gold', name: { fa: 'طلایی', en: 'Gold' }, from: 500 };

/** Bronze is everybody's, silver from 100 points earned, gold from 500; but for what is said otherwise. */
export function ladderOf(
  words: Readonly<Record<string, unknown>> = {},
  calendar: 'persian' | 'gregorian' = 'persian',
): Ladder {
  return compileLadder(tiers.parse({ steps: [bronze, silver, gold], ...words }), {
    timeZone: 'Asia/Tehran',
    calendar,
  });
}

export const measuring = (measures: Partial<Measures>): Measures => ({ ...noMeasures, ...measures });
/** A floor that people gave, for good unless told. */
export const floorOf = (tier: string, until: number | null = null): Floor => ({
  ...{ tier, until, by: null, at: 0 },
});
export const standing = (state: Partial<TierState>): TierState => ({ ...newcomer, ...state });
