/** What a rule decided and why, as the rules hand it over. Money in rial, times in epoch milliseconds. */

/** What is earned in. Points are whole; credit is in rial. */
export type Unit = 'points' | 'credit';
/** What a rule gives so and so much of: a unit, stamps on a card, rial for a charity, things, texts, or a tier. */
export type Countable = Unit | 'stamps' | 'charity' | 'gifts' | 'messages' | 'tiers';

/** A thing that is given. */
export interface Gift {
  readonly kind: 'reward' | 'voucher' | 'gift_card' | 'ticket';
  /** A gift card has none. */
  readonly name?: Label | undefined;
  /** Rial: what a voucher takes off, or what is on a gift card. */
  readonly amount?: number | undefined;
  /** What a voucher takes off. */
  readonly percent?: number | undefined;
}

/** Exactly one of them is given. */
export interface Span {
  readonly hours?: number | undefined;
  readonly days?: number | undefined;
  readonly months?: number | undefined;
  readonly years?: number | undefined;
}

export type PaymentKind =
  'cash' | 'card' | 'cheque' | 'on_account' | 'points' | 'credit' | 'gift_card' | 'other';
export type Weekday = 'saturday' | 'sunday' | 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday';
export type Gender = 'female' | 'male' | 'other';
export type Education = 'below-diploma' | 'diploma' | 'associate' | 'bachelor' | 'master' | 'doctorate';
export type Period = 'day' | 'week' | 'month' | 'season' | 'year' | 'ever';
export type Rounding = 'down' | 'up' | 'half-up' | 'half-down' | 'half-even';

/** What people read, in one language or one text for each. */
export type Label = string | { readonly fa: string; readonly en: string };

/** A range of whole numbers with one lower and one upper end at most; `above` and `below` are not in it. */
export interface Range {
  readonly from?: number | undefined;
  readonly above?: number | undefined;
  readonly to?: number | undefined;
  readonly below?: number | undefined;
}

/** How often (`times`) or how much (`amount`, in the rule's unit) a rule gives at most. */
export interface Limit {
  /** `rule` is all members together. */
  readonly of: 'member' | 'purchase' | 'rule';
  readonly each: Period;
  readonly times?: number | undefined;
  readonly amount?: number | undefined;
  /** Of what the amount is, where the rule gives several. */
  readonly unit?: Countable | undefined;
}

/** Which of a member's purchases: only this one, or each so-manieth. */
export interface Nth {
  readonly is?: number | undefined;
  readonly every?: number | undefined;
}

/** What is left over towards the next step, in rial. Below zero after an undoing: owed to it. */
export interface Carried {
  readonly before: number;
  readonly after: number;
  /** The step that it fills, where that is a part of the step that the rule names; `give` in the unit. */
  readonly step?: { readonly per: number; readonly give: number } | undefined;
}

/** Why a rule gave what it gave; `give` and `amount` are in `unit`. */
export type Given =
  | {
      readonly kind: 'per-amount';
      readonly base: number;
      readonly per: number;
      readonly give: number;
      readonly unit: Unit | 'charity';
      readonly carried?: Carried;
      /** What was left of `base` after the last whole step and is lost. */
      readonly cut?: number;
    }
  | {
      readonly kind: 'percent';
      readonly base: number;
      readonly percent: number;
      /** What a point is worth in rial, where it was given in points. */
      readonly worth?: number;
      /** Where it is for a charity. */
      readonly unit?: 'charity';
    }
  | { readonly kind: 'fixed'; readonly amount: number; readonly unit: Countable }
  | { readonly kind: 'gift' }
  | { readonly kind: 'placed' }
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

/** What is known of the member, or is not. */
export type MemberUnmet =
  | { readonly kind: 'profile-incomplete'; readonly missing: readonly string[] }
  | { readonly kind: 'gender'; readonly needs: readonly Gender[]; readonly was?: Gender | undefined }
  | { readonly kind: 'education'; readonly needs: readonly Education[]; readonly was?: Education | undefined }
  | { readonly kind: 'customer-group'; readonly needs: readonly string[] }
  | { readonly kind: 'tag'; readonly needs: readonly string[] };

/** In what time something has to come together. */
export type ReachWithin =
  Period | { readonly days?: number | undefined; readonly months?: number | undefined };
export type ReachCount = 'spent' | 'paid' | 'purchases' | 'visits';

/** What did not come together: in rial, purchases or visits. */
export interface NotReached {
  readonly kind: 'not-reached';
  readonly count: ReachCount;
  readonly needs: number;
  readonly was: number;
  readonly within: ReachWithin;
}

/** What did not fit what happened, where it was no purchase. */
export type OccasionUnmet =
  | { readonly kind: 'paid-late'; readonly within: Span }
  | { readonly kind: 'nth-visit'; readonly needs: Nth; readonly was: number }
  | {
      readonly kind: 'data';
      readonly field: string;
      readonly needs: Range | readonly string[];
      readonly was?: number | string | boolean | undefined;
    };

/** What of a member's past did not fit. */
export type HistoryUnmet =
  | { readonly kind: 'joined-days'; readonly needs: Range; readonly was: number }
  | {
      readonly kind: 'bought';
      readonly of: 'count' | 'spent';
      readonly needs: Range;
      readonly was: number;
    }
  | { readonly kind: 'last-purchase'; readonly needs: Range; readonly was?: number | undefined }
  | { readonly kind: 'segment'; readonly name: string | { readonly fa: string; readonly en: string } };

/** A condition that did not hold: what it asks for, and what was. */
export type Unmet =
  | HistoryUnmet
  | NotReached
  | OccasionUnmet
  | MemberUnmet
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
  | { readonly kind: 'nth'; readonly needs: Nth; readonly was: number }
  | { readonly kind: 'age'; readonly needs: Range; readonly was: number | undefined }
  | {
      readonly kind: 'tier';
      readonly needs: {
        readonly tiers?: readonly Label[];
        readonly from?: Label;
        readonly to?: Label;
      };
      readonly was?: Label | undefined;
    }
  | { readonly kind: 'reached-before' }
  | { readonly kind: 'any'; readonly of: readonly Unmet[] }
  | { readonly kind: 'excluded' };

/** Why a rule gave nothing though its condition held. */
export type Withheld =
  | { readonly kind: 'below-step'; readonly per: number; readonly was: number; readonly carried?: Carried }
  | { readonly kind: 'below-table'; readonly from: number; readonly was: number }
  | { readonly kind: 'base-empty' }
  | { readonly kind: 'no-pieces' }
  | { readonly kind: 'round-already'; readonly balance: number; readonly to: number; readonly unit: Unit }
  | { readonly kind: 'resting'; readonly until: number }
  | { readonly kind: 'often-enough'; readonly limit: Limit }
  | { readonly kind: 'lost'; readonly to: string; readonly wanted: number }
  | { readonly kind: 'nothing-to-multiply' }
  | { readonly kind: 'nothing-to-tell' }
  | { readonly kind: 'promotions-stopped' }
  | { readonly kind: 'tier-held' }
  | {
      readonly kind: 'rounded-away';
      readonly exact: string;
      readonly unit: Countable;
      /** It is part of the sum of the purchase, and only that is rounded. */
      readonly once?: true;
    }
  /** Stored with purchases of earlier programs: what `amount` with only a lower end is now. */
  | { readonly kind: 'below-minimum'; readonly needs: number; readonly was: number };

/** The reason behind one rule's result. */
export type Why = Given | Unmet | Withheld;

/** A part of what was given that waits: for a moment, a payment, an approval, or all of them. */
export interface PendingPart {
  readonly amount: number;
  /** `null` where it waits for no moment. */
  readonly opensAt: number | null;
  readonly untilPaid: boolean;
  readonly untilApproved: boolean;
}

/** A rule that multiplied what another gave, and the tier that it is given for. */
export interface Multiplied {
  readonly rule: string;
  readonly times: number;
  readonly tier?: Label;
}

/** A part of a purchase that earned at one tier, or at none: in rial, and what was given for it in decimal digits. */
export interface SplitPart {
  readonly tier?: Label | undefined;
  readonly amount: number;
  readonly gave: string;
  readonly multiplied: readonly Multiplied[];
}

/** What came between a rule's words and the amount it gave, in this order. `exact` is in decimal digits. */
export interface Change {
  /** Parts of the purchase that earned at different tiers. */
  readonly split?: readonly SplitPart[];
  readonly multiplied: readonly Multiplied[];
  /** `once` where only the sum of the purchase is rounded. */
  readonly rounded?: { readonly exact: string; readonly to: Rounding; readonly once?: true };
  /** That sum, told with the last rule of it. */
  readonly sum?: { readonly exact: string; readonly whole: number; readonly to: Rounding };
  /** The limit that left less of it, and what it would have been. */
  readonly cut?: { readonly limit: Limit; readonly wanted: number };
}

/** One thing that makes what is counted of a purchase differ from its amount, in rial. */
export type CountedPart =
  | {
      readonly kind: 'excepted';
      readonly by: 'sku' | 'group' | 'brand' | 'tag';
      readonly name: string;
      readonly amount: number;
    }
  | { readonly kind: 'others' | 'discount' | 'tax'; readonly amount: number }
  /** In none of the ways: what is not paid. */
  | { readonly kind: 'payment'; readonly of: readonly PaymentKind[]; readonly amount: number };

/** Of `of` rial, `amount` count, and what makes the difference. */
export interface Counted {
  readonly of: number;
  readonly amount: number;
  readonly parts: readonly CountedPart[];
}
