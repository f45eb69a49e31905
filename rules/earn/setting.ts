import type { Base } from './base.ts';
import type { Adding, MemberFacts, PurchaseFacts } from './facts.ts';
import type { Moment } from './moment.ts';
import type { OccasionFacts } from './occasion.ts';

/** A tier that was reached, by id; `again` where she has had it before. */
export interface Reached {
  readonly tier: string;
  readonly again: boolean;
}

/** All that a rule looks at. */
export interface Setting {
  readonly moment: Moment;
  readonly member: MemberFacts;
  /** Absent where something else than a purchase happened. */
  readonly purchase: PurchaseFacts | undefined;
  /** What the program counts of the purchase; zeros without one. */
  readonly base: Base;
  /** The tier that was just reached, where that is what happened. */
  readonly reached?: Reached | undefined;
  /** What is known of what happened, where it was no purchase. */
  readonly occasion?: OccasionFacts | undefined;
  /** What it adds to counts that reach something. */
  readonly adding?: Adding | undefined;
}
