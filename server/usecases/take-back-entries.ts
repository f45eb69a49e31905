import assert from 'node:assert/strict';
import type { Entry, Posting } from '../ledger/entry.ts';
import { accountKey, lotColumns } from '../ledger/rows.ts';
import type { LotRow } from '../ledger/rows.ts';
import { marks } from '../store/tx.ts';
import type { Tx } from '../store/tx.ts';

/** What was earned and is taken back, with its lot. */
export interface Earned {
  readonly entry: Entry;
  readonly lot: LotRow;
}

export async function lotsOf(tx: Tx, earned: readonly Entry[]): Promise<Earned[]> {
  if (earned.length === 0) return [];
  const ids = earned.map((entry) => entry.id);
  const lots = await tx.all<LotRow>(`SELECT ${lotColumns} FROM lots WHERE entry_id IN (${marks(ids)})`, ids);
  const byEntry = new Map(lots.map((lot) => [lot.entryId, lot]));
  return earned.map((entry) => {
    const lot = byEntry.get(entry.id);
    assert(lot, 'an accrual has its lot');
    return { entry, lot };
  });
}

/** What of it is not in its lots any more. */
export const missingOf = (earned: readonly Earned[]) =>
  earned.map(({ entry, lot }) => ({ entry, amount: entry.amount - lot.remaining }));

/**
 * One reversal for each accrual, out of its own lot, and of what full cards gave back where one took of it: first of
 * what ends when it would have.
 */
export function reversals(
  earned: readonly Earned[],
  refilled: readonly LotRow[],
  { actor, now, reason }: { readonly actor: string; readonly now: number; readonly reason: string },
): Posting[] {
  const left = new Map(refilled.map((lot) => [lot.id, lot.remaining]));
  return earned.map(({ entry, lot }) => {
    const uses = lot.remaining === 0 ? [] : [{ lotId: lot.id, amount: lot.remaining }];
    let missing = entry.amount - lot.remaining;
    const own = refilled.filter((one) => accountKey(one) === accountKey(entry));
    const alike = own.filter(({ expiresAt }) => expiresAt === lot.expiresAt);
    for (const { id } of [...alike, ...own.filter((one) => !alike.includes(one))]) {
      const part = Math.min(missing, left.get(id) ?? 0);
      if (part === 0) continue;
      left.set(id, (left.get(id) ?? 0) - part);
      missing -= part;
      uses.push({ lotId: id, amount: part });
    }
    const back = { type: 'reversal', amount: -entry.amount, reason } as const;
    const made = { correctsId: entry.id, onceKey: null, actor, occurredAt: now, expiresAt: null };
    return { ...entry, ...back, ...made, pendingId: null, fading: null, uses };
  });
}
