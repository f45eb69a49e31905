import { createTable, key, long, optional, small, starting, text, whole } from '../schema.ts';

/** Programs, purchases and the ledger. Every table of a purchase's way carries `member_id`. */
export const points = [
  createTable(11, 'programs', {
    columns: {
      id: whole,
      code: key(64),
      // The order of the programs that run side by side: the lowest is the club's own.
      place: small,
      // What the program file said last, so that a start with the same file leaves alone what was activated since.
      file_hash: optional(key(64)),
      created_at: whole,
    },
    primary: ['id'],
    unique: [['code']],
  }),
  createTable(12, 'program_versions', {
    columns: {
      program_id: whole,
      version: small,
      body: long,
      hash: key(64),
      created_at: whole,
      actor: key(64),
    },
    primary: ['program_id', 'version'],
  }),
  createTable(13, 'accounts', {
    columns: {
      member_id: whole,
      program_id: whole,
      unit: key(80),
      balance: whole,
      pending: whole,
      lifetime: whole,
      owed: whole,
    },
    primary: ['member_id', 'program_id', 'unit'],
  }),
  createTable(14, 'ledger_entries', {
    columns: {
      id: whole,
      member_id: whole,
      seq: small,
      program_id: whole,
      program_version: small,
      rule: optional(key(64)),
      unit: key(80),
      type: key(16),
      amount: whole,
      reason: key(64),
      purchase_id: optional(whole),
      corrects_id: optional(whole),
      // What may happen once to a member (`birthday:1405`); empty for what may happen again.
      once_key: optional(key(64)),
      actor: key(64),
      // When the points of an accrual expire: here so that the chain covers what the lot says.
      expires_at: optional(whole),
      // What else takes from it with time, as JSON; the same text stands at the lot.
      fading: optional(long),
      occurred_at: whole,
      created_at: whole,
      hash: key(64),
    },
    primary: ['id'],
    unique: [
      ['member_id', 'seq'],
      ['member_id', 'once_key'],
    ],
    index: [['purchase_id']],
  }),
  createTable(15, 'lots', {
    columns: {
      id: whole,
      member_id: whole,
      program_id: whole,
      unit: key(80),
      entry_id: whole,
      amount: whole,
      remaining: whole,
      earned_at: whole,
      expires_at: optional(whole),
      fading: optional(long),
      // The moment of the last step of depreciation that was taken from it.
      stepped_at: optional(whole),
      // No part of it is lost before; empty where nothing ever is, and of an empty lot. What the expiry job goes by.
      due_at: optional(whole),
    },
    primary: ['id'],
    unique: [['entry_id']],
    index: [
      // Whether anything of a member's lots is overdue is asked at each purchase, and told by the index alone.
      ['member_id', 'remaining', 'due_at'],
      ['due_at', 'member_id'],
    ],
  }),
  createTable(16, 'lot_uses', {
    columns: { entry_id: whole, lot_id: whole, member_id: whole, amount: whole },
    primary: ['entry_id', 'lot_id'],
    index: [['lot_id'], ['member_id']],
  }),
  createTable(17, 'purchases', {
    columns: {
      id: whole,
      member_id: whole,
      shop_id: whole,
      amount: whole,
      receipt_no: optional(text(64)),
      // The receipt number while the purchase stands; emptied by its undoing, so that it can be logged right.
      receipt_key: optional(text(64)),
      channel: key(16),
      actor: key(64),
      explanation: long,
      // What was promised at the sale, and how much of that was paid since.
      unpaid: starting(whole, 0),
      settled: starting(whole, 0),
      occurred_at: whole,
      created_at: whole,
      undone_at: optional(whole),
      undone_by: optional(key(64)),
    },
    primary: ['id'],
    unique: [['shop_id', 'receipt_key']],
    index: [
      ['member_id', 'occurred_at'],
      ['actor', 'created_at'],
    ],
  }),
  createTable(18, 'purchase_lines', {
    columns: {
      purchase_id: whole,
      line_no: small,
      member_id: whole,
      sku: optional(text(64)),
      name: optional(text(200)),
      product_group: optional(text(64)),
      brand: optional(text(64)),
      quantity: starting(whole, 1),
      amount: whole,
    },
    primary: ['purchase_id', 'line_no'],
    index: [['member_id']],
  }),
  createTable(19, 'purchase_payments', {
    columns: { purchase_id: whole, payment_no: small, member_id: whole, kind: key(32), amount: whole },
    primary: ['purchase_id', 'payment_no'],
    index: [['member_id']],
  }),
  createTable(20, 'idempotency_keys', {
    columns: {
      scope: key(64),
      idempotency_key: key(200),
      body_hash: key(64),
      response: long,
      created_at: whole,
    },
    primary: ['scope', 'idempotency_key'],
  }),
];
