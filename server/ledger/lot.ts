import type { Fading, LastActs } from '../../rules/fading.ts';
import { nextLoss, withFading } from '../../rules/lots.ts';
import type { Lot } from '../../rules/lots.ts';
import type { LotRow } from './rows.ts';

/** How what takes from a lot with time stands in its entry and at the lot. */
export function fadingText(fading: Fading | undefined): string | null {
  return fading === undefined ? null : JSON.stringify(fading);
}

function fadingOf(text: string | null): Fading {
  return text === null ? {} : (JSON.parse(text) as Fading);
}

type Kept = Pick<LotRow, 'id' | 'remaining' | 'earnedAt' | 'expiresAt' | 'fading' | 'steppedAt'>;

/** A lot as the rules see it, by what its member did last. */
export function lotOf(row: Kept, acts: LastActs): Lot {
  const { id, remaining, earnedAt, expiresAt, steppedAt } = row;
  const lot = { id, remaining, earnedAt, expiresAt };
  return row.fading === null ? lot : withFading(lot, fadingOf(row.fading), { acts, steppedAt });
}

/**
 * Before when nothing of a lot is lost: without knowing what its member did, no later than that. `null` where
 * nothing ever is.
 */
export function dueAtOf(row: Kept, acts: LastActs = {}): number | null {
  return row.remaining === 0 ? null : (nextLoss(lotOf(row, acts))?.at ?? null);
}
