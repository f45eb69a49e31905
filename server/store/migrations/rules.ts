import { addColumn, createTable, key, long, optional, small, starting, whole } from '../schema.ts';

/** What rules go by beyond the ledger, and what they are told of a purchase. */
export const rules = [
  // Running counts: of what rules gave and of purchases, by period (`month:2025-12-22`, `ever`). Member 0: of all.
  createTable(33, 'tallies', {
    columns: {
      program_id: whole,
      member_id: whole,
      subject: key(80),
      period: key(20),
      times: whole,
      amount: whole,
      carried: whole,
      last_at: optional(whole),
    },
    primary: ['program_id', 'member_id', 'subject', 'period'],
  }),
  // What was counted for a purchase, as JSON, so that its undoing can take exactly that back.
  addColumn(34, 'purchases', { name: 'counted', type: optional(long) }),
  addColumn(35, 'purchases', { name: 'discount', type: starting(whole, 0) }),
  addColumn(36, 'purchases', { name: 'tax', type: starting(whole, 0) }),
  addColumn(37, 'purchase_lines', { name: 'discount', type: starting(whole, 0) }),
  addColumn(38, 'purchase_lines', { name: 'tax', type: starting(whole, 0) }),
  // Tags of the line as a JSON list; empty without.
  addColumn(39, 'purchase_lines', { name: 'tags', type: optional(long) }),
  // From when on which version of a program is in force; without a version, the program is not in force any more.
  createTable(40, 'program_activations', {
    columns: {
      id: whole,
      program_id: whole,
      version: optional(small),
      active_at: whole,
      created_at: whole,
      actor: key(64),
    },
    primary: ['id'],
    index: [['program_id', 'active_at']],
  }),
];
