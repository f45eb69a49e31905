/** The right to send one message until the lease ends. */
export interface Lease {
  readonly messageId: number;
  /** Proves that the lease is still ours: another taker writes another token over it. */
  readonly token: string;
  /** Messages of one lane are sent one after the other: the channel and address. */
  readonly lane: string;
}

/**
 * Carries leases to whoever sends. It is a hint, never the truth: a lease that is lost on the way lapses and
 * the relay finds its row again.
 */
export interface Queue {
  /** How many more leases it can carry without letting them lapse while they wait. */
  room(): number;
  add(leases: readonly Lease[]): Promise<void>;
  /** Starts handing leases to `handler`, several lanes at a time. Must be called once. */
  work(handler: (lease: Lease) => Promise<void>): void;
  /** Takes no more and resolves when what is in hand has ended. */
  close(): Promise<void>;
}
