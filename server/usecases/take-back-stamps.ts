import type { Entry, Posting } from '../ledger/entry.ts';
import { post } from '../ledger/post.ts';
import { accountKey, entryColumns, lotColumns } from '../ledger/rows.ts';
import type { LotRow } from '../ledger/rows.ts';
import { cardOf } from '../ledger/unit.ts';
import type { Runtime } from '../runtime.ts';
import { marks } from '../store/tx.ts';
import type { Tx } from '../store/tx.ts';

/** What an undoing is of, as the entries of the ledger say it. */
export type PostedFor =
  | { readonly purchaseId: number }
  /** They share the beginning of their keys: `occasion:7:0`, `occasion:7:1`. */
  | { readonly memberId: number; readonly onceKey: string };

/** For the WHERE of a query on what was posted for something, with its values. */
export function wherePosted(of: PostedFor): readonly [sql: string, values: readonly (number | string)[]] {
  if ('purchaseId' in of) return ['purchase_id = ?', [of.purchaseId]];
  // The sign after the colon ends the range.
  const ends = [`${of.onceKey}:`, `${of.onceKey};`];
  return ['member_id = ? AND once_key > ? AND once_key < ?', [of.memberId, ...ends]];
}

/** What full stamp cards took for it. */
export function cardsEmptied(tx: Tx, of: PostedFor): Promise<Entry[]> {
  const [where, values] = wherePosted(of);
  return tx.all<Entry>(
    `SELECT ${entryColumns} FROM ledger_entries
     WHERE ${where} AND type = 'redemption' AND reason = 'card-full' ORDER BY seq`,
    values,
  );
}

interface Use {
  readonly entryId: number;
  readonly amount: number;
  readonly expiresAt: number | null;
  readonly fading: string | null;
}

interface Refilling {
  readonly emptied: readonly Entry[];
  readonly actor: string;
  readonly now: number;
  /** The reason of the entries. */
  readonly reason: string;
}

/**
 * Puts back on their cards what full ones took for a purchase, an entry a lot with the expiry it had. Answers the
 * lots that this makes: the stamps of the purchase itself are taken back out of them.
 */
export async function refillCards(
  runtime: Runtime,
  tx: Tx,
  { emptied, actor, now, reason }: Refilling,
): Promise<LotRow[]> {
  if (emptied.length === 0) return [];
  const ids = emptied.map(({ id }) => id);
  const uses = await tx.all<Use>(
    `SELECT lot_uses.entry_id AS entryId, lot_uses.amount, lots.expires_at AS expiresAt, lots.fading
     FROM lot_uses JOIN lots ON lots.id = lot_uses.lot_id
     WHERE lot_uses.entry_id IN (${marks(ids)}) ORDER BY lot_uses.entry_id, lots.earned_at, lots.id`,
    ids,
  );
  const postings = uses.flatMap(({ entryId, amount, expiresAt, fading }): Posting[] => {
    const entry = emptied.find(({ id }) => id === entryId);
    if (!entry) return [];
    const back = { type: 'reversal', amount, reason, correctsId: entry.id } as const;
    const made = { onceKey: null, actor, occurredAt: now, pendingId: null, uses: [] };
    return [{ ...entry, ...back, ...made, expiresAt, fading }];
  });
  const entryIds = (await post(runtime, tx, postings)).map(({ entry }) => entry.id);
  return tx.all<LotRow>(
    `SELECT ${lotColumns} FROM lots WHERE entry_id IN (${marks(entryIds)}) ORDER BY id DESC`,
    entryIds,
  );
}

interface Missing {
  readonly entry: Entry;
  /** What is not in its lot any more. */
  readonly amount: number;
}

/**
 * The lots of stamps that full cards put back on cards when they were undone before, as far as any are missing of
 * their own lots: they hold these. The newest first; one query where a stamp is missing, else none.
 */
export async function stampsPutBack(tx: Tx, missing: readonly Missing[]): Promise<LotRow[]> {
  const entries = missing.flatMap(({ entry, amount }) =>
    amount > 0 && cardOf(entry.unit) !== undefined ? [entry] : [],
  );
  if (entries.length === 0) return [];
  const memberIds = [...new Set(entries.map(({ memberId }) => memberId))];
  const units = [...new Set(entries.map(({ unit }) => unit))];
  const accounts = new Set(entries.map((entry) => accountKey(entry)));
  const lots = await tx.all<LotRow>(
    `SELECT ${lotColumns} FROM lots JOIN ledger_entries ON ledger_entries.id = lots.entry_id
     WHERE lots.member_id IN (${marks(memberIds)}) AND lots.unit IN (${marks(units)}) AND lots.remaining > 0
       AND ledger_entries.type = 'reversal' ORDER BY lots.id DESC`,
    [...memberIds, ...units],
  );
  return lots.filter((lot) => accounts.has(accountKey(lot)));
}

interface Cards {
  /** What full cards took for what is undone, and give back. */
  readonly emptied: readonly Entry[];
  /** What others gave back before. */
  readonly putBack: readonly LotRow[];
}

/** Whether what is missing of some lots is no more than what cards that are filled again hold of it. */
export function isCovered(missing: readonly Missing[], { emptied, putBack }: Cards): boolean {
  const held = new Map<string, number>();
  for (const entry of emptied) held.set(accountKey(entry), (held.get(accountKey(entry)) ?? 0) - entry.amount);
  for (const lot of putBack) held.set(accountKey(lot), (held.get(accountKey(lot)) ?? 0) + lot.remaining);
  for (const { entry, amount } of missing) {
    held.set(accountKey(entry), (held.get(accountKey(entry)) ?? 0) - amount);
  }
  return [...held.values()].every((left) => left >= 0);
}
