import type { Base } from './base.ts';
import type { MemberFacts, PurchaseFacts } from './facts.ts';
import type { Moment } from './moment.ts';

/** All that a rule looks at. */
export interface Setting {
  readonly moment: Moment;
  readonly member: MemberFacts;
  /** Absent where something else than a purchase happened. */
  readonly purchase: PurchaseFacts | undefined;
  /** What the program counts of the purchase; zeros without one. */
  readonly base: Base;
}
