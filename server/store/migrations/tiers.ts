import { createTable, key, long, optional, small, text, whole } from '../schema.ts';

/** Where members stand on the ladders of programs, and how they came there. */
export const tiers = [
  createTable(45, 'member_tiers', {
    columns: {
      member_id: whole,
      program_id: whole,
      // The tier she has: what she earned, or the highest of her floors where that is higher. Empty for none.
      tier: optional(key(64)),
      earned: optional(key(64)),
      // Since when she has earned that; empty where she always had it.
      earned_since: optional(whole),
      // Since when she has the tier she has.
      since: optional(whole),
      review_at: optional(whole),
      grace_until: optional(whole),
      // What people and rules have given her, as a JSON list.
      floors: long,
      // The tiers she has ever reached, as a JSON list.
      reached: long,
      // When something happens to it by itself; empty for never.
      due_at: optional(whole),
    },
    primary: ['member_id', 'program_id'],
    index: [['due_at'], ['program_id', 'tier']],
  }),
  // Only ever added to.
  createTable(46, 'tier_changes', {
    columns: {
      id: whole,
      member_id: whole,
      program_id: whole,
      program_version: small,
      kind: key(16),
      // When it took effect: at a review, the moment it was due, however late the job was.
      at: whole,
      from_tier: optional(key(64)),
      to_tier: optional(key(64)),
      // In words, where a person did it.
      reason: optional(text(300)),
      purchase_id: optional(whole),
      occasion_id: optional(whole),
      actor: key(64),
      // Where she stood before, as JSON: what an undoing goes back to.
      state_before: long,
      created_at: whole,
    },
    primary: ['id'],
    index: [['member_id', 'program_id', 'created_at']],
  }),
];
