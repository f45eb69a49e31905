import { marks } from '../store/tx.ts';
import type { Tx } from '../store/tx.ts';
import { openStates } from './states.ts';

/** How long a taken message stays ours: longer than a send and its timeouts ever last. */
export const leaseMs = 60_000;

/** Leases to give back. */
export interface Returned {
  readonly ids: readonly number[];
  readonly tokens: readonly string[];
  /** When the messages are due again. */
  readonly dueAt: number;
}

/**
 * Whoever still has a lease that was given back finds it void. What somebody has begun with is left to him: an
 * attempt renews the lease under another token. Answers how many were given back.
 */
export function giveBack(tx: Tx, { ids, tokens, dueAt }: Returned): Promise<number> {
  return tx.run(
    `UPDATE outbox SET lease_token = NULL, due_at = ?
     WHERE id IN (${marks(ids)}) AND lease_token IN (${marks(tokens)}) AND state IN (${marks(openStates)})`,
    [dueAt, ...ids, ...tokens, ...openStates],
  );
}
