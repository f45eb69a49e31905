import { purchasesSubject } from '../../rules/earn/facts.ts';
import { undone, withdrawn } from '../../rules/tiers/standing.ts';
import type { TierState } from '../../rules/tiers/standing.ts';
import type { Runtime } from '../runtime.ts';
import { readTierChanges } from '../store/member-tiers.ts';
import type { TierChange } from '../store/member-tiers.ts';
import { readTallies } from '../store/tallies.ts';
import type { Tx } from '../store/tx.ts';
import { readHoldings } from './read-holdings.ts';
import { firstPurchaseCause, floorCause } from './place-tiers.ts';
import { openTierDesk } from './tier-desk.ts';

export interface TierUndoing {
  readonly memberId: number;
  /** What is undone: a purchase, or what else happened. */
  readonly of: { readonly purchaseId: number; readonly buyerId: number } | { readonly occasionId: number };
  readonly recordedAt: number;
  readonly actor: string;
  readonly reason: string;
}

/**
 * After what was counted was taken back: a tier that it raised, or that was raised since, falls back to what it was,
 * unless what is left reaches it; what rules gave for it is withdrawn, and what they gave once for bringing the buyer, with
 * the last of her purchases. Where a review or a person has decided since,
 * it stays as it is.
 */
export async function undoTiers(runtime: Runtime, tx: Tx, undoing: TierUndoing): Promise<void> {
  const { memberId, of, recordedAt, actor, reason } = undoing;
  const changes = await readTierChanges(tx, { memberId, since: recordedAt });
  const isLast = await lastOfBuyer(runtime, tx, of);
  if (changes.length === 0 && isLast.size === 0) return;
  const pointsOf = await readHoldings(runtime, tx, [memberId]);
  const desk = await openTierDesk(tx, {
    ...{ memberIds: [memberId], versions: runtime.club.programs, now: runtime.clock.now() },
    pointsOf: (id, programId) => pointsOf(id, programId).balances.points,
  });
  for (const by of runtime.club.programs) {
    const { ladder } = by.rules;
    const at = { memberId, by };
    const now = runtime.clock.now();
    const cause = { actor, reason, ...of };
    const causes = [floorCause(cause, now)];
    if ('buyerId' in of && isLast.has(by.programId)) causes.push(firstPurchaseCause(of.buyerId));
    for (const one of causes) {
      const back = ladder && withdrawn(ladder, desk.stateOf(at), { by: one, at: now });
      if (back) desk.apply(at, back, cause);
    }
    const own = changes.filter(
      (change) =>
        change.programId === by.programId &&
        !isOfFloor(change.kind) &&
        // What was due before is done when something is recorded, and stays as it is when that is undone.
        (change.at >= recordedAt || isOf(change, undoing.of)),
    );
    const [first] = own;
    if (!ladder || !first || !own.every(({ kind }) => kind === 'reached')) continue;
    const move = undone(ladder, desk.stateOf(at), {
      ...{ earlier: JSON.parse(first.stateBefore) as TierState, unreached: reachedBy(own, of) },
      ...{ measures: desk.measuresOf(at), at: now },
    });
    if (move) desk.apply(at, move, cause);
  }
  await desk.write(tx);
}

/** The programs that know of no purchase of the buyer any more; in one query. */
async function lastOfBuyer({ club }: Runtime, tx: Tx, of: TierUndoing['of']): Promise<ReadonlySet<number>> {
  if (!('buyerId' in of)) return new Set();
  const programIds = club.programs.map(({ programId }) => programId);
  const rows = await readTallies(tx, { programIds, memberIds: [of.buyerId], periods: ['ever'] });
  const bought = rows.filter(
    ({ memberId, subject, times }) => memberId === of.buyerId && subject === purchasesSubject && times > 0,
  );
  const known = new Set(bought.map(({ programId }) => programId));
  return new Set(programIds.filter((id) => !known.has(id)));
}

/** What rules gave and took back beside what was earned. */
const isOfFloor = (kind: TierChange['kind']) => kind === 'given' || kind === 'withdrawn';

/** The tiers that it reached itself. */
function reachedBy(changes: readonly TierChange[], of: TierUndoing['of']): string[] {
  return changes.flatMap((change) => (isOf(change, of) && change.toTier !== null ? [change.toTier] : []));
}

const isOf = (change: TierChange, of: TierUndoing['of']) =>
  'purchaseId' in of ? change.purchaseId === of.purchaseId : change.occasionId === of.occasionId;
