import type { CalendarDate, Day } from '../calendar.ts';
import type { Education, Gender } from '../program/member.ts';
import type { PaymentKind } from '../program/payments.ts';
import type { ReachCount } from '../program/reached.ts';
import type { Countable, Unit } from '../program/words.ts';
import type { Floor } from '../tiers/floors.ts';
import type { Ladder, Measures } from '../tiers/ladder.ts';

/** What the rules are told of what happened and of whom. Amounts in rial, times in epoch milliseconds. */

export interface LineFacts {
  readonly sku?: string | undefined;
  readonly group?: string | undefined;
  readonly brand?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  /** Whole pieces; what is weighed counts as one. */
  readonly quantity: number;
  /** Of the whole line: what is to pay for it, after its discount and with its tax. */
  readonly amount: number;
  readonly discount?: number | undefined;
  readonly tax?: number | undefined;
}

export interface PurchaseFacts {
  /** What is to pay: after the discount, with the tax. */
  readonly amount: number;
  /** What was taken off the price, and the tax in the amount; those of lines included where it is told at all. */
  readonly discount?: number | undefined;
  readonly tax?: number | undefined;
  /** The code of the shop. */
  readonly shop: string;
  /** They make up the amount, or less: the rest is of no kind. */
  readonly lines: readonly LineFacts[];
  /** Empty, or adding up to the amount. */
  readonly payments: readonly { readonly kind: PaymentKind; readonly amount: number }[];
  readonly occurredAt: number;
}

/** A running count of one subject in one period. */
export interface Tally {
  readonly times: number;
  readonly amount: number;
  /** What is left of earlier purchases towards the next step, in rial. Below zero after an undoing: owed to it. */
  readonly carried: number;
  /** When it last counted; `null` for never. */
  readonly lastAt: number | null;
}

/** A running count of one subject on one day. */
export interface DayTally extends Pick<Tally, 'amount' | 'carried'> {
  readonly day: Day;
}

export const noTally: Tally = { times: 0, amount: 0, carried: 0, lastAt: null };

/** Whose count: the member's, or that of all members together. */
export type TallyOf = 'member' | 'all';

/** A member's tier, and what it goes by. */
export interface TierFacts {
  readonly ladder: Ladder;
  /** Its place on the ladder; -1 for none. */
  readonly place: number;
  /** As they are before what is decided about. */
  readonly measures: Measures;
  /** What people and rules have given her; absent for nothing. */
  readonly floors?: readonly Floor[];
}

/** By how much a count changes; `lastAt` is when it counted. */
export interface TallyChange {
  readonly of: TallyOf;
  readonly subject: string;
  readonly period: string;
  readonly times: number;
  readonly amount: number;
  readonly carried: number;
  /** `null` where it only carried something. */
  readonly lastAt: number | null;
  /** That it was counted for the visit which a purchase was. */
  readonly part?: 'visit';
}

/** What is known of a member at the moment that is decided about. */
export interface MemberFacts {
  readonly birthday: CalendarDate | undefined;
  readonly gender: Gender | undefined;
  readonly education: Education | undefined;
  readonly customerGroups: readonly string[];
  readonly joinedAt: number;
  /** `null` before the first one. */
  readonly lastPurchaseAt: number | null;
  readonly tags: readonly string[];
  /** Whether a member brought her; absent where nobody did. */
  readonly isReferred?: boolean;
  /** Whether she wants no promotional messages; absent where nothing is known of it. */
  readonly promotionsStopped?: boolean;
  readonly balances: Readonly<Record<Unit, number>>;
  /** Absent where the program has no tiers. */
  readonly tier?: TierFacts | undefined;
  /** The stamps on each card, by its id; absent where there are none. */
  readonly stamps?: Readonly<Record<string, number>>;
  /** A count by subject (`rule:ID`, `rule:ID/UNIT`, or `purchases`) and period (see `periodKeys`); `undefined` where there is none. */
  readonly tally: (of: TallyOf, subject: string, period: string) => Tally | undefined;
  /** Her counts of a subject (`reached:ID`) by day, in no order; at least of the days that can matter. */
  readonly days?: (subject: string) => readonly DayTally[];
}

/** What one act adds to each count that something is reached by: rial, rial, purchases, visits. */
export type Adding = Readonly<Record<ReachCount, number>>;

/** The subject under which a member's standing purchases are counted: how many, and for how much. */
export const purchasesSubject = 'purchases';
/** The subjects under which what tiers go by is counted, in all and by day: purchases with what was spent, and points. */
export const spentSubject = 'spent';
export const earnedSubject = 'earned';
/** The same of what of that is not paid, less what is paid later: so that what is paid is what is spent without it. */
export const unpaidSubject = 'unpaid';
/** The subject under which a member's visits are counted. */
export const visitsSubject = 'visits';
/** The subject under which it is counted how far a member is on the way to what a rule waits for. */
export const reachSubject = (ruleId: string) => `reached:${ruleId}`;
/** The subject under which it is counted how often a rule gave. */
export const ruleSubject = (ruleId: string) => `rule:${ruleId}`;
/** The subject under which it is counted how much a rule gave in a unit, and what is carried on towards it. */
export const amountSubject = (ruleId: string, unit: Countable) => `rule:${ruleId}/${unit}`;
