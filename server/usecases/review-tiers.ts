import { dueAt, reviewed, unfloored } from '../../rules/tiers/standing.ts';
import type { TierMove } from '../../rules/tiers/standing.ts';
import type { ProgramVersion } from '../club.ts';
import type { Runtime } from '../runtime.ts';
import { lockMember } from '../store/members.ts';
import type { Tx } from '../store/tx.ts';
import { readHoldings } from './read-standing.ts';
import { openTierDesk } from './tier-desk.ts';
import type { TierDesk } from './tier-desk.ts';

const actor = 'job:tiers';
/** Monthly reviews of ten years: more were never missed. */
const reviewsMax = 120;

export interface TierReview {
  readonly memberId: number;
  /** What was due by then is done. */
  readonly dueBy: number;
}

/**
 * Does to a member's tiers what is due: reviews, ends of grace, ends of floors, each as of the moment it was due,
 * one after the other where several were missed. Answers whether anything was.
 */
export async function reviewTiers(runtime: Runtime, tx: Tx, review: TierReview): Promise<boolean> {
  const { memberId, dueBy } = review;
  if (!(await lockMember(tx, memberId))) return false;
  await runtime.club.refresh(tx);
  let done = await forgetEnded(runtime, tx, review);
  for (let round = 0; round < reviewsMax; round++) {
    // Read anew each time: the next review goes by other days.
    const desk = await openDesk(runtime, tx, memberId);
    const due = runtime.club.programs.filter((by) => isDue(desk, { memberId, by }, dueBy));
    if (due.length === 0) return done;
    for (const by of due) desk.apply({ memberId, by }, nextMove(desk, { memberId, by }), { actor });
    await desk.write(tx);
    done = true;
  }
  return done;
}

async function openDesk(runtime: Runtime, tx: Tx, memberId: number): Promise<TierDesk> {
  const balances = await readHoldings(runtime, tx, [memberId]);
  return openTierDesk(tx, {
    ...{ memberIds: [memberId], versions: runtime.club.programs, now: runtime.clock.now() },
    pointsOf: (id, programId) => balances(id, programId).balances.points,
  });
}

interface At {
  readonly memberId: number;
  readonly by: ProgramVersion;
}

function isDue(desk: TierDesk, at: At, dueBy: number): boolean {
  const due = at.by.rules.ladder ? dueAt(desk.stateOf(at)) : null;
  return due !== null && due <= dueBy;
}

/** What is due first: a floor that ends with a review ends before it. */
function nextMove(desk: TierDesk, at: At): TierMove {
  const { ladder } = at.by.rules;
  if (!ladder) throw new Error('a tier that is due is on a ladder');
  const state = desk.stateOf(at);
  const isFloor = state.floor !== null && state.floorUntil !== null && dueAt(state) === state.floorUntil;
  return isFloor ? unfloored(ladder, state) : reviewed(ladder, state, desk.measuresOf(at, true));
}

/** Where a program ended, or has tiers no more, nothing is due any more. */
async function forgetEnded(runtime: Runtime, tx: Tx, { memberId, dueBy }: TierReview): Promise<boolean> {
  const rows = await tx.all<{ programId: number }>(
    'SELECT program_id AS programId FROM member_tiers WHERE member_id = ? AND due_at <= ?',
    [memberId, dueBy],
  );
  const kept = new Set(
    runtime.club.programs.flatMap(({ programId, rules }) => (rules.ladder ? programId : [])),
  );
  const ended = rows.filter(({ programId }) => !kept.has(programId));
  for (const { programId } of ended) {
    await tx.run('UPDATE member_tiers SET due_at = NULL WHERE member_id = ? AND program_id = ?', [
      memberId,
      programId,
    ]);
  }
  return ended.length > 0;
}
