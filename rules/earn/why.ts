import type { Education, Gender } from '../program/member.ts';
import type { PaymentKind } from '../program/payments.ts';
import type { Countable, Label, Range, Span, Unit, Weekday } from '../program/words.ts';
import type { Limit } from '../program/limit.ts';
import type { ReachCount, ReachWithin } from '../program/reached.ts';
import type { Rounding } from '../program/rounding.ts';

/** What came over from purchases before and goes on to the next one, in rial. */
export interface Carried {
  readonly before: number;
  readonly after: number;
  /** The step that it fills, where that is a part of the step that the rule names. */
  readonly step?: { readonly per: number; readonly give: number };
}

/** Why a rule gave what it gave. Amounts of money in rial; `give` in the unit. */
export type Given =
  | {
      readonly kind: 'per-amount';
      readonly base: number;
      readonly per: number;
      readonly give: number;
      readonly unit: Unit | 'charity';
      /** What was carried over from purchases before, and is to the next one; absent where nothing ever is. */
      readonly carried?: Carried;
      /** What no step was given for and is lost; absent where parts of steps count. */
      readonly cut?: number;
    }
  | {
      readonly kind: 'percent';
      readonly base: number;
      readonly percent: number;
      /** What a point is worth, where it was given in points. */
      readonly worth?: number;
      /** Where it is for a charity. */
      readonly unit?: 'charity';
    }
  | { readonly kind: 'fixed'; readonly amount: number; readonly unit: Countable }
  /** A thing, which stands with the award. */
  | { readonly kind: 'gift' }
  /** A tier, which stands with the award. */
  | { readonly kind: 'placed' }
  /** A text, which stands with the award. */
  | { readonly kind: 'message'; readonly of: 'promotional' | 'service' }
  | { readonly kind: 'per-piece'; readonly pieces: number; readonly give: number; readonly unit: Countable }
  | {
      readonly kind: 'table';
      readonly base: number;
      readonly from: number;
      readonly give: number;
      readonly unit: Unit;
    }
  | {
      readonly kind: 'table-percent';
      readonly base: number;
      readonly from: number;
      readonly percent: number;
      readonly worth?: number;
    }
  | { readonly kind: 'round-up'; readonly balance: number; readonly to: number; readonly unit: Unit }
  | {
      readonly kind: 'multiplier';
      readonly times: number;
      readonly rules?: readonly string[];
      /** The tier that it is given for. */
      readonly tier?: Label;
    }
  /** A stamp card was filled, so often. */
  | { readonly kind: 'card-full'; readonly stamps: number; readonly times: number };

/** A condition that did not hold: what it asks for, and what was. */
export type Unmet =
  | { readonly kind: 'amount'; readonly needs: Range; readonly was: number }
  | { readonly kind: 'shop'; readonly needs: readonly string[]; readonly was: string }
  | { readonly kind: 'no-product' }
  | { readonly kind: 'product-amount'; readonly needs: Range; readonly was: number }
  | { readonly kind: 'product-pieces'; readonly needs: Range; readonly was: number }
  | { readonly kind: 'payment'; readonly needs: readonly PaymentKind[] }
  | { readonly kind: 'weekday'; readonly needs: readonly Weekday[]; readonly was: Weekday }
  | {
      readonly kind: 'hours';
      readonly needs: { readonly from: string; readonly to: string };
      readonly was: string;
    }
  | { readonly kind: 'dates' }
  | {
      readonly kind: 'nth';
      readonly needs: { readonly is?: number | undefined; readonly every?: number | undefined };
      readonly was: number;
    }
  | { readonly kind: 'age'; readonly needs: Range; readonly was: number | undefined }
  | {
      readonly kind: 'nth-visit';
      readonly needs: { readonly is?: number | undefined; readonly every?: number | undefined };
      readonly was: number;
    }
  /** What an event was sent with; `was` is absent where it was sent without. */
  | {
      readonly kind: 'data';
      readonly field: string;
      readonly needs: Range | readonly string[];
      readonly was: number | string | boolean | undefined;
    }
  | { readonly kind: 'profile-incomplete'; readonly missing: readonly string[] }
  | { readonly kind: 'joined-days'; readonly needs: Range; readonly was: number }
  | { readonly kind: 'bought'; readonly of: 'count' | 'spent'; readonly needs: Range; readonly was: number }
  | { readonly kind: 'last-purchase'; readonly needs: Range; readonly was: number | undefined }
  | { readonly kind: 'segment'; readonly name: Label }
  | { readonly kind: 'gender'; readonly needs: readonly Gender[]; readonly was: Gender | undefined }
  | { readonly kind: 'education'; readonly needs: readonly Education[]; readonly was: Education | undefined }
  | { readonly kind: 'customer-group'; readonly needs: readonly string[] }
  | { readonly kind: 'tag'; readonly needs: readonly string[] }
  /** Her tier, or the one she reached, is another. */
  | {
      readonly kind: 'tier';
      readonly needs: { readonly tiers?: readonly Label[]; readonly from?: Label; readonly to?: Label };
      /** `undefined` for none. */
      readonly was: Label | undefined;
    }
  /** She had the tier that she reached before. */
  | { readonly kind: 'reached-before' }
  /** What was counted in some time, this act included, and what is needed. */
  | {
      readonly kind: 'not-reached';
      readonly count: ReachCount;
      readonly needs: number;
      readonly was: number;
      readonly within: ReachWithin;
    }
  /** It was paid later than that. */
  | { readonly kind: 'paid-late'; readonly within: Span }
  /** None of several held: why each did not. */
  | { readonly kind: 'any'; readonly of: readonly Unmet[] }
  /** What must not hold, does. */
  | { readonly kind: 'excluded' };

/** Why a rule gave nothing. */
export type NotGiven =
  | Unmet
  | {
      readonly kind: 'below-step';
      readonly per: number;
      readonly was: number;
      readonly carried?: Carried;
    }
  | { readonly kind: 'below-table'; readonly from: number; readonly was: number }
  | { readonly kind: 'base-empty' }
  /** None of the products that it counts was bought. */
  | { readonly kind: 'no-product' }
  | { readonly kind: 'no-pieces' }
  | { readonly kind: 'round-already'; readonly balance: number; readonly to: number; readonly unit: Unit }
  | { readonly kind: 'resting'; readonly until: number }
  | { readonly kind: 'often-enough'; readonly limit: Limit }
  /** Another rule of its group was taken. */
  | { readonly kind: 'lost'; readonly to: string; readonly wanted: number }
  | { readonly kind: 'nothing-to-multiply' }
  /** A text that goes with what else the rule gives, which came to nothing. */
  | { readonly kind: 'nothing-to-tell' }
  /** She has been given a tier as high for as long. */
  | { readonly kind: 'tier-held' }
  /** She wants no promotional messages. */
  | { readonly kind: 'promotions-stopped' }
  /** Less than the smallest amount, before it was rounded. */
  | {
      readonly kind: 'rounded-away';
      readonly exact: string;
      readonly unit: Countable;
      /** It is part of the sum of the purchase, and only that is rounded. */
      readonly once?: true;
    };

export type Why = Given | NotGiven;

/** A rule that multiplied what another gave, and the tier that it is given for. */
export interface Multiplied {
  readonly rule: string;
  readonly times: number;
  readonly tier?: Label;
}

/** A part of a purchase that earned at one tier: rial of what the program counts, and what the rule gave for it. */
export interface SplitPart {
  /** `undefined` for none. */
  readonly tier: Label | undefined;
  readonly amount: number;
  /** In decimal digits of the unit. */
  readonly gave: string;
  readonly multiplied: readonly Multiplied[];
}

/** What came between a rule's words and the amount it gave, in this order. */
export interface Change {
  /** Parts of the purchase that earned at different tiers. */
  readonly split?: readonly SplitPart[];
  /** Rules that multiplied it; of a purchase that was split, its parts say it. */
  readonly multiplied: readonly Multiplied[];
  /** How it became a whole number; `once` where only the sum of the purchase is rounded. */
  readonly rounded?: { readonly exact: string; readonly to: Rounding; readonly once?: true };
  /** What all rules of a purchase come to together, where only that is rounded: told once, with the last of them. */
  readonly sum?: { readonly exact: string; readonly whole: number; readonly to: Rounding };
  /** The limit that left less of it, and what it would have been. */
  readonly cut?: { readonly limit: Limit; readonly wanted: number };
}
