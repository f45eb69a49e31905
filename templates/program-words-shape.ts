/** A checked program, as it is described. Money in rial; times of day and dates as the program writes them. */
import type {
  Education,
  Gender,
  Label,
  Limit,
  Nth,
  PaymentKind,
  Range,
  ReachCount,
  ReachWithin,
  Rounding,
  Unit,
  Weekday,
  Span,
} from './explain-shape.ts';
export type { Span } from './explain-shape.ts';
import type { Calendar, Language } from './formats.ts';

export type { Label } from './explain-shape.ts';

/** Until when something can be spent; where several ends are said, the first one counts. */
export interface ExpiryTerms {
  readonly after?: Span | undefined;
  readonly on?: readonly string[] | undefined;
  /** What is lost of what is left, in percent. */
  readonly steps?: readonly { readonly after: Span; readonly lose: number }[] | undefined;
  readonly inactive?: Span | undefined;
  /** What keeps it alive: `purchase`, `event:login`. */
  readonly acts?: readonly string[] | undefined;
  /** To the end of the day where nothing is said. */
  readonly to?: 'instant' | 'day' | 'month' | 'season' | 'year' | undefined;
  /** From earning where nothing is said. */
  readonly from?: 'earning' | 'activation' | undefined;
}
export type Expiry = 'never' | ExpiryTerms;

/** What has to come before what was given can be spent; `until`: `paid`, `approved`, `1405-01-13` or `01-13`. */
export type Pending =
  'never' | { readonly for: Span; readonly to?: 'instant' | 'day' | undefined } | { readonly until: string };

/** Lines of a receipt, by what the shop calls them. */
export interface ProductKinds {
  readonly skus?: readonly string[] | undefined;
  readonly groups?: readonly string[] | undefined;
  readonly brands?: readonly string[] | undefined;
  readonly tags?: readonly string[] | undefined;
}

/** Lines of any kind named here (all where none is), without the exceptions. */
export interface Products extends ProductKinds {
  readonly except?: ProductKinds | undefined;
}

/** What is counted of a purchase; a rule may say only a part of it. */
export interface Counts {
  readonly of: 'paid' | 'sold';
  readonly discount: 'after' | 'before';
  readonly tax: 'with' | 'without';
  readonly products: Products;
}
export type RuleCounts = { readonly [Field in keyof Counts]?: Counts[Field] | undefined };

/** Days of a span: `1405-01-13`, or `01-13` for every year. */
export interface Dates {
  readonly from: string;
  readonly to: string;
  readonly calendar?: Calendar | undefined;
}

export interface Condition {
  readonly amount?: Range | undefined;
  readonly shops?: readonly string[] | undefined;
  readonly products?:
    (Products & { readonly amount?: Range | undefined; readonly pieces?: Range | undefined }) | undefined;
  readonly payments?: readonly PaymentKind[] | undefined;
  readonly weekdays?: readonly Weekday[] | undefined;
  readonly hours?: { readonly from: string; readonly to: string } | undefined;
  readonly dates?: readonly Dates[] | undefined;
  readonly nth?: Nth | undefined;
  readonly tiers?:
    readonly string[] | { readonly from?: string | undefined; readonly to?: string | undefined } | undefined;
  readonly age?: Range | undefined;
  readonly genders?: readonly Gender[] | undefined;
  readonly educations?: readonly Education[] | undefined;
  readonly joinedDays?: Range | undefined;
  readonly purchases?:
    | {
        readonly count?: Range | undefined;
        readonly spent?: Range | undefined;
        readonly lastDays?: Range | undefined;
      }
    | undefined;
  readonly segment?: string | undefined;
  readonly nthVisit?: Nth | undefined;
  readonly data?: Readonly<Record<string, Range | readonly string[]>> | undefined;
  readonly customerGroups?: readonly string[] | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly all?: readonly Condition[] | undefined;
  readonly any?: readonly Condition[] | undefined;
  readonly none?: readonly Condition[] | undefined;
}

export interface PerAmount {
  readonly unit: Unit;
  readonly give: number;
  readonly per: number;
  readonly startedStep: boolean;
  readonly partStep?: boolean | undefined;
  readonly carry: boolean;
  readonly of?: RuleCounts | undefined;
}
export type TableRow =
  { readonly from: number; readonly give: number } | { readonly from: number; readonly percent: number };
export interface Multiply {
  readonly multiply: number;
  readonly unit?: Unit | undefined;
  readonly rules?: readonly string[] | undefined;
}

export type Stamp =
  | { readonly stamp: string; readonly fixed: number }
  | { readonly stamp: string; readonly perPiece: number; readonly of?: RuleCounts | undefined };

/** A card that is stamped until it is full. */
export interface StampCard {
  readonly id: string;
  readonly name: Label;
  readonly stamps: number;
  /** At least one. */
  readonly gives: readonly Effect[];
  readonly expires: Expiry;
}

/** Rial for a charity. */
export type ForCharity =
  | { readonly charity: string; readonly fixed: number }
  | {
      readonly charity: string;
      readonly give: number;
      readonly per: number;
      readonly of?: RuleCounts | undefined;
    }
  | { readonly charity: string; readonly percent: number; readonly of?: RuleCounts | undefined };

/** Things that are given one by one. */
export type GiftEffect =
  | { readonly reward: string; readonly expires?: Expiry | undefined }
  | {
      readonly voucher: {
        readonly name: Label;
        readonly amount?: number | undefined;
        readonly percent?: number | undefined;
      };
      readonly expires?: Expiry | undefined;
    }
  | { readonly giftCard: number; readonly expires?: Expiry | undefined }
  | { readonly ticket: string };

/** A tier that the member is put in. */
export interface TierEffect {
  readonly tier: string;
  readonly expires?: Expiry | undefined;
}

/** A text to the member. */
export interface MessageEffect {
  readonly message: Label;
  readonly kind: 'promotional' | 'service';
}

export type Effect =
  | { readonly unit: Unit; readonly fixed: number }
  | PerAmount
  | { readonly unit: Unit; readonly percent: number; readonly of?: RuleCounts | undefined }
  | { readonly unit: Unit; readonly perPiece: number; readonly of?: RuleCounts | undefined }
  | { readonly unit: Unit; readonly table: readonly TableRow[]; readonly of?: RuleCounts | undefined }
  | { readonly unit: Unit; readonly roundUpTo: number }
  | Multiply
  | Stamp
  | ForCharity
  | GiftEffect
  | MessageEffect
  | TierEffect;

/** When a schedule comes. */
export type Schedule =
  | { readonly each: 'day' }
  | { readonly each: 'week'; readonly weekday: Weekday }
  | { readonly each: 'month'; readonly day: number }
  | { readonly each: 'year'; readonly date: string }
  | { readonly each: 'once'; readonly date: string };

export interface Rule {
  readonly id: string;
  readonly name: Label;
  readonly on:
    | 'joining'
    | 'purchase'
    | 'birthday'
    | 'tier'
    | 'event'
    | 'visit'
    | 'date'
    | 'joining-anniversary'
    | 'profile'
    | 'schedule'
    | 'settlement'
    | 'referral'
    | 'reached';
  /** Of rules on dates: which, how it is kept, and every how many years. */
  readonly date?: string | undefined;
  readonly kept?: 'day' | 'month' | undefined;
  readonly everyYears?: number | undefined;
  /** Of rules on profiles: what must be known. */
  readonly fields?: readonly string[] | undefined;
  /** Of rules on schedules. */
  readonly time?: Schedule | undefined;
  /** Of rules on tiers: which, and whether also when they are reached again. */
  readonly tiers?: readonly string[] | undefined;
  readonly again?: boolean | 'never' | 'anew' | 'each-period' | undefined;
  /** Of rules on what is reached: what is counted, how much it takes, and in what time. */
  readonly count?: ReachCount | undefined;
  readonly from?: number | undefined;
  readonly within?: ReachWithin | undefined;
  /** Which event, where it is on one. */
  readonly event?: string | undefined;
  /** At least one. */
  readonly give: readonly Effect[];
  readonly when?: Condition | undefined;
  readonly limits: readonly Limit[];
  readonly cooldown?: Span | undefined;
  readonly expires?: Expiry | undefined;
  readonly pending?: Pending | undefined;
  /** Of a referral: who gets it, and when. */
  readonly to?: 'referrer' | 'referred' | 'both' | undefined;
  readonly at?: 'joining' | 'first-purchase' | 'every-purchase' | undefined;
  /** Of a settlement. */
  readonly paidWithin?: Span | undefined;
  readonly group?: string | undefined;
  readonly rounding?: Rounding | undefined;
}

export type PlainMeasure = 'earned' | 'spent' | 'paid' | 'visits' | 'balance';
export type Measure =
  | PlainMeasure
  | { readonly sum: readonly { readonly of: PlainMeasure; readonly give: number; readonly per: number }[] };

export interface TierNeed {
  readonly by?: Measure | undefined;
  readonly from?: number | undefined;
  readonly above?: number | undefined;
}

/** One of a threshold, all or any; nothing for what everybody has. */
export interface TierNeeds extends Omit<TierNeed, 'by'> {
  readonly all?: readonly TierNeed[] | undefined;
  readonly any?: readonly TierNeed[] | undefined;
}

export interface TierStep extends TierNeeds {
  readonly id: string;
  readonly name: Label;
  readonly keep?: TierNeeds | undefined;
}

type TierPeriod = 'month' | 'season' | 'year';

export interface DescribedTiers {
  readonly by: Measure;
  readonly over:
    | 'lifetime'
    | TierPeriod
    | { readonly last: { readonly days?: number | undefined; readonly months?: number | undefined } };
  /** Whether what waits counts. */
  readonly pending?: boolean | undefined;
  readonly steps: readonly TierStep[];
  readonly crossing: 'old' | 'new' | 'split';
  readonly downgrade: 'none' | 'one-step' | 'to-earned';
  readonly review:
    | 'never'
    | { readonly each: TierPeriod; readonly atLeast?: Span | undefined }
    | { readonly after: Span; readonly to: 'instant' | 'day' | 'month' | 'season' | 'year' };
  readonly grace?: { readonly days: number } | undefined;
}

export interface DescribedProgram {
  readonly name: string;
  readonly language: Language;
  readonly timeZone: string;
  readonly calendar: Calendar;
  readonly counts: Counts;
  readonly payments: Readonly<
    Record<
      PaymentKind,
      {
        readonly earns: boolean;
        readonly percent?: number | undefined;
        readonly when?: 'sale' | 'paid' | undefined;
      }
    >
  >;
  /** What a point is worth, in rial. */
  readonly units: {
    readonly points: { readonly decimals?: number | undefined; readonly worth?: number | undefined };
  };
  readonly segments: Readonly<Record<string, { readonly name: Label; readonly when: Condition }>>;
  readonly visits: { readonly byPurchase: boolean; readonly oncePerDay: boolean };
  readonly rounding: { readonly to: Rounding; readonly once: 'rule' | 'purchase' };
  readonly expires: Readonly<Record<Unit, Expiry>>;
  readonly pending: Pending;
  readonly spend: 'soonest-expiry' | 'oldest';
  readonly groups: Readonly<
    Record<string, { readonly name?: Label | undefined; readonly take: 'all' | 'highest' | 'first' }>
  >;
  readonly rules: readonly Rule[];
  readonly stampCards: readonly StampCard[];
  readonly charities: readonly { readonly id: string; readonly name: Label }[];
  readonly tiers?: DescribedTiers | undefined;
  readonly draws: readonly { readonly id: string; readonly name: Label }[];
  readonly rewards: readonly {
    readonly id: string;
    readonly name: Label;
    readonly points: number;
    readonly tiers?: readonly string[] | undefined;
  }[];
  readonly nudge?: { readonly afterDays: number } | undefined;
  readonly quietHours: { readonly from: string; readonly to: string };
  readonly expiringSoonDays: number;
  readonly leapDay: 'before' | 'after';
}
