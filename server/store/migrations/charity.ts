import { createTable, key, optional, small, whole } from '../schema.ts';

/** What goes to charities in the name of members. */
export const charity = [
  // Only ever added to. A correction has the amount below zero, and corrects an entry once.
  createTable(85, 'charity_entries', {
    columns: {
      id: whole,
      member_id: whole,
      seq: small,
      program_id: whole,
      program_version: small,
      // The rule, or the stamp card that was full.
      rule: key(64),
      charity: key(64),
      // Rial.
      amount: whole,
      reason: key(64),
      purchase_id: optional(whole),
      occasion_id: optional(whole),
      corrects_id: optional(whole),
      actor: key(64),
      occurred_at: whole,
      created_at: whole,
      // Over the hash of the member's entry before it and every field of this one.
      hash: key(64),
    },
    primary: ['id'],
    unique: [['member_id', 'seq'], ['corrects_id']],
    index: [['purchase_id'], ['occasion_id'], ['occurred_at']],
  }),
];
