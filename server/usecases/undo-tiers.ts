import { undone } from '../../rules/tiers/standing.ts';
import type { TierState } from '../../rules/tiers/standing.ts';
import type { Runtime } from '../runtime.ts';
import { readTierChanges } from '../store/member-tiers.ts';
import type { TierChange } from '../store/member-tiers.ts';
import type { Tx } from '../store/tx.ts';
import { readHoldings } from './read-holdings.ts';
import { openTierDesk } from './tier-desk.ts';

export interface TierUndoing {
  readonly memberId: number;
  readonly purchaseId: number;
  readonly recordedAt: number;
  readonly actor: string;
  readonly reason: string;
}

/**
 * After what a purchase counted was taken back: a tier that it raised, or that was raised since, falls back to what
 * it was, unless what is left reaches it. Where a review or a person has decided since, it stays as it is.
 */
export async function undoTiers(runtime: Runtime, tx: Tx, undoing: TierUndoing): Promise<void> {
  const { memberId, purchaseId, recordedAt, actor, reason } = undoing;
  const changes = await readTierChanges(tx, { memberId, since: recordedAt });
  if (changes.length === 0) return;
  const pointsOf = await readHoldings(runtime, tx, [memberId]);
  const desk = await openTierDesk(tx, {
    ...{ memberIds: [memberId], versions: runtime.club.programs, now: runtime.clock.now() },
    pointsOf: (id, programId) => pointsOf(id, programId).balances.points,
  });
  for (const by of runtime.club.programs) {
    const own = changes.filter(({ programId }) => programId === by.programId);
    const [first] = own;
    const { ladder } = by.rules;
    if (!ladder || !first || !own.every(({ kind }) => kind === 'reached')) continue;
    const at = { memberId, by };
    const move = undone(ladder, desk.stateOf(at), {
      ...{ earlier: JSON.parse(first.stateBefore) as TierState, unreached: reachedBy(own, purchaseId) },
      ...{ measures: desk.measuresOf(at), at: runtime.clock.now() },
    });
    if (move) desk.apply(at, move, { actor, purchaseId, reason });
  }
  await desk.write(tx);
}

/** The tiers that a purchase reached itself. */
function reachedBy(changes: readonly TierChange[], purchase: number): string[] {
  return changes.flatMap(({ purchaseId, toTier }) =>
    purchaseId === purchase && toTier !== null ? [toTier] : [],
  );
}
