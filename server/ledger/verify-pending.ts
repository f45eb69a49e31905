import type { Entry } from './entry.ts';
import { openable, openedAt, pendingHash } from './pending.ts';
import type { PendingRow } from './pending.ts';
import { accountKey } from './rows.ts';

interface Books {
  readonly id: number;
  readonly entries: readonly Entry[];
  readonly pending: readonly PendingRow[];
}

/** The row that is not what it must be. */
export interface PendingDifference {
  readonly memberId: number;
  readonly table: 'pending' | 'ledger_entries';
  readonly row: string;
  readonly problem: string;
}

/** The first thing wrong in what waits for a member, and in the entries that freed some of it. */
export function pendingDifference({ id, entries, pending }: Books): PendingDifference | undefined {
  const at = (table: PendingDifference['table'], row: number, problem: string): PendingDifference => ({
    ...{ memberId: id, table, row: `id ${row}` },
    problem,
  });
  const rows = new Map(pending.map((row) => [row.id, row]));
  const freed = new Map<number, number>();
  for (const entry of entries) {
    if (entry.pendingId === null) continue;
    const row = rows.get(entry.pendingId);
    if (!row) return at('ledger_entries', entry.id, 'frees what does not wait');
    if (accountKey(row) !== accountKey(entry) || entry.type !== 'accrual')
      return at('ledger_entries', entry.id, 'does not fit what it frees');
    freed.set(row.id, (freed.get(row.id) ?? 0) + entry.amount);
  }
  for (const row of pending) {
    const due = freed.get(row.id) ?? 0;
    const problem =
      due === row.freed ? faultIn(row) : `should have freed ${due} by the entries, says ${row.freed}`;
    if (problem !== undefined) return at('pending', row.id, problem);
  }
  return undefined;
}

function faultIn(row: PendingRow): string | undefined {
  const { amount, ready, freed, cancelled, remaining, dueAt } = row;
  if (remaining !== amount - freed - cancelled || remaining < 0 || cancelled < 0)
    return `should have ${amount - freed - cancelled} waiting, has ${remaining}`;
  if (ready > amount || freed > ready) return 'has more freed than was ready';
  if (dueAt !== (openable(row) > 0 ? openedAt(row) : null)) return 'is due at another time than it says';
  return pendingHash(row) === row.hash ? undefined : 'was changed after it was written';
}
