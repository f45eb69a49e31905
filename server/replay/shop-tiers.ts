import type { TierState } from '../../rules/tiers/standing.ts';
import { readTierStates, tierOwnerKey } from '../store/member-tiers.ts';
import type { TierOwner } from '../store/member-tiers.ts';
import { allPrograms } from '../store/programs.ts';
import { marks } from '../store/tx.ts';
import type { Reader } from '../store/tx.ts';
import type { OpeningTier } from './open-tiers.ts';

/** The tiers that members of a club had at a moment, by member; program by its code. */
export async function readTiersAt(
  reader: Reader,
  ids: readonly number[],
  at: number,
): Promise<Map<number, OpeningTier[]>> {
  const states = await readStatesAt(reader, ids, at);
  const codes = new Map((await allPrograms(reader)).map(({ id, code }) => [id, code]));
  const tiers = new Map<number, OpeningTier[]>();
  for (const { memberId, programId, state } of states) {
    const had = openingTiers(state, codes.get(programId));
    tiers.set(memberId, [...(tiers.get(memberId) ?? []), ...had]);
  }
  return tiers;
}

function openingTiers(state: TierState, program: string | undefined): OpeningTier[] {
  const { earned, earnedSince, since, reviewAt, graceUntil, floors } = state;
  const own = { program, since };
  const byHerself = { validUntil: graceUntil ?? reviewAt, grace: graceUntil !== null, given: false };
  return [
    ...(earned === null ? [] : [{ ...own, ...byHerself, tier: earned, since: earnedSince }]),
    ...floors.map(({ tier, until }) => ({ ...own, tier, validUntil: until, grace: false, given: true })),
  ];
}

interface Owned extends TierOwner {
  readonly state: TierState;
}

/** As they stand now, with each change since taken back, the newest first; undoings of what was before stay. */
async function readStatesAt(reader: Reader, ids: readonly number[], at: number): Promise<Owned[]> {
  const states = await readTierStates(reader, ids);
  const since = await reader.all<TierOwner & { readonly stateBefore: string }>(
    `SELECT member_id AS memberId, program_id AS programId, state_before AS stateBefore FROM tier_changes
     WHERE member_id IN (${marks(ids)}) AND created_at >= ?
       AND NOT EXISTS (SELECT 1 FROM purchases WHERE purchases.id = tier_changes.purchase_id
         AND purchases.created_at < ? AND purchases.undone_at = tier_changes.created_at)
       AND NOT EXISTS (SELECT 1 FROM occasions WHERE occasions.id = tier_changes.occasion_id
         AND occasions.created_at < ? AND occasions.undone_at = tier_changes.created_at)
     ORDER BY id DESC`,
    [...ids, at, at, at],
  );
  for (const change of since) states.set(tierOwnerKey(change), JSON.parse(change.stateBefore) as TierState);
  return [...states].map(([key, state]) => {
    const [memberId, programId] = key.split('/').map(Number);
    return { memberId: memberId ?? 0, programId: programId ?? 0, state };
  });
}
