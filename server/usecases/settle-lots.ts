import { lossesOf } from '../../rules/lots.ts';
import type { Posting } from '../ledger/entry.ts';
import { dueAtOf, lotOf } from '../ledger/lot.ts';
import { post } from '../ledger/post.ts';
import { lotColumns } from '../ledger/rows.ts';
import type { LotRow } from '../ledger/rows.ts';
import type { Runtime } from '../runtime.ts';
import { actColumns, lastActsOf, writeActs } from '../store/acts.ts';
import type { Act, ActColumns } from '../store/acts.ts';
import { marks } from '../store/tx.ts';
import type { Tx } from '../store/tx.ts';

export interface Settling {
  /** Locked by the caller. */
  readonly memberIds: readonly number[];
  /** Up to and including this moment. */
  readonly until: number;
}

interface DueLot extends LotRow, ActColumns {
  /** Of the accrual: by the words of that version it is lost. */
  readonly programVersion: number;
}

type Parts = Pick<Runtime, 'clock' | 'metrics'>;

/**
 * Writes off what members have lost by a moment, an entry for each step of depreciation and each end; answers how
 * many entries. To be called before anything of a lot is taken, and before an act moves its end on: what a late job
 * has not written yet comes out the same.
 */
export async function settleLots(parts: Parts, tx: Tx, { memberIds, until }: Settling): Promise<number> {
  if (memberIds.length === 0) return 0;
  const lots = await tx.all<DueLot>(
    `SELECT ${lotColumns}, ${actColumns}, ledger_entries.program_version AS programVersion
     FROM lots JOIN ledger_entries ON ledger_entries.id = lots.entry_id JOIN members ON members.id = lots.member_id
     WHERE lots.member_id IN (${marks(memberIds)}) AND lots.remaining > 0 AND lots.due_at <= ?
     ORDER BY lots.due_at, lots.id`,
    [...memberIds, until],
  );
  const postings = lots.flatMap((lot) => lossPostings(lot, until));
  await post(parts, tx, postings);
  await moveDue(
    tx,
    lots.filter(({ fading }) => fading !== null),
    until,
  );
  return postings.length;
}

function lossPostings(lot: DueLot, until: number): Posting[] {
  const { memberId, programId, programVersion, unit } = lot;
  return lossesOf(lotOf(lot, lastActsOf(lot)), until).map(({ at, amount, reason }) => ({
    ...{ memberId, programId, programVersion, rule: null, unit },
    ...({ type: 'expiry', amount: -amount, reason, actor: 'job:expiry' } as const),
    ...{ purchaseId: null, correctsId: lot.entryId, onceKey: null, expiresAt: null, fading: null },
    occurredAt: at,
    uses: [{ lotId: lot.id, amount }],
  }));
}

/** Lots that acts have kept alive are not looked at again before they can end. */
async function moveDue(tx: Tx, lots: readonly DueLot[], until: number): Promise<void> {
  const later = lots.flatMap((lot) => {
    const dueAt = dueAtOf(lot, lastActsOf(lot));
    return dueAt !== null && dueAt > until ? [[lot.id, dueAt] as const] : [];
  });
  if (later.length === 0) return;
  await tx.run(
    `UPDATE lots SET due_at = CASE id ${later.map(() => 'WHEN ? THEN ?').join(' ')} END
     WHERE id IN (${marks(later)})`,
    [...later.flat(), ...later.map(([id]) => id)],
  );
}

/** Has the lots of a member looked at again at once: an act that kept them alive was undone. */
export async function lookAgain({ clock }: Parts, tx: Tx, memberId: number): Promise<void> {
  await tx.run(
    'UPDATE lots SET due_at = ? WHERE member_id = ? AND remaining > 0 AND fading IS NOT NULL AND due_at > ?',
    [clock.now(), memberId, clock.now()],
  );
}

/** Keeps that members did something, after writing off what they had lost by then. They must be locked. */
export async function noteActs(runtime: Parts, tx: Tx, acts: readonly Act[]): Promise<void> {
  const memberIds = [...new Set(acts.map(({ memberId }) => memberId))];
  await settleLots(runtime, tx, { memberIds, until: runtime.clock.now() });
  await writeActs(tx, acts);
}
