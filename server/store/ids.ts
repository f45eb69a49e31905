import assert from 'node:assert/strict';

/**
 * Ids are whole numbers below 2^53, unique over all processes of one database and, because they follow the
 * clock, never used again after a backup was restored: a provider remembers the id of every message it was
 * given and would silently drop another message with the same one.
 *
 * A process reserves blocks from one row of the database and hands them out from memory, so that the rows of
 * one transaction can point at each other before any of them is written.
 */
export interface IdSource {
  /** A fresh id. Throws when the reserve is spent: `refill` must run before each transaction. */
  next(): number;
  /** True when a refill is due. */
  readonly low: boolean;
  /** Takes a reserved block: `[from, from + blockSize)`. */
  refill(from: number): void;
}

export const blockSize = 65_536;
/** What all transactions together may take that begin before a refill is through. */
const reserveMin = 32_768;

/** 2025-01-01T00:00:00Z; at 256 ids a millisecond the ids reach 2^53 in the year 3140. */
const epochAt = 1_735_689_600_000;
const idsPerMs = 256;

/** The lowest id that may be handed out at `now`; 0 is nobody's, however long ago that is. */
export function idFloor(now: number): number {
  return Math.max(1, (now - epochAt) * idsPerMs);
}

export function createIds(): IdSource {
  let next = 0;
  let end = 0;
  return {
    next() {
      assert(next < end, 'the id reserve is spent: one transaction makes more rows than a reserve holds');
      return next++;
    },
    get low() {
      return end - next < reserveMin;
    },
    refill(from) {
      next = from;
      end = from + blockSize;
    },
  };
}
