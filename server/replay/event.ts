import type { ByItself } from './by-itself.ts';
import type { ProblemFields } from '../http/problem.ts';
import type { RecordedPurchase } from '../usecases/purchase.ts';
import type { NewPurchase } from '../usecases/purchase.ts';
import type { Scene } from './scene.ts';

/** What every event says. */
export interface Head {
  readonly event: EventName;
  /** What the same event again is known by. */
  readonly id: string;
  /** When it came to the club, in epoch milliseconds. */
  readonly at: number;
  /** E.164; made up for who is known by a reference alone. Empty where it is nobody's event. */
  readonly phone: string;
  /** What the history calls her: her reference, or her phone. */
  readonly member: string;
  /** Where it stands in the file. */
  readonly line?: number;
}

export const eventNames = [
  'join',
  'open',
  'profile',
  'purchase',
  'settle',
  'undo',
  'visit',
  'event',
  'approve',
  'decline',
  'tier',
  'tick',
] as const;
export type EventName = (typeof eventNames)[number];

/** What an event does. Purchases are recorded together, everything else alone and in its turn. */
export type Act =
  | { readonly kind: 'purchase'; readonly purchase: PurchaseAct }
  /** Throws a `Problem` where the program or the state refuses it: then nothing was done. */
  | { readonly kind: 'alone'; readonly run: (scene: Scene) => Promise<Answer> }
  /** It is about what lies before the history, of which the opening is all that is known. */
  | { readonly kind: 'before-start'; readonly why: string };

/** A purchase with its shop by code. */
export interface PurchaseAct extends Omit<NewPurchase, 'shopId' | 'recordedAt' | 'idempotency'> {
  /** The first shop where it is not given. */
  readonly shop: string | undefined;
  /** A digest of what was asked: the same id with another one is refused. */
  readonly bodyHash: string;
}

/** What an event was answered. */
export interface Answer {
  /** As the API says it. */
  readonly body: unknown;
  /** It came before, and this is what it was answered then. */
  readonly repeated?: boolean;
}

/** What really happened where a purchase is replayed: what it gave then, and why. */
export type Was = Pick<RecordedPurchase, 'explanation'>;

/** One piece of a history, in its order. */
export type Item =
  | { readonly kind: 'event'; readonly head: Head; readonly act: Act; readonly was?: Was }
  /** A line that is no event. */
  | Fault;

export interface Fault {
  readonly kind: 'fault';
  readonly line: number;
  /** As far as the line says it. */
  readonly event?: string | undefined;
  readonly id?: string | undefined;
  readonly problem: string;
}

/** What became of an event. */
export type Outcome = {
  readonly head: Head;
  readonly was?: Was | undefined;
  /** What happened by itself since the event before it; absent for nothing, and where answers are not wanted. */
  readonly byItself?: readonly ByItself[];
} & (
  | {
      readonly kind: 'done' | 'repeated';
      /** As the API answers it. */
      readonly body: () => unknown;
      readonly purchase?: RecordedPurchase;
    }
  | { readonly kind: 'refused'; readonly problem: ProblemFields }
  /** It was not played, for a reason that is no fault of anybody. */
  | { readonly kind: 'before-start'; readonly why: string }
);
