import type { EntryType } from './entry.ts';
import type { Entry } from './entry.ts';
import type { LedgerUnit } from './unit.ts';
import type { Row } from '../store/tx.ts';

/** An account: what a member has of one unit in one program. `balance` includes what is overdue but not yet expired by the job. */
export interface Account {
  readonly memberId: number;
  readonly programId: number;
  readonly unit: LedgerUnit;
  readonly balance: number;
  /** All that waits in `pending`: part of neither the balance nor the lifetime until it is freed. */
  readonly pending: number;
  /** All that was ever earned and not taken back. */
  readonly lifetime: number;
  readonly owed: number;
}

export const accountColumns =
  'member_id AS memberId, program_id AS programId, unit, balance, pending, lifetime, owed';

export const entryColumns = `id, member_id AS memberId, seq, program_id AS programId,
  program_version AS programVersion, rule, unit, type, amount, reason, purchase_id AS purchaseId,
  corrects_id AS correctsId, once_key AS onceKey, actor, expires_at AS expiresAt, fading,
  occurred_at AS occurredAt, created_at AS createdAt, pending_id AS pendingId, hash`;

export interface LotRow {
  readonly id: number;
  readonly memberId: number;
  readonly programId: number;
  readonly unit: LedgerUnit;
  readonly entryId: number;
  readonly amount: number;
  readonly remaining: number;
  readonly earnedAt: number;
  readonly expiresAt: number | null;
  /** As the entry has it. */
  readonly fading: string | null;
  /** The moment of the last step of depreciation that was taken. */
  readonly steppedAt: number | null;
  /** No part of it is lost before; `null` where nothing ever is. */
  readonly dueAt: number | null;
}

/** For SELECTs that join other tables: `lots` is the table's name in them. */
export const lotColumns = `lots.id, lots.member_id AS memberId, lots.program_id AS programId, lots.unit,
  lots.entry_id AS entryId, lots.amount, lots.remaining, lots.earned_at AS earnedAt,
  lots.expires_at AS expiresAt, lots.fading, lots.stepped_at AS steppedAt, lots.due_at AS dueAt`;

export function entryRow(entry: Entry): Row {
  return {
    id: entry.id,
    member_id: entry.memberId,
    seq: entry.seq,
    program_id: entry.programId,
    program_version: entry.programVersion,
    rule: entry.rule,
    unit: entry.unit,
    type: entry.type satisfies EntryType,
    amount: entry.amount,
    reason: entry.reason,
    purchase_id: entry.purchaseId,
    corrects_id: entry.correctsId,
    once_key: entry.onceKey,
    actor: entry.actor,
    expires_at: entry.expiresAt,
    fading: entry.fading,
    occurred_at: entry.occurredAt,
    created_at: entry.createdAt,
    pending_id: entry.pendingId,
    hash: entry.hash,
  };
}

/** Which account a movement belongs to, as a map key. */
export function accountKey(of: Pick<Account, 'memberId' | 'programId' | 'unit'>): string {
  return `${of.memberId}/${of.programId}/${of.unit}`;
}
