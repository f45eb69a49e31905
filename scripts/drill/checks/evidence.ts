import type { MessageState } from '../../../server/outbox/states.ts';
import type { Store } from '../../../server/store/store.ts';
import type { FakeMessage } from '../../../server/testing/fake-kavenegar-service.ts';
import type { BotRequest, SentMessage } from '../../../server/testing/fake-telegram-state.ts';
import type { Celebrants } from '../celebrants.ts';
import type { Oracle } from '../oracle.ts';

/** A promise that was not kept. */
export interface Violation {
  readonly sort: 'lost' | 'doubled' | 'wrong';
  /** In a few words, the same for all of its kind. */
  readonly kind: string;
  /** Which one: ids and masked numbers. */
  readonly what: string;
}

/** What the checks look at. */
export interface Evidence {
  readonly store: Store;
  readonly oracle: Oracle;
  /** What the SMS provider took. */
  readonly sms: readonly FakeMessage[];
  /** What the bot's service took. */
  readonly chats: readonly SentMessage[];
  /** Every request to send something to a chat, whatever became of it. */
  readonly chatRequests: readonly BotRequest[];
  /** How often a sender may have been kept from the request that it had written down. */
  readonly interruptions: number;
  readonly celebrants: Celebrants;
  readonly outbox: readonly OutboxRow[];
}

export interface OutboxRow {
  readonly id: number;
  readonly channel: string;
  readonly address: string;
  readonly template: string;
  readonly class: string;
  readonly state: MessageState;
  readonly code: string | null;
  readonly purchaseId: number | null;
  readonly inboxId: number | null;
  readonly onceKey: string | null;
  readonly providerId: string | null;
  readonly attemptedAt: number | null;
  readonly endedAt: number | null;
}

export function readOutbox(store: Store): Promise<OutboxRow[]> {
  return store.all<OutboxRow>(
    `SELECT id, channel, address, template, class, state, code, purchase_id AS purchaseId, inbox_id AS inboxId,
       once_key AS onceKey, provider_id AS providerId, attempted_at AS attemptedAt, ended_at AS endedAt FROM outbox`,
  );
}

/** Rows by a key; those without one are left out. */
export function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string | number | null): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === null) continue;
    const group = groups.get(String(key));
    if (group) group.push(row);
    else groups.set(String(key), [row]);
  }
  return groups;
}

/** How many there are of what should be there once. */
export function onceOnly(count: number, kind: string, what: string): Violation[] {
  if (count === 1) return [];
  return [
    count === 0
      ? { sort: 'lost', kind: `${kind} lost`, what }
      : { sort: 'doubled', kind: `${kind} doubled`, what },
  ];
}

export function wrong(kind: string, what: string): Violation {
  return { sort: 'wrong', kind, what };
}
