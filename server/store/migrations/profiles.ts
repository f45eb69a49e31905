import { addColumn, addIndex, createTable, key, long, optional, small, text, whole } from '../schema.ts';

/** What is known of a member, and what happened to her beside purchases. */
export const profiles = [
  addColumn(60, 'members', { name: 'gender', type: optional(key(10)) }),
  addColumn(61, 'members', { name: 'education', type: optional(key(20)) }),
  // Lists as JSON: they are always read whole, with the member.
  addColumn(62, 'members', { name: 'tags', type: optional(long) }),
  addColumn(63, 'members', { name: 'customer_groups', type: optional(long) }),
  createTable(64, 'member_dates', {
    columns: {
      member_id: whole,
      // What is kept on that day: `wedding`.
      name: key(32),
      calendar: key(10),
      year: optional(small),
      month: small,
      day: small,
    },
    primary: ['member_id', 'name'],
    index: [['calendar', 'month', 'day']],
  }),
  createTable(65, 'occasions', {
    columns: {
      id: whole,
      member_id: whole,
      // What happened (`event`, `visit`, `birthday`), and which of them (`survey-filled`).
      kind: key(24),
      name: key(64),
      // What may happen once to a member (`birthday:persian:1405`, an event's own id); empty for the others.
      once_key: optional(text(120)),
      shop_id: optional(whole),
      actor: key(64),
      // What an event was sent with, and what each rule did, as JSON.
      data: optional(long),
      explanation: long,
      // What was counted, as JSON, for its undoing.
      counted: optional(long),
      undone_at: optional(whole),
      undone_by: optional(key(64)),
      occurred_at: whole,
      created_at: whole,
    },
    primary: ['id'],
    unique: [['member_id', 'once_key']],
    index: [['member_id', 'kind', 'occurred_at']],
  }),
  addIndex(66, 'members', ['joined_at']),
];
