import { createTable, key, long, optional, small, starting, text, whole } from '../schema.ts';

/** Shops, members, how they are reached and what they agreed to; staff, keys and what was done by whom. */
export const people = [
  createTable(3, 'shops', {
    columns: { id: whole, code: key(32), name: text(200), created_at: whole },
    primary: ['id'],
    unique: [['code']],
  }),
  createTable(4, 'members', {
    columns: {
      id: whole,
      phone: key(20),
      name: optional(text(100)),
      language: key(2),
      birth_calendar: optional(key(10)),
      birth_year: optional(small),
      birth_month: optional(small),
      birth_day: optional(small),
      joined_at: whole,
      joined_channel: key(16),
      joined_shop_id: optional(whole),
      last_purchase_at: optional(whole),
      // When she last did anything else that counts as activity, as JSON: {"visit": …}.
      last_acts: optional(long),
      // When the nudge of her present absence went out, if it did.
      nudged_at: optional(whole),
      promotions_stopped_at: optional(whole),
      // The head of the member's chain of ledger entries; see server/ledger/chain.ts.
      chain_seq: starting(small, 0),
      chain_hash: starting(key(64), ''),
    },
    primary: ['id'],
    unique: [['phone']],
    index: [['birth_calendar', 'birth_month', 'birth_day'], ['last_purchase_at']],
  }),
  createTable(5, 'addresses', {
    columns: {
      id: whole,
      channel: key(16),
      address: key(64),
      // Empty for somebody who wrote and is no member: her opt-out holds all the same.
      member_id: optional(whole),
      promotions_stopped_at: optional(whole),
      dead_at: optional(whole),
      // Tried out in the simulator, and used by nobody real since.
      simulated: starting(small, 0),
      created_at: whole,
    },
    primary: ['id'],
    unique: [['channel', 'address']],
    index: [['member_id']],
  }),
  createTable(6, 'consents', {
    columns: {
      id: whole,
      member_id: optional(whole),
      channel: key(16),
      address: key(64),
      kind: key(16),
      granted: small,
      words: text(500),
      inbox_id: optional(whole),
      actor: key(64),
      created_at: whole,
    },
    primary: ['id'],
    index: [['member_id'], ['channel', 'address']],
  }),
  createTable(7, 'staff', {
    columns: {
      id: whole,
      login: key(64),
      name: text(100),
      phone: optional(key(20)),
      role: key(16),
      shop_id: whole,
      password_hash: key(200),
      failed_logins: starting(small, 0),
      locked_until: optional(whole),
      disabled_at: optional(whole),
      created_at: whole,
    },
    primary: ['id'],
    unique: [['login'], ['phone']],
  }),
  createTable(8, 'sessions', {
    columns: { id: key(64), data: long, expires_at: whole },
    primary: ['id'],
    index: [['expires_at']],
  }),
  createTable(9, 'api_keys', {
    columns: {
      id: whole,
      name: text(100),
      role: key(16),
      shop_id: whole,
      hash: key(64),
      created_at: whole,
      revoked_at: optional(whole),
      last_used_at: optional(whole),
    },
    primary: ['id'],
    unique: [['hash']],
  }),
  createTable(10, 'audit', {
    columns: { id: whole, at: whole, actor: key(64), action: key(64), subject: key(64), detail: long },
    primary: ['id'],
    index: [['subject'], ['at']],
  }),
];
