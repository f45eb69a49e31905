import { addColumn, createTable, key, long, optional, small, whole } from '../schema.ts';

/** What was awarded and waits: until a moment, until it is paid, until somebody approves it. */
export const pending = [
  createTable(50, 'pending', {
    columns: {
      id: whole,
      member_id: whole,
      program_id: whole,
      program_version: small,
      rule: optional(key(64)),
      unit: key(80),
      amount: whole,
      // So much of it waits for its moment alone, since then.
      ready: whole,
      ready_at: whole,
      freed: whole,
      cancelled: whole,
      remaining: whole,
      reason: key(64),
      purchase_id: optional(whole),
      once_key: optional(key(64)),
      opens_at: optional(whole),
      until_paid: small,
      until_approved: small,
      approved_at: optional(whole),
      // When some of it can be freed without anything else happening; empty where nothing can.
      due_at: optional(whole),
      // Until when it can be spent once it is freed, as JSON.
      expiry: long,
      actor: key(64),
      earned_at: whole,
      created_at: whole,
      hash: key(64),
    },
    primary: ['id'],
    unique: [['member_id', 'once_key']],
    index: [['member_id', 'remaining'], ['due_at'], ['purchase_id']],
  }),
  // The row that an accrual frees something of.
  addColumn(51, 'ledger_entries', { name: 'pending_id', type: optional(whole) }),
  // Later payments for a purchase, each with what it gave and what was counted for that, as JSON.
  createTable(52, 'settlements', {
    columns: {
      id: whole,
      purchase_id: whole,
      member_id: whole,
      amount: whole,
      kind: optional(key(32)),
      paid_at: whole,
      explanation: long,
      counted: long,
      actor: key(64),
      created_at: whole,
    },
    primary: ['id'],
    index: [['purchase_id'], ['member_id']],
  }),
];
