import { createHash } from 'node:crypto';
import type { Entry } from './entry.ts';

/** What precedes a member's first entry. */
export const chainStart = '';

/**
 * The hash of an entry: SHA-256, in hexadecimal, over the hash of the member's entry before it and every field
 * of this one in a fixed order. Changing, adding, dropping or reordering any entry changes the last hash,
 * which the member's own row holds as well.
 */
export function entryHash(previous: string, entry: Omit<Entry, 'hash'>): string {
  const fields = [
    entry.id,
    entry.memberId,
    entry.seq,
    entry.programId,
    entry.programVersion,
    entry.rule,
    entry.unit,
    entry.type,
    entry.amount,
    entry.reason,
    entry.purchaseId,
    entry.correctsId,
    entry.onceKey,
    entry.actor,
    entry.expiresAt,
    entry.fading,
    entry.occurredAt,
    entry.createdAt,
    entry.pendingId,
  ];
  return createHash('sha256')
    .update(JSON.stringify([previous, fields]))
    .digest('hex');
}
