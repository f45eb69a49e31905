import { createHash } from 'node:crypto';
import type { LedgerUnit } from './unit.ts';
import type { Row } from '../store/tx.ts';

/** Something awarded that waits. Amounts are smallest parts of points, or rial of credit. */
export interface NewPending {
  readonly memberId: number;
  readonly programId: number;
  readonly programVersion: number;
  readonly rule: string | null;
  readonly unit: LedgerUnit;
  /** Above zero. */
  readonly amount: number;
  /** Why, as the entries that free it will say (`purchase`). */
  readonly reason: string;
  readonly purchaseId: number | null;
  /** What may happen once to a member; a second one of it is refused. */
  readonly onceKey: string | null;
  readonly actor: string;
  readonly earnedAt: number;
  /** Nothing of it is freed before this moment; `null` where it waits for no moment. */
  readonly opensAt: number | null;
  /** 1 where it is freed as its purchase is paid. */
  readonly untilPaid: 0 | 1;
  /** 1 where somebody has to approve it. */
  readonly untilApproved: 0 | 1;
  /** Until when it can be spent once it is freed, as JSON. */
  readonly expiry: string;
}

/** Something that waits, as it stands: `amount` is what was freed, cancelled and remains. */
export interface PendingRow extends NewPending {
  readonly id: number;
  /** So much of `amount` waits for nothing but its moment: it is paid and approved, as far as that was needed. */
  readonly ready: number;
  /** When `ready` last grew. */
  readonly readyAt: number;
  readonly freed: number;
  readonly cancelled: number;
  readonly remaining: number;
  readonly approvedAt: number | null;
  /** When some of it can be freed without anything else happening; `null` where nothing can. */
  readonly dueAt: number | null;
  readonly createdAt: number;
  /** Over all other fields: what changes it and is not the ledger is found out. */
  readonly hash: string;
}

/** What becomes of something that waits, besides being freed. Each field is absent where nothing changes. */
export interface PendingChange {
  readonly pendingId: number;
  /** So much of it waits for its moment alone, since then; never less than before. */
  readonly ready?: { readonly amount: number; readonly at: number };
  readonly approvedAt?: number;
  /** So much of it will never be freed. */
  readonly cancel?: number;
}

const columns = {
  id: 'id',
  memberId: 'member_id',
  programId: 'program_id',
  programVersion: 'program_version',
  rule: 'rule',
  unit: 'unit',
  amount: 'amount',
  ready: 'ready',
  readyAt: 'ready_at',
  freed: 'freed',
  cancelled: 'cancelled',
  remaining: 'remaining',
  reason: 'reason',
  purchaseId: 'purchase_id',
  onceKey: 'once_key',
  opensAt: 'opens_at',
  untilPaid: 'until_paid',
  untilApproved: 'until_approved',
  approvedAt: 'approved_at',
  dueAt: 'due_at',
  expiry: 'expiry',
  actor: 'actor',
  earnedAt: 'earned_at',
  createdAt: 'created_at',
} as const satisfies Record<Exclude<keyof PendingRow, 'hash'>, string>;

const fields = Object.keys(columns) as (keyof typeof columns)[];

/** For SELECTs that join other tables: `pending` is the table's name in them. */
export const pendingColumns = [
  ...fields.map((field) => `pending.${columns[field]} AS ${field}`),
  'pending.hash AS hash',
].join(', ');

/** The hash of a row: SHA-256, in hexadecimal, over every other field in a fixed order. */
export function pendingHash(row: Omit<PendingRow, 'hash'>): string {
  return createHash('sha256')
    .update(JSON.stringify(fields.map((field) => row[field])))
    .digest('hex');
}

/** A row as it is written, with its hash made anew. */
export function pendingTableRow(row: Omit<PendingRow, 'hash'>): Row {
  const written = Object.fromEntries(fields.map((field) => [columns[field], row[field]]));
  return { ...written, hash: pendingHash(row) };
}

/** How much of it can be freed once its moment has come. */
export function openable({
  ready,
  freed,
  cancelled,
}: Pick<PendingRow, 'ready' | 'freed' | 'cancelled'>): number {
  return Math.max(0, ready - freed - cancelled);
}

/** When what can be freed of it now came free: its own moment, or the payment or approval that came after. */
export function openedAt({ opensAt, readyAt }: Pick<PendingRow, 'opensAt' | 'readyAt'>): number {
  return Math.max(opensAt ?? readyAt, readyAt);
}
