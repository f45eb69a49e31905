import assert from 'node:assert/strict';
import { marks } from '../store/tx.ts';
import type { Tx } from '../store/tx.ts';
import type { Posting } from './entry.ts';
import { openable, openedAt, pendingColumns, pendingTableRow } from './pending.ts';
import type { NewPending, PendingChange, PendingRow } from './pending.ts';
import { accountKey } from './rows.ts';

type Open = { -readonly [K in keyof PendingRow]: PendingRow[K] };

/** What waits, as far as movements touch it, by id. */
export interface PendingBooks {
  readonly rows: Map<number, Open>;
  readonly isNew: Set<number>;
}

/** Loads rows for the transaction that has locked their members. */
export async function openPending(tx: Tx, ids: readonly number[]): Promise<PendingBooks> {
  if (ids.length === 0) return { rows: new Map(), isNew: new Set() };
  const rows = await tx.all<PendingRow>(
    `SELECT ${pendingColumns} FROM pending WHERE id IN (${marks(ids)})`,
    ids,
  );
  return { rows: new Map(rows.map((row) => [row.id, { ...row }])), isNew: new Set() };
}

/** Something new that waits. */
export function hold(books: PendingBooks, held: NewPending, made: { id: number; createdAt: number }): void {
  const { amount, earnedAt } = held;
  assert(Number.isSafeInteger(amount) && amount > 0, 'a whole amount waits');
  assert(held.opensAt !== null || held.untilPaid || held.untilApproved, 'what waits waits for something');
  books.isNew.add(made.id);
  books.rows.set(
    made.id,
    settled({
      ...{ ...held, ...made },
      ready: held.untilPaid || held.untilApproved ? 0 : amount,
      readyAt: earnedAt,
      ...{ freed: 0, cancelled: 0, remaining: amount, approvedAt: null, dueAt: null, hash: '' },
    }),
  );
}

/** What becomes of a row. */
export function alter(
  books: PendingBooks,
  { pendingId, ready, approvedAt, cancel = 0 }: PendingChange,
): PendingRow {
  const row = rowOf(books, pendingId);
  if (approvedAt !== undefined) {
    assert(row.untilApproved && row.approvedAt === null, 'what waits to be approved is approved once');
    row.approvedAt = approvedAt;
  }
  if (ready) {
    const { amount } = ready;
    assert(
      Number.isSafeInteger(amount) && amount >= row.ready && amount <= row.amount,
      'what is ready grows',
    );
    if (amount > row.ready) row.readyAt = Math.max(row.readyAt, ready.at);
    row.ready = amount;
  }
  assert(Number.isSafeInteger(cancel) && cancel >= 0 && cancel <= row.remaining, 'what remains is cancelled');
  row.cancelled += cancel;
  row.remaining -= cancel;
  return settled(row);
}

/** An accrual takes what it gives out of the row that it cites. */
export function free(books: PendingBooks, pendingId: number, posting: Posting): void {
  const row = rowOf(books, pendingId);
  assert(posting.type === 'accrual' && accountKey(row) === accountKey(posting), 'its own accrual frees it');
  assert(posting.occurredAt >= openedAt(row), 'nothing is freed before its moment');
  assert(posting.amount <= openable(row), 'no more is freed than is ready');
  row.freed += posting.amount;
  row.remaining -= posting.amount;
  assert(row.remaining >= 0, 'nothing that waits falls below zero');
  settled(row);
}

function rowOf(books: PendingBooks, id: number): Open {
  const row = books.rows.get(id);
  assert(row, 'what waits is there');
  return row;
}

function settled(row: Open): Open {
  row.dueAt = openable(row) > 0 ? openedAt(row) : null;
  return row;
}

/** What is new in one statement, so that what may be there once is refused; what changed in another. */
export async function writePending(tx: Tx, { rows, isNew }: PendingBooks): Promise<void> {
  const all = [...rows.values()];
  await tx.insert('pending', all.filter(({ id }) => isNew.has(id)).map(pendingTableRow));
  await tx.upsert('pending', ['id'], all.filter(({ id }) => !isNew.has(id)).map(pendingTableRow));
}
