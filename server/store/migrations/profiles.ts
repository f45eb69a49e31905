import { addColumn, createTable, key, long, optional, small, whole } from '../schema.ts';

/** What is known of a member. */
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
];
