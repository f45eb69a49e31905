import type { DeliveryReport } from '../../channels/types.ts';

/**
 * Where a message stands. `queued` and `deferred` (held for quiet hours) wait to be sent; `sending` has been
 * handed to the provider and nobody knows yet what became of it; `wired` was taken by the provider. The rest
 * are ends; `unknown` is the one a person has to look at, because the provider cannot be asked.
 */
export type MessageState =
  | 'queued'
  | 'deferred'
  | 'sending'
  | 'wired'
  | 'delivered'
  | 'undelivered'
  | 'failed'
  | 'suppressed'
  | 'unknown';

/** The states in which a message still has to be taken up. */
export const openStates = ['queued', 'deferred', 'sending'] as const satisfies MessageState[];

const ends: ReadonlySet<MessageState> = new Set([
  'delivered',
  'undelivered',
  'failed',
  'suppressed',
  'unknown',
]);

export function isEnd(state: MessageState): boolean {
  return ends.has(state);
}

/** Reports only move a message up this ladder: a late or repeated one changes nothing. */
const rank: Readonly<Record<MessageState, number>> = {
  queued: 0,
  deferred: 0,
  suppressed: 9,
  sending: 1,
  unknown: 1,
  wired: 2,
  failed: 3,
  undelivered: 3,
  delivered: 4,
};

/** The state a report moves a message to, or `undefined` when it says nothing new. */
export function stateAfterReport(
  state: MessageState,
  reported: DeliveryReport['state'],
): MessageState | undefined {
  if (reported === 'unknown') return undefined;
  return rank[reported] > rank[state] ? reported : undefined;
}
