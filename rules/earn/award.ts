import type { Fading } from '../fading.ts';
import type { PendingPart } from '../pending.ts';
import type { Countable, Label } from '../program/words.ts';
import type { Counted } from './counted.ts';
import type { Gift } from './gift.ts';
import type { Message } from './message.ts';
import type { Placing } from './placing.ts';
import type { Change, Why } from './why.ts';

/** Who is given to in the name of a member. */
export interface Charity {
  readonly id: string;
  readonly name: Label;
}

/** What one effect of a rule came to: `amount` is 0 where it gave nothing, and `why` says so. */
export interface Award {
  readonly rule: string;
  /** The rule's name as the shop wrote it. */
  readonly name: Label;
  readonly unit: Countable;
  /** The stamp card, where it gives stamps. */
  readonly card?: string;
  /** Who gets it, where it is for a charity. */
  readonly charity?: Charity;
  /** The thing, where it gives things; `amount` is how many. */
  readonly gift?: Gift;
  /** The text, where it sends one. */
  readonly message?: Message;
  /** The tier, where it puts her in one: until it expires. */
  readonly placing?: Placing;
  /** Smallest parts of points, stamps or things, or rial of credit or for a charity; never more than a program can speak of, whatever multiplies it. */
  readonly amount: number;
  readonly why: Why;
  /** Why the amount that the reason speaks of is not that of the purchase; absent where it is. */
  readonly counted?: Counted;
  /** What other rules, rounding and limits made of it; absent where nothing did. */
  readonly change?: Change;
  /** The first moment at which it can no longer be spent; `null` for never. */
  readonly expiresAt: number | null;
  /** What else takes from it with time; absent where nothing does. */
  readonly fading?: Fading;
  /** The parts of the amount that wait; absent where all of it can be spent at once. */
  readonly pending?: readonly PendingPart[];
}

/** What of an award can be spent at once. */
export function openPart({ amount, pending }: Pick<Award, 'amount' | 'pending'>): number {
  if (pending === undefined) return amount;
  let open = amount;
  for (const part of pending) open -= part.amount;
  return open;
}
