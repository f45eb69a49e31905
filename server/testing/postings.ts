import type { Posting } from '../ledger/entry.ts';
import type { NewPending } from '../ledger/pending.ts';
import { createMetrics } from '../metrics.ts';
import type { Runtime } from '../runtime.ts';
import type { Store } from '../store/store.ts';
import { testNow } from './temporary-store.ts';

/** An accrual of 10 points, never expiring, with what a test wants otherwise. */
export function aPosting(overrides: Partial<Posting> & Pick<Posting, 'memberId'>): Posting {
  return {
    programId: 1,
    programVersion: 1,
    rule: 'by-amount',
    unit: 'points',
    type: 'accrual',
    amount: 10,
    reason: 'purchase',
    purchaseId: null,
    correctsId: null,
    onceKey: null,
    actor: 'test',
    occurredAt: testNow,
    expiresAt: null,
    fading: null,
    uses: [],
    ...overrides,
  };
}

/** 10 points that wait for a moment a second away, with what a test wants otherwise. */
export function aPending(overrides: Partial<NewPending> & Pick<NewPending, 'memberId'>): NewPending {
  return {
    programId: 1,
    programVersion: 1,
    rule: 'by-amount',
    unit: 'points',
    amount: 10,
    reason: 'purchase',
    purchaseId: null,
    onceKey: null,
    actor: 'test',
    earnedAt: testNow,
    opensAt: testNow + 1000,
    untilPaid: 0,
    untilApproved: 0,
    expiry: '"never"',
    ...overrides,
  };
}

const metrics = createMetrics();

/** What the ledger needs of a runtime, at a moment. */
export function ledgerAt(at: number): Pick<Runtime, 'clock' | 'metrics'> {
  return { clock: { now: () => at }, metrics };
}

/** Puts members with these ids, and nothing else of them, into a store, and the program that postings are of. */
export function insertMembers(store: Store, ids: readonly number[]): Promise<void> {
  return store.transaction(async (tx) => {
    await tx.insertNew('programs', [{ id: 1, code: 'of-postings', place: 1, created_at: testNow }]);
    await tx.insert(
      'members',
      ids.map((id) => ({
        ...{ id, phone: `+98912${String(id).padStart(7, '0')}`, language: 'fa' },
        ...{ joined_at: testNow, joined_channel: 'sms' },
      })),
    );
  });
}

const ledgerTables = ['members', 'accounts', 'ledger_entries', 'lots', 'lot_uses', 'pending'] as const;

/** Every row of every table the ledger writes, to be compared with a later one. */
export async function dumpLedger(store: Store): Promise<Readonly<Record<string, unknown[]>>> {
  const dump: Record<string, unknown[]> = {};
  for (const table of ledgerTables) dump[table] = await store.all(`SELECT * FROM ${table} ORDER BY 1, 2, 3`);
  return dump;
}

/** Takes all of it away again, members included. */
export function clearLedger(store: Store): Promise<void> {
  return store.transaction(async (tx) => {
    for (const table of ledgerTables) await tx.run(`DELETE FROM ${table}`);
  });
}
