import assert from 'node:assert/strict';
import type { LossReason } from '../../rules/lots.ts';
import type { Runtime } from '../runtime.ts';
import { writeActs } from '../store/acts.ts';
import type { Act } from '../store/acts.ts';
import { marks } from '../store/tx.ts';
import type { Row, Tx } from '../store/tx.ts';
import { entryHash } from './chain.ts';
import type { Entry, Posting } from './entry.ts';
import { dueAtOf } from './lot.ts';
import { alter, free, hold, openPending, writePending } from './pending-books.ts';
import type { PendingBooks } from './pending-books.ts';
import type { NewPending, PendingChange } from './pending.ts';
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

/** All that is moved together: what was pending changes first, then entries are posted. */
export interface Movements {
  readonly postings: readonly Posting[];
  /** What is awarded and waits. */
  readonly held?: readonly NewPending[];
  /** What becomes of things that wait, each of one of these members. */
  readonly changed?: readonly (PendingChange & { readonly memberId: number })[];
}

/** What the postings are worked out on, loaded and locked once for all of them. */
interface Books {
  readonly heads: Map<number, Head>;
  readonly accounts: Map<string, Mutable<Account>>;
  readonly lots: Map<number, Mutable<LotRow>>;
  readonly pending: PendingBooks;
}

/** Posts entries alone; see `move`. */
export function post(
  parts: Pick<Runtime, 'clock' | 'metrics'>,
  tx: Tx,
  postings: readonly Posting[],
): Promise<Posted[]> {
  return move(parts, tx, { postings });
}

/**
 * Posts movements, in order, inside the caller's transaction: the only writer of points and credit, and of what is
 * pending of them. Either all
 * are written or, when it throws, none may be (the transaction must not commit). The number of statements does
 * not grow with the number of postings, but for one UPDATE a lot that is taken from.
 *
 * Throws `UniqueViolation` for a `onceKey` the member has already, and an assertion error for what only our own
 * mistake can cause: an unknown member, an amount of zero, more taken from a lot, an account or what is pending
 * than it holds.
 */
export async function move(
  { clock, metrics }: Pick<Runtime, 'clock' | 'metrics'>,
  tx: Tx,
  movements: Movements,
): Promise<Posted[]> {
  const { postings, held = [], changed = [] } = movements;
  if (postings.length + held.length + changed.length === 0) return [];
  const now = clock.now();
  const startedAt = performance.now();
  const books = await openBooks(tx, movements);
  const newLots: Row[] = [];
  const touched = movePending(books, movements, { id: () => tx.id(), createdAt: now });
  const posted = postings.map((posting) => {
    assertSound(posting);
    const { uses, ...fields } = posting;
    const entry = chain(books, { pendingId: null, fading: null, ...fields, id: tx.id(), createdAt: now });
    if (entry.pendingId !== null) free(books.pending, entry.pendingId, posting);
    for (const use of uses) take(books, posting, use);
    if (entry.amount > 0) newLots.push(lotRow(tx.id(), entry));
    const account = moveAccount(books, posting);
    touched.add(accountKey(posting));
    return { entry, account: { ...account } };
  });
  await write(tx, { books, postings, posted, newLots, touched });
  tx.afterCommit(() => {
    metrics.ledgerPostSeconds.observe((performance.now() - startedAt) / 1000);
    for (const { type } of postings) metrics.ledgerPostings.inc({ type });
  });
  return posted;
}

function assertSound({ amount, uses, expiresAt, fading = null }: Posting): void {
  assert(Number.isSafeInteger(amount) && amount !== 0, 'a posting moves a whole amount');
  const taken = uses.reduce((sum, use) => sum + use.amount, 0);
  assert(taken === Math.max(0, -amount), 'what is taken from lots makes up the amount');
  assert(amount > 0 || (expiresAt === null && fading === null), 'only a new lot expires');
}

async function openBooks(tx: Tx, { postings, held = [], changed = [] }: Movements): Promise<Books> {
  const memberIds = [...new Set([...postings, ...held, ...changed].map(({ memberId }) => memberId))];
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
  const pendingIds = [...postings, ...changed].flatMap(({ pendingId }) => pendingId ?? []);
  return {
    pending: await openPending(tx, [...new Set(pendingIds)]),
    heads: new Map(heads.map((head) => [head.id, { ...head }])),
    accounts: new Map(accounts.map((account) => [accountKey(account), { ...account }])),
    lots: new Map(lots.map((lot) => [lot.id, { ...lot }])),
  };
}

/** Holds what is new, changes what waits; answers which accounts that touched. */
function movePending(
  books: Books,
  { held = [], changed = [] }: Movements,
  made: { id: () => number; createdAt: number },
): Set<string> {
  const touched = new Set<string>();
  const wait = (of: Pick<Account, 'memberId' | 'programId' | 'unit'>, amount: number) => {
    assert(books.heads.has(of.memberId), 'what waits waits for a member that exists');
    accountOf(books, of).pending += amount;
    touched.add(accountKey(of));
  };
  for (const one of held) {
    hold(books.pending, one, { id: made.id(), createdAt: made.createdAt });
    wait(one, one.amount);
  }
  for (const { memberId, ...change } of changed) {
    const row = alter(books.pending, change);
    assert(row.memberId === memberId, "what waits is the member's own");
    wait(row, -(change.cancel ?? 0));
  }
  return touched;
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
  if (isStep(posting)) lot.steppedAt = posting.occurredAt;
}

function lotRow(id: number, entry: Entry): Row {
  const { amount: remaining, occurredAt: earnedAt, expiresAt, fading } = entry;
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
    fading,
    stepped_at: null,
    due_at: dueAtOf({ id, remaining, earnedAt, expiresAt, fading, steppedAt: null }),
  };
}

/** Whether an entry is a step of depreciation; its moment is that of the step. */
export function isStep({ type, reason }: Pick<Posting, 'type' | 'reason'>): boolean {
  return type === 'expiry' && reason === ('depreciated' satisfies LossReason);
}

function accountOf(
  { accounts }: Books,
  of: Pick<Account, 'memberId' | 'programId' | 'unit'>,
): Mutable<Account> {
  const key = accountKey(of);
  const { memberId, programId, unit } = of;
  const account = accounts.get(key) ?? {
    ...{ memberId, programId, unit },
    ...{ balance: 0, pending: 0, lifetime: 0, owed: 0 },
  };
  accounts.set(key, account);
  return account;
}

function moveAccount(books: Books, posting: Posting): Account {
  const account = accountOf(books, posting);
  account.balance += posting.amount;
  account.lifetime += lifetimePart(posting);
  if (typeof posting.pendingId === 'number') account.pending -= posting.amount;
  assert(account.balance >= 0, 'no balance falls below zero');
  assert(account.pending >= 0, 'nothing pending falls below zero');
  assert(Number.isSafeInteger(account.lifetime), 'no account outgrows exact whole numbers');
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
  /** The accounts that changed, by key. */
  readonly touched: ReadonlySet<string>;
}

async function write(tx: Tx, { books, postings, posted, newLots, touched }: Writing): Promise<void> {
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
    await tx.run('UPDATE lots SET remaining = ?, stepped_at = ?, due_at = ? WHERE id = ?', [
      ...[lot.remaining, lot.steppedAt, dueAtOf(lot), lot.id],
    ]);
  }
  await writePending(tx, books.pending);
  await writeAccounts(tx, { books, touched });
  await writeActs(tx, postings.flatMap(actOf));
  await writeHeads(tx, books);
}

/** Spending is something a member does. */
function actOf({ type, memberId, occurredAt }: Posting): Act[] {
  return type === 'redemption' ? [{ memberId, act: 'redemption', at: occurredAt }] : [];
}

async function writeAccounts(tx: Tx, { books, touched }: Pick<Writing, 'books' | 'touched'>): Promise<void> {
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
