import type { LastActs } from '../../rules/fading.ts';
import { actColumns, lastActsOf } from '../store/acts.ts';
import type { ActColumns } from '../store/acts.ts';
import { marks } from '../store/tx.ts';
import type { Store } from '../store/store.ts';
import type { Reader } from '../store/tx.ts';
import { chainStart, entryHash } from './chain.ts';
import type { Entry } from './entry.ts';
import { fadingDifference } from './verify-fading.ts';
import { charityColumns } from './charity.ts';
import type { CharityEntry } from './charity.ts';
import { lifetimePart } from './post.ts';
import { pendingColumns } from './pending.ts';
import type { PendingRow } from './pending.ts';
import { charityDifference, strayCharityEntry } from './verify-charity.ts';
import { strayGift } from './verify-gifts.ts';
import { pendingDifference } from './verify-pending.ts';
import { accountColumns, accountKey, entryColumns, lotColumns } from './rows.ts';
import type { Account, LotRow } from './rows.ts';

/** The first row that is not what the entries say it must be. */
export interface Difference {
  readonly memberId: number;
  readonly table:
    'ledger_entries' | 'members' | 'accounts' | 'lots' | 'lot_uses' | 'pending' | 'charity_entries' | 'gifts';
  /** The row's key, for whoever opens the database. */
  readonly row: string;
  readonly problem: string;
}

export interface Verification {
  readonly members: number;
  readonly entries: number;
  readonly lots: number;
  /** Absent when every balance, lot and hash is right. */
  readonly difference?: Difference;
}

interface MemberBooks {
  readonly id: number;
  readonly seq: number;
  readonly hash: string;
  readonly acts: LastActs;
  readonly entries: readonly Entry[];
  readonly accounts: readonly Account[];
  readonly lots: readonly LotRow[];
  readonly uses: readonly Use[];
  readonly pending: readonly PendingRow[];
  readonly charity: readonly CharityEntry[];
}

interface Use {
  readonly memberId: number;
  readonly entryId: number;
  readonly lotId: number;
  readonly amount: number;
}

/** How far a verification has come. */
export type VerifyProgress = Omit<Verification, 'difference'>;

const batchSize = 500;

/**
 * Recomputes every hash, balance, lot and pending amount from the entries alone, looks whether each gift stands for
 * something that stands, and stops at the first row that differs.
 * Members are walked by key in batches, so memory stays bounded whatever the size; `onProgress` hears after each.
 */
export async function verifyLedger(
  store: Store,
  onProgress: (progress: VerifyProgress) => void = () => undefined,
): Promise<Verification> {
  let [members, entries, lots, last] = [0, 0, 0, 0];
  for (;;) {
    const batch = await loadBatch(store, { after: last, limit: batchSize });
    for (const books of batch) {
      members += 1;
      entries += books.entries.length;
      lots += books.lots.length;
      const difference = await confirmedDifference(store, books);
      if (difference) return { members, entries, lots, difference };
      last = books.id;
    }
    if (batch.length === 0) break;
    onProgress({ members, entries, lots });
  }
  const stray = await store.snapshot(
    async (reader) =>
      (await strayRow(reader)) ?? (await strayCharityEntry(reader)) ?? (await strayGift(reader)),
  );
  return { members, entries, lots, ...(stray && { difference: stray }) };
}

/**
 * A batch is read table by table, and a server may be writing meanwhile: books that look wrong are read once
 * more, all of them as of one instant.
 */
async function confirmedDifference(store: Store, books: MemberBooks): Promise<Difference | undefined> {
  if (!differenceIn(books)) return undefined;
  const [again] = await store.snapshot((reader) => loadBatch(reader, { after: books.id - 1, limit: 1 }));
  return again && differenceIn(again);
}

async function loadBatch(
  reader: Reader,
  { after, limit }: { after: number; limit: number },
): Promise<MemberBooks[]> {
  const heads = await reader.all<{ id: number; seq: number; hash: string } & ActColumns>(
    `SELECT id, chain_seq AS seq, chain_hash AS hash, ${actColumns} FROM members WHERE id > ? ORDER BY id LIMIT ?`,
    [after, limit],
  );
  const ids = heads.map((head) => head.id);
  const list = marks(ids);
  if (ids.length === 0) return [];
  const of = async <T extends { memberId: number }>(columns: string, table: string, order: string) =>
    byMember(
      await reader.all<T>(
        `SELECT ${columns} FROM ${table} WHERE member_id IN (${list}) ORDER BY ${order}`,
        ids,
      ),
    );
  const entries = await of<Entry>(entryColumns, 'ledger_entries', 'seq');
  const accounts = await of<Account>(accountColumns, 'accounts', 'program_id, unit');
  const lots = await of<LotRow>(lotColumns, 'lots', 'id');
  const uses = await of<Use>(
    'member_id AS memberId, entry_id AS entryId, lot_id AS lotId, amount',
    'lot_uses',
    'entry_id, lot_id',
  );
  const pending = await of<PendingRow>(pendingColumns, 'pending', 'id');
  const charity = await of<CharityEntry>(charityColumns, 'charity_entries', 'seq');
  return heads.map((head) => ({
    ...{ id: head.id, seq: head.seq, hash: head.hash, acts: lastActsOf(head) },
    entries: entries.get(head.id) ?? [],
    accounts: accounts.get(head.id) ?? [],
    lots: lots.get(head.id) ?? [],
    uses: uses.get(head.id) ?? [],
    pending: pending.get(head.id) ?? [],
    charity: charity.get(head.id) ?? [],
  }));
}

function byMember<T extends { memberId: number }>(rows: readonly T[]): Map<number, T[]> {
  const map = new Map<number, T[]>();
  for (const row of rows) {
    const list = map.get(row.memberId);
    if (list) list.push(row);
    else map.set(row.memberId, [row]);
  }
  return map;
}

/** The first thing wrong in one member's books, looked for in the order in which it would be explained. */
function differenceIn(books: MemberBooks): Difference | undefined {
  return (
    chainDifference(books) ??
    lotDifference(books) ??
    pendingDifference(books) ??
    accountDifference(books) ??
    charityDifference(books)
  );
}

function chainDifference({ id, seq, hash, entries }: MemberBooks): Difference | undefined {
  const at = (row: string, problem: string) =>
    ({ memberId: id, table: 'ledger_entries', row, problem }) as const;
  let previous = chainStart;
  for (const [index, entry] of entries.entries()) {
    if (entry.seq !== index + 1) return at(`id ${entry.id}`, `entry ${index + 1} is missing`);
    if (entryHash(previous, entry) !== entry.hash)
      return at(`id ${entry.id}`, 'was changed after it was written');
    previous = entry.hash;
  }
  if (seq === entries.length && hash === previous) return undefined;
  return {
    ...{ memberId: id, table: 'members', row: `id ${id}` },
    problem: `the chain should end at entry ${seq}, it ends at ${entries.length}`,
  };
}

function lotDifference(books: MemberBooks): Difference | undefined {
  const at = (table: 'lots' | 'lot_uses' | 'ledger_entries', row: string, problem: string) => ({
    ...{ memberId: books.id, table, row },
    problem,
  });
  const entries = new Map(books.entries.map((entry) => [entry.id, entry]));
  const lots = new Map(books.lots.map((lot) => [lot.id, lot]));
  const left = new Map(books.lots.map((lot) => [lot.id, lot.amount]));
  const used = new Map<number, number>();
  for (const use of books.uses) {
    const [lot, entry] = [lots.get(use.lotId), entries.get(use.entryId)];
    const row = `entry ${use.entryId}, lot ${use.lotId}`;
    if (!lot || !entry) return at('lot_uses', row, 'its lot or its entry is missing');
    if (accountKey(lot) !== accountKey(entry) || use.amount <= 0)
      return at('lot_uses', row, 'does not fit its entry');
    left.set(use.lotId, (left.get(use.lotId) ?? 0) - use.amount);
    used.set(use.entryId, (used.get(use.entryId) ?? 0) + use.amount);
  }
  for (const lot of books.lots) {
    const entry = entries.get(lot.entryId);
    const fits =
      entry?.amount === lot.amount &&
      entry.occurredAt === lot.earnedAt &&
      entry.expiresAt === lot.expiresAt &&
      entry.fading === lot.fading &&
      accountKey(entry) === accountKey(lot);
    if (!fits) return at('lots', `id ${lot.id}`, 'does not fit the entry it came from');
    const remaining = left.get(lot.id) ?? 0;
    if (remaining < 0 || remaining !== lot.remaining) {
      return at('lots', `id ${lot.id}`, `should have ${remaining} left, has ${lot.remaining}`);
    }
  }
  const faded = fadingDifference(books);
  if (faded) return faded;
  const withLot = new Set(books.lots.map((lot) => lot.entryId));
  for (const entry of books.entries) {
    if (entry.amount > 0 && !withLot.has(entry.id))
      return at('ledger_entries', `id ${entry.id}`, 'has no lot');
    if (entry.amount < 0 && used.get(entry.id) !== -entry.amount) {
      return at('ledger_entries', `id ${entry.id}`, 'takes another amount than its lots gave');
    }
  }
  return undefined;
}

function accountDifference(books: MemberBooks): Difference | undefined {
  const due = new Map<string, { balance: number; lifetime: number }>();
  const waiting = new Map<string, number>();
  for (const row of books.pending) {
    waiting.set(accountKey(row), (waiting.get(accountKey(row)) ?? 0) + row.remaining);
  }
  const at = (key: string, problem: string) =>
    ({ memberId: books.id, table: 'accounts', row: key, problem }) as const;
  for (const entry of books.entries) {
    const key = accountKey(entry);
    const sum = due.get(key) ?? { balance: 0, lifetime: 0 };
    due.set(key, { balance: sum.balance + entry.amount, lifetime: sum.lifetime + lifetimePart(entry) });
    if (sum.balance + entry.amount < 0) return at(key, `falls below zero at entry ${entry.seq}`);
  }
  const held = new Map(books.accounts.map((account) => [accountKey(account), account]));
  for (const [key, sum] of waiting) if (sum > 0 && !held.has(key)) return at(key, 'is missing');
  for (const [key, sum] of due) {
    const account = held.get(key);
    if (!account) return at(key, 'is missing');
    if (account.balance !== sum.balance)
      return at(key, `balance should be ${sum.balance}, is ${account.balance}`);
    if (account.lifetime !== sum.lifetime)
      return at(key, `lifetime should be ${sum.lifetime}, is ${account.lifetime}`);
    const inLots = books.lots.reduce(
      (total, lot) => (accountKey(lot) === key ? total + lot.remaining : total),
      0,
    );
    if (inLots !== sum.balance) return at(key, `lots hold ${inLots}, the balance is ${sum.balance}`);
  }
  for (const [key, account] of held) {
    if (!due.has(key) && (account.balance !== 0 || account.lifetime !== 0)) return at(key, 'has no entries');
    const pending = waiting.get(key) ?? 0;
    if (account.pending !== pending) return at(key, `pending should be ${pending}, is ${account.pending}`);
    if (account.owed !== 0) return at(key, 'has owed amounts without entries');
  }
  return undefined;
}

/** Rows that belong to no member at all, or to no program. */
async function strayRow(reader: Reader): Promise<Difference | undefined> {
  for (const table of ['ledger_entries', 'lots', 'lot_uses', 'pending', 'accounts'] as const) {
    const [row] = await reader.all<{ memberId: number }>(
      `SELECT member_id AS memberId FROM ${table} WHERE member_id NOT IN (SELECT id FROM members) LIMIT 1`,
    );
    if (row) return { ...row, table, row: `member_id ${row.memberId}`, problem: 'belongs to no member' };
  }
  const [entry] = await reader.all<{ id: number; memberId: number; programId: number }>(
    `SELECT id, member_id AS memberId, program_id AS programId FROM ledger_entries
     WHERE program_id NOT IN (SELECT id FROM programs) LIMIT 1`,
  );
  if (!entry) return undefined;
  const { id, memberId, programId } = entry;
  return {
    ...{ memberId, table: 'ledger_entries', row: `id ${id}` },
    problem: `is of program ${programId}, which there is not`,
  };
}
