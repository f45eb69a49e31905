import assert from 'node:assert/strict';
import type { Runtime } from '../runtime.ts';
import { marks } from '../store/tx.ts';
import type { Row, Tx } from '../store/tx.ts';
import { entryHash } from './chain.ts';
import type { Entry, Posting } from './entry.ts';
import { accountColumns, accountKey, entryRow, lotColumns } from './rows.ts';
import type { Account, LotRow } from './rows.ts';

/** What a posting came to. */
export interface Posted {
  readonly entry: Entry;
  /** The account right after this entry. */
  readonly account: Account;
}

interface Head {
  readonly id: number;
  seq: number;
  hash: string;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What the postings are worked out on, loaded and locked once for all of them. */
interface Books {
  readonly heads: Map<number, Head>;
  readonly accounts: Map<string, Mutable<Account>>;
  readonly lots: Map<number, Mutable<LotRow>>;
}

/**
 * Posts movements, in order, inside the caller's transaction: the only writer of points and credit. Either all
 * are written or, when it throws, none may be (the transaction must not commit). The number of statements does
 * not grow with the number of postings, but for one UPDATE a lot that is taken from.
 *
 * Throws `UniqueViolation` for a `onceKey` the member has already, and an assertion error for what only our own
 * mistake can cause: an unknown member, an amount of zero, more taken from a lot or account than it holds.
 */
export async function post(
  { clock, metrics }: Pick<Runtime, 'clock' | 'metrics'>,
  tx: Tx,
  postings: readonly Posting[],
): Promise<Posted[]> {
  if (postings.length === 0) return [];
  const now = clock.now();
  const startedAt = performance.now();
  const books = await openBooks(tx, postings);
  const newLots: Row[] = [];
  const posted = postings.map((posting) => {
    assertSound(posting);
    const { uses, ...fields } = posting;
    const entry = chain(books, { ...fields, id: tx.id(), createdAt: now });
    for (const use of uses) take(books, posting, use);
    if (entry.amount > 0) newLots.push(lotRow(tx.id(), entry));
    return { entry, account: { ...move(books, posting) } };
  });
  await write(tx, { books, postings, posted, newLots });
  tx.afterCommit(() => {
    metrics.ledgerPostSeconds.observe((performance.now() - startedAt) / 1000);
    for (const { type } of postings) metrics.ledgerPostings.inc({ type });
  });
  return posted;
}

function assertSound({ amount, uses, expiresAt }: Posting): void {
  assert(Number.isSafeInteger(amount) && amount !== 0, 'a posting moves a whole amount');
  const taken = uses.reduce((sum, use) => sum + use.amount, 0);
  assert(taken === Math.max(0, -amount), 'what is taken from lots makes up the amount');
  assert(amount > 0 || expiresAt === null, 'only a new lot expires');
}

async function openBooks(tx: Tx, postings: readonly Posting[]): Promise<Books> {
  const memberIds = [...new Set(postings.map((posting) => posting.memberId))];
  const list = marks(memberIds);
  // In id order, so that two transactions with the same members never wait for each other in a circle.
  const heads = await tx.all<Head>(
    `SELECT id, chain_seq AS seq, chain_hash AS hash FROM members WHERE id IN (${list}) ORDER BY id${tx.forUpdate}`,
    memberIds,
  );
  const accounts = await tx.all<Mutable<Account>>(
    `SELECT ${accountColumns} FROM accounts WHERE member_id IN (${list})`,
    memberIds,
  );
  const lotIds = [...new Set(postings.flatMap((posting) => posting.uses.map((use) => use.lotId)))];
  const lots =
    lotIds.length === 0
      ? []
      : await tx.all<Mutable<LotRow>>(
          `SELECT ${lotColumns} FROM lots WHERE id IN (${marks(lotIds)})`,
          lotIds,
        );
  return {
    heads: new Map(heads.map((head) => [head.id, { ...head }])),
    accounts: new Map(accounts.map((account) => [accountKey(account), { ...account }])),
    lots: new Map(lots.map((lot) => [lot.id, { ...lot }])),
  };
}

function chain(books: Books, fields: Omit<Entry, 'seq' | 'hash'>): Entry {
  const head = books.heads.get(fields.memberId);
  assert(head, 'points are posted to a member that exists');
  const unhashed = { ...fields, seq: head.seq + 1 };
  const entry = { ...unhashed, hash: entryHash(head.hash, unhashed) };
  head.seq = entry.seq;
  head.hash = entry.hash;
  return entry;
}

function take(books: Books, posting: Posting, use: Posting['uses'][number]): void {
  const lot = books.lots.get(use.lotId);
  assert(lot, 'points are taken from a lot that exists');
  assert(
    accountKey(lot) === accountKey(posting),
    "points are taken from the member's own lot of the same unit",
  );
  assert(Number.isSafeInteger(use.amount) && use.amount > 0, 'a whole amount is taken from a lot');
  assert(lot.remaining >= use.amount, 'no more is taken from a lot than is left');
  lot.remaining -= use.amount;
}

function lotRow(id: number, entry: Entry): Row {
  return {
    id,
    member_id: entry.memberId,
    program_id: entry.programId,
    unit: entry.unit,
    entry_id: entry.id,
    amount: entry.amount,
    remaining: entry.amount,
    earned_at: entry.occurredAt,
    expires_at: entry.expiresAt,
  };
}

function move(books: Books, posting: Posting): Account {
  const key = accountKey(posting);
  const { memberId, programId, unit } = posting;
  const account = books.accounts.get(key) ?? {
    ...{ memberId, programId, unit },
    ...{ balance: 0, pending: 0, lifetime: 0, owed: 0 },
  };
  account.balance += posting.amount;
  account.lifetime += lifetimePart(posting);
  assert(account.balance >= 0, 'no balance falls below zero');
  assert(Number.isSafeInteger(account.lifetime), 'no account outgrows exact whole numbers');
  books.accounts.set(key, account);
  return account;
}

/** What an entry adds to all that was ever earned: accruals and openings, less what was taken back of them. */
export function lifetimePart({ type, amount }: Pick<Posting, 'type' | 'amount'>): number {
  return type === 'accrual' || type === 'opening' || type === 'reversal' ? amount : 0;
}

interface Writing {
  readonly books: Books;
  readonly postings: readonly Posting[];
  readonly posted: readonly Posted[];
  readonly newLots: readonly Row[];
}

async function write(tx: Tx, { books, postings, posted, newLots }: Writing): Promise<void> {
  await tx.insert(
    'ledger_entries',
    posted.map(({ entry }) => entryRow(entry)),
  );
  await tx.insert('lots', newLots);
  await tx.insert(
    'lot_uses',
    postings.flatMap((posting, index) =>
      posting.uses.map((use) => ({
        entry_id: posted[index]?.entry.id ?? null,
        lot_id: use.lotId,
        member_id: posting.memberId,
        amount: use.amount,
      })),
    ),
  );
  for (const lot of books.lots.values()) {
    await tx.run('UPDATE lots SET remaining = ? WHERE id = ?', [lot.remaining, lot.id]);
  }
  await writeAccounts(tx, { books, postings });
  await writeHeads(tx, books);
}

async function writeAccounts(
  tx: Tx,
  { books, postings }: Pick<Writing, 'books' | 'postings'>,
): Promise<void> {
  const touched = new Set(postings.map(accountKey));
  await tx.upsert(
    'accounts',
    ['member_id', 'program_id', 'unit'],
    [...books.accounts.values()]
      .filter((account) => touched.has(accountKey(account)))
      .map((account) => ({
        member_id: account.memberId,
        program_id: account.programId,
        unit: account.unit,
        balance: account.balance,
        pending: account.pending,
        lifetime: account.lifetime,
        owed: account.owed,
      })),
  );
}

/** One UPDATE for all heads: an upsert would need every column of a member. */
async function writeHeads(tx: Tx, { heads }: Books): Promise<void> {
  const all = [...heads.values()];
  const cases = all.map(() => 'WHEN ? THEN ?').join(' ');
  await tx.run(
    `UPDATE members SET chain_seq = CASE id ${cases} END, chain_hash = CASE id ${cases} END WHERE id IN (${marks(all)})`,
    [
      ...all.flatMap((head) => [head.id, head.seq]),
      ...all.flatMap((head) => [head.id, head.hash]),
      ...all.map((head) => head.id),
    ],
  );
}
