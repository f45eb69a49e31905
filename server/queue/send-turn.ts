import { setTimeout as pause } from 'node:timers/promises';
import type { Turn } from './shared.ts';

/** Well below a lease: who waits longer had better let others go first. */
const turnMaxMs = 20_000;

/** What asking for a turn comes to. */
export interface Reservation {
  /** The turn is taken, and comes after the wait. Otherwise nothing is: ask again after it. */
  readonly granted: boolean;
  readonly waitMs: number;
}

/** Takes the next free turn unless it is further away than `waitMaxMs`. */
export type Reserve = (turn: Turn, waitMaxMs: number) => Promise<Reservation>;

/** See `Shared.turn`. */
export async function waitForTurn(reserve: Reserve, turn: Turn, signal: AbortSignal): Promise<boolean> {
  const untilMs = performance.now() + turnMaxMs;
  while (!signal.aborted) {
    const leftMs = untilMs - performance.now();
    const { granted, waitMs } = await reserve(turn, leftMs);
    if (!granted && waitMs > leftMs) return false;
    if (waitMs > 0) await pause(waitMs, undefined, { signal }).catch(() => undefined);
    if (granted) return !signal.aborted;
  }
  return false;
}

/** Milliseconds from one message of a channel to the next. */
export function gapMs({ rate }: Turn): number {
  return 1000 / rate.perSecond;
}

const kept = 1000;

/**
 * Turns within this process: the next free moment of each channel and, where a single address has a pace of its
 * own, of each address.
 */
export function createTurns(now: () => number = () => performance.now()): Reserve {
  const next = new Map<string, number>();
  return (turn, waitMaxMs) => {
    const at = now();
    const { channel, address, rate } = turn;
    const lane = `${channel}:${address}`;
    const addressWaitMs = (next.get(lane) ?? 0) - at;
    if (addressWaitMs > 0) return Promise.resolve({ granted: false, waitMs: addressWaitMs });
    const mine = Math.max(at, next.get(channel) ?? 0);
    if (mine - at > waitMaxMs) return Promise.resolve({ granted: false, waitMs: mine - at });
    if (next.size > kept) for (const [key, free] of next) if (free < at) next.delete(key);
    next.set(channel, mine + gapMs(turn));
    if (rate.perAddressEveryMs !== undefined) next.set(lane, mine + rate.perAddressEveryMs);
    return Promise.resolve({ granted: true, waitMs: mine - at });
  };
}
