import type { Entry } from '../ledger/entry.ts';
import { pendingColumns } from '../ledger/pending.ts';
import type { PendingRow } from '../ledger/pending.ts';
import { entryColumns } from '../ledger/rows.ts';
import type { LotRow } from '../ledger/rows.ts';
import { giftsOfOccasion, giftsOfPurchases } from '../store/gifts.ts';
import type { GiftRow } from '../store/gifts.ts';
import type { KeptOccasion } from '../store/occasions.ts';
import { marks } from '../store/tx.ts';
import type { Tx } from '../store/tx.ts';
import type { CountedBy } from './settle-due.ts';
import { lotsOf, missingOf } from './take-back-entries.ts';
import type { Earned } from './take-back-entries.ts';
import { cardsEmptied, isCovered, stampsPutBack, wherePosted } from './take-back-stamps.ts';
import { visitKey, visitKeys } from './visit-keys.ts';
import type { GivenFor } from './visit-keys.ts';

/** What a visit or an event gave, and what of that can be taken back. */
export interface Given {
  readonly earned: readonly Earned[];
  readonly pending: readonly PendingRow[];
  readonly emptied: readonly Entry[];
  readonly putBack: readonly LotRow[];
  readonly giftIds: readonly number[];
  readonly inherited: Inherited;
  readonly isUsed: boolean;
}

/** What purchases gave that are undone, whose visit it is now. */
interface Inherited {
  readonly purchaseIds: readonly number[];
  takes(row: GivenFor): boolean;
}

/** The reason of the entries that take it back. */
export const occasionUndone = 'occasion-undone';

/** What it gave itself, and what the visit gave that it has taken over from a purchase of its day. */
export async function givenWithOccasion(tx: Tx, occasion: KeptOccasion): Promise<Given> {
  const of = { memberId: occasion.memberId, onceKey: `occasion:${occasion.id}` };
  const [where, values] = wherePosted(of);
  const inherited = inheritedBy(occasion);
  const own = await tx.all<Entry>(
    `SELECT ${entryColumns} FROM ledger_entries WHERE ${where} AND type = 'accrual' ORDER BY seq`,
    values,
  );
  const waiting = await tx.all<PendingRow>(
    `SELECT ${pendingColumns} FROM pending WHERE ${where} ORDER BY id`,
    values,
  );
  const from = await readInherited(tx, occasion, inherited);
  const pending = [...waiting, ...from.pending];
  const gifts = [...(await giftsOfOccasion(tx, occasion.id)), ...from.gifts];
  const earned = await lotsOf(tx, [...own, ...from.entries]);
  const emptied = await cardsEmptied(tx, of);
  const putBack = await stampsPutBack(tx, missingOf(earned));
  const isFreed = pending.some((row) => row.remaining + row.cancelled < row.amount);
  const isUsed = isFreed || gifts.some(({ state }) => state === 'used');
  return {
    ...{ earned, pending, emptied, putBack, inherited, giftIds: gifts.map((gift) => gift.id) },
    isUsed: isUsed || !isCovered(missingOf(earned), { emptied, putBack }),
  };
}

function inheritedBy({ counted }: KeptOccasion): Inherited {
  const all = JSON.parse(counted ?? '[]') as readonly CountedBy[];
  const keys = new Set(all.flatMap((one) => visitKeys(one, one.visitOf)));
  return {
    purchaseIds: [...new Set(all.flatMap(({ visitOf }) => visitOf ?? []))],
    takes: (row) => keys.has(visitKey(row)),
  };
}

interface InheritedRows {
  readonly entries: readonly Entry[];
  readonly pending: readonly PendingRow[];
  readonly gifts: readonly GiftRow[];
}

/** What stands of it, or where it was taken back before, what that took. */
async function readInherited(
  tx: Tx,
  { memberId, undoneAt }: KeptOccasion,
  inherited: Inherited,
): Promise<InheritedRows> {
  const { purchaseIds: ids } = inherited;
  if (ids.length === 0) return { entries: [], pending: [], gifts: [] };
  const isHers = (row: GivenFor & { readonly memberId: number }) =>
    row.memberId === memberId && inherited.takes(row);
  const entries = await tx.all<Entry>(
    `SELECT ${entryColumns} FROM ledger_entries
     WHERE purchase_id IN (${marks(ids)}) AND type IN ('accrual', 'reversal') ORDER BY seq`,
    ids,
  );
  const corrected = new Map(entries.map(({ correctsId, reason }) => [correctsId, reason]));
  const pending = await tx.all<PendingRow>(
    `SELECT ${pendingColumns} FROM pending WHERE purchase_id IN (${marks(ids)}) ORDER BY id`,
    ids,
  );
  return {
    entries: entries.filter((entry) => {
      const taken = corrected.get(entry.id);
      const isMeant = undoneAt === null ? taken === undefined : taken === occasionUndone;
      return entry.type === 'accrual' && isMeant && isHers(entry);
    }),
    pending: pending.filter(isHers),
    gifts: (await giftsOfPurchases(tx, ids)).filter(isHers),
  };
}
