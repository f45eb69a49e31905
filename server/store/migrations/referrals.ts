import { addColumn, addIndex, optional, whole } from '../schema.ts';

/** Who brought whom: told when she joins, and never changed. */
export const referrals = [
  addColumn(67, 'members', { name: 'referrer_id', type: optional(whole) }),
  addColumn(68, 'members', { name: 'referred_at', type: optional(whole) }),
  addIndex(69, 'members', ['referrer_id']),
];
