import type { Person } from './people.ts';

/** A purchase that was asked for; `id` and `points` are there once it was acknowledged. */
export interface AskedPurchase {
  readonly number: number;
  readonly person: Person;
  readonly amount: number;
  readonly key: string;
  id?: number;
  points?: number;
  /** Its undoing was asked for, and acknowledged. */
  undo?: 'asked' | 'acknowledged';
}

/** A message of a customer; `acknowledged` once it was answered 2xx. */
export interface AskedMessage {
  readonly channel: 'sms' | 'telegram';
  readonly providerId: string;
  readonly person: Person;
  readonly text: string;
  acknowledged: boolean;
}

/** A time in which somebody did not want promotional messages, as she asked and as the club knew. */
export interface Silence {
  readonly person: Person;
  /** When she asked for it. */
  readonly askedAt: number;
  /** When the club had said that it knows. */
  from?: number;
  /** When she asked for them again. */
  until?: number;
  /** When the club had said that it knows that. */
  overAt?: number;
}

/** What the drill knows must be true afterwards, because the club said so. */
export interface Oracle {
  readonly joined: Set<Person>;
  readonly purchases: Map<number, AskedPurchase>;
  readonly messages: AskedMessage[];
  readonly silences: Silence[];
  /** The promotional messages that were enqueued, by their key. */
  readonly promotions: Map<string, Person>;
  /** Statuses that were acknowledged, by the provider's id of a message. */
  readonly reports: Map<number, Set<number>>;
  /** What should have been done and was refused. */
  readonly refused: string[];
  operations: number;
}

export function createOracle(): Oracle {
  return {
    ...{ joined: new Set(), purchases: new Map(), messages: [], silences: [] },
    ...{ promotions: new Map(), reports: new Map(), refused: [], operations: 0 },
  };
}
