import type { Reader } from '../store/tx.ts';
import { marks } from '../store/tx.ts';
import type { MessageState } from './states.ts';

/** Ends in which the message has not reached anybody, as far as we know. */
export const missedStates = ['failed', 'undelivered', 'unknown'] as const satisfies MessageState[];

/** What a message's code becomes once a person has dealt with it. */
export const settledCodes = { retried: 'retried', discarded: 'discarded' } as const;

/** For the WHERE of a query on `outbox`: missed, and nobody has dealt with it yet. */
export const isUnsettled = {
  sql: `outbox.state IN (${marks(missedStates)}) AND COALESCE(outbox.code, '') NOT IN (?, ?)`,
  values: [...missedStates, ...Object.values(settledCodes)],
} as const;

export interface UnsettledCount {
  readonly state: (typeof missedStates)[number];
  readonly count: number;
}

/** How many messages wait for a person, by their end. */
export function unsettledCounts(reader: Reader): Promise<UnsettledCount[]> {
  return reader.all<UnsettledCount>(
    `SELECT state, COUNT(*) AS count FROM outbox WHERE ${isUnsettled.sql} GROUP BY state ORDER BY state`,
    isUnsettled.values,
  );
}
