import { addColumn, addIndex, createTable, key, optional, whole } from '../schema.ts';

/** Who brought whom, told when she joins and never changed; and the codes by which it can be told. */
export const referrals = [
  addColumn(67, 'members', { name: 'referrer_id', type: optional(whole) }),
  createTable(68, 'invitations', {
    columns: { code: key(16), member_id: whole, created_at: whole },
    primary: ['code'],
    unique: [['member_id']],
  }),
  addIndex(69, 'members', ['referrer_id']),
];
