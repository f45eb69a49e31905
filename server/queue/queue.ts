/** The right to send one message until the lease ends. */
export interface Lease {
  readonly messageId: number;
  /** Proves that the lease is still ours: another taker writes another token over it. */
  readonly token: string;
  /** Messages of one lane are sent one after the other: the channel and address. */
  readonly lane: string;
}

/** Sends what was leased. `stopping` aborts when the queue closes: what was not begun is not to be begun. */
export type LeaseHandler = (lease: Lease, stopping: AbortSignal) => Promise<void>;

/** Lanes that a process works on at the same time. */
export const lanesMax = 8;
/** Leases handed over at a time. */
export const leasesMax = 64;

/**
 * Carries leases to whoever sends. It is a hint, never the truth: a lease that is lost on the way lapses and
 * the relay finds its row again.
 */
export interface Queue {
  /** How many more leases it can carry without letting them lapse while they wait. */
  room(): Promise<number>;
  /**
   * Hands leases over. Where it rejects, nobody knows how many of them were carried: the leases must be given
   * back before they are handed over again.
   */
  add(leases: readonly Lease[]): Promise<void>;
  /** Starts handing leases to `handler`, several lanes at a time. Must be called once, and before `add`. */
  work(handler: LeaseHandler): void;
  /** Takes no more and resolves when what is in hand has ended. */
  close(): Promise<void>;
}

/** The leases of each lane, in their order. */
export function byLane(leases: readonly Lease[]): Map<string, Lease[]> {
  const lanes = new Map<string, Lease[]>();
  for (const lease of leases) {
    const lane = lanes.get(lease.lane);
    if (lane) lane.push(lease);
    else lanes.set(lease.lane, [lease]);
  }
  return lanes;
}
