import { createTable, key, long, optional, small, whole } from '../schema.ts';

/** Things that were given, one by one: rewards, vouchers, gift cards, tickets of draws. */
export const gifts = [
  createTable(80, 'gifts', {
    columns: {
      id: whole,
      member_id: whole,
      program_id: whole,
      program_version: small,
      rule: key(64),
      kind: key(16),
      // The id of the reward or the draw.
      what: optional(key(64)),
      // What it was called when it was given, as JSON.
      name: optional(long),
      // Rial off, or on the card.
      amount: optional(whole),
      percent_hundredths: optional(small),
      // What she shows; nobody can guess it.
      code: key(16),
      // Of a ticket: its number in the draw.
      number: optional(whole),
      state: key(16),
      // The trigger of the rule.
      reason: key(64),
      purchase_id: optional(whole),
      occasion_id: optional(whole),
      actor: key(64),
      given_at: whole,
      expires_at: optional(whole),
      cancelled_at: optional(whole),
      created_at: whole,
    },
    primary: ['id'],
    unique: [['code'], ['program_id', 'what', 'number']],
    index: [['member_id', 'state'], ['purchase_id'], ['occasion_id']],
  }),
];
