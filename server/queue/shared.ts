import type { SendRate } from '../../channels/types.ts';
import type { Queue } from './queue.ts';

/** How often something was counted in the window that is open, and when (epoch milliseconds) it ends. */
export interface Hits {
  readonly count: number;
  readonly endsAt: number;
}

/** A message that wants to go out now. */
export interface Turn {
  readonly channel: string;
  readonly address: string;
  readonly rate: SendRate;
}

export interface QueueOptions {
  /** A handler threw; the lease it had will lapse. */
  readonly onError: (error: unknown) => void;
}

/**
 * What the processes of one installation share for a short while. All of it may be lost at any moment: without
 * Redis, and while Redis does not answer, each process goes by what it knows itself.
 */
export interface Shared {
  /** Resolves when the others can be reached, or soon after it turned out that they cannot. Never rejects. */
  start(): Promise<void>;
  /** Lets go of it all, within a second or two whatever hangs. */
  stop(): Promise<void>;
  /** Counts once more under `key`; a window begins with its first count. `undefined`: to be counted here. */
  hit(key: string, windowMs: number): Promise<Hits | undefined>;
  /**
   * Waits until the rate lets one more message go, for all workers together. False when that would take longer
   * than half a minute, or `signal` aborted: the message is to be taken up again later.
   */
  turn(turn: Turn, signal: AbortSignal): Promise<boolean>;
  createQueue(options: QueueOptions): Queue;
  /** Calls `listener` whenever what was handed to others may not reach them, until the returned function is called. */
  onForgotten(listener: () => void): () => void;
}
