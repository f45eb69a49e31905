import { setTimeout as delay } from 'node:timers/promises';
import type { SendError } from '../types.ts';

/** How long to rest after a failure, in milliseconds. */
export interface Pace {
  /** After the first failure; doubled with each further one. */
  readonly firstMs: number;
  /** Never longer than this while it may pass by itself. */
  readonly maxMs: number;
  /** Where only a person can help (a bad token). */
  readonly personMs: number;
}

/** What keeps messages from coming in, for the log. Holds no token and no text of a message. */
export interface ListenProblem {
  /** The provider's code, the network's, or `store`. */
  readonly code: string;
  readonly message: string;
  /** It will not pass by itself. */
  readonly needsPerson: boolean;
}

export interface Backoff {
  /** Counts a failure and says how long to rest. */
  failed(error?: SendError): number;
  succeeded(): void;
}

/** Rests that double from `firstMs` to `maxMs`, or are as long as the provider or the kind of failure asks. */
export function createBackoff(pace: Pace): Backoff {
  let failures = 0;
  return {
    failed(error) {
      failures += 1;
      if (error?.retryAfterMs !== undefined) return error.retryAfterMs;
      // Two pollers (409) may be a restart that overlaps: it passes soon.
      if (error !== undefined && error.code !== '409' && needsPerson(error)) return pace.personMs;
      return Math.min(pace.maxMs, pace.firstMs * 2 ** Math.min(failures - 1, 30));
    },
    succeeded() {
      failures = 0;
    },
  };
}

/** True when the provider understood us and refused: repeating the same changes nothing. */
export function needsPerson(error: SendError): boolean {
  return error.fault === 'account' || error.fault === 'rejected' || error.fault === 'address-dead';
}

/** Waits `ms`, or less when `signal` aborts; never rejects. */
export async function rest(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0) return;
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
