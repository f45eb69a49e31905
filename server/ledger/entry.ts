import type { LotUse } from '../../rules/lots.ts';
import type { LedgerUnit } from './unit.ts';

export type EntryType =
  | 'accrual'
  | 'redemption'
  | 'reversal'
  | 'adjustment'
  | 'expiry'
  | 'transfer_in'
  | 'transfer_out'
  | 'conversion'
  | 'opening';

/** A movement to be posted. Amounts are smallest parts of points, stamps, or rial of credit. */
export interface Posting {
  readonly memberId: number;
  readonly programId: number;
  readonly programVersion: number;
  /** The id of the rule that decided it; `null` where a person did. */
  readonly rule: string | null;
  readonly unit: LedgerUnit;
  readonly type: EntryType;
  /** Signed and never zero: above zero makes a lot, below zero takes from lots. */
  readonly amount: number;
  /** Why, as a stable code (`purchase`, `joining`, `purchase-undone`). */
  readonly reason: string;
  readonly purchaseId: number | null;
  /** The entry this one corrects. */
  readonly correctsId: number | null;
  /** What may happen once to a member (`birthday:1405`); a second posting of it is refused. */
  readonly onceKey: string | null;
  /** Who caused it: `staff:12`, `key:3`, `member`, `job:birthdays`. */
  readonly actor: string;
  readonly occurredAt: number;
  /** When a new lot can no longer be spent; `null` for never, and for amounts below zero. */
  readonly expiresAt: number | null;
  /** The row in `pending` that an accrual frees something of; absent where nothing waited. */
  readonly pendingId?: number | null;
  /** What else takes from a new lot with time, see `lot.ts`; absent for nothing, and for amounts below zero. */
  readonly fading?: string | null;
  /** Where an amount below zero comes from; the parts make up exactly the amount. Empty above zero. */
  readonly uses: readonly LotUse[];
}

/** A posting as it stands in the ledger, never changed after. */
export interface Entry extends Omit<Posting, 'uses'> {
  readonly pendingId: number | null;
  readonly fading: string | null;
  readonly id: number;
  /** 1, 2, 3 … within a member. */
  readonly seq: number;
  readonly createdAt: number;
  /** See `chain.ts`. */
  readonly hash: string;
}
