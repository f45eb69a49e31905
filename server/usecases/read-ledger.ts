import type { Entry } from '../ledger/entry.ts';
import { entryColumns } from '../ledger/rows.ts';
import type { Runtime } from '../runtime.ts';
import type { Reader } from '../store/tx.ts';
import { amountAsWritten } from './as-written.ts';

export interface LedgerPage {
  /** Newest first, with their amounts as people write them. */
  readonly entries: readonly Entry[];
  /** The `before` of the page that follows; `null` at the end. */
  readonly next: number | null;
}

export interface LedgerQuery {
  readonly memberId: number;
  readonly limit: number;
  /** Entries older than the one with this `seq`; from the newest on when not given. */
  readonly before?: number | undefined;
}

/** A part of a member's ledger. Entries never change and come only at the top, so pages do not shift. */
export async function readLedger(
  { club }: Pick<Runtime, 'club'>,
  reader: Reader,
  { memberId, limit, before }: LedgerQuery,
): Promise<LedgerPage> {
  const rows = await reader.all<Entry>(
    `SELECT ${entryColumns} FROM ledger_entries WHERE member_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
    [memberId, before ?? Number.MAX_SAFE_INTEGER, limit + 1],
  );
  await club.refresh(reader);
  const entries = rows.slice(0, limit).map((entry) => {
    const { decimals } = club.lastOf(entry.programId).rules;
    return { ...entry, amount: amountAsWritten(entry.unit, entry.amount, decimals) };
  });
  return { entries, next: rows.length > limit ? (entries.at(-1)?.seq ?? null) : null };
}
