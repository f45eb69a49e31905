import type { Member } from '../store/members.ts';
import type { DecidedFor } from './deciding.ts';

/** What a member gets for somebody whom she brought. */
export interface ReferralGift {
  /** Of what is kept of it. */
  readonly id: number;
  /** Locked. */
  readonly referrer: Member;
  readonly outcome: DecidedFor;
  /** The joining or the purchase that it is for. */
  readonly of: { readonly joined: number } | { readonly purchaseId: number };
  readonly actor: string;
  readonly occurredAt: number;
}
