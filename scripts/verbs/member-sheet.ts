import type { CalendarDate, Day } from '../../rules/calendar.ts';
import type { Gift } from '../../rules/earn/gift.ts';
import type { MemberDate } from '../../rules/member-date.ts';
import type { Education, Gender } from '../../rules/program/member.ts';
import type { LedgerUnit } from '../../server/ledger/unit.ts';
import type { tierBody } from '../../server/http/api/tier-body.ts';
import type { ExplanationLine } from '../../server/usecases/purchase.ts';

/** All that is shown of a member. Times are ISO texts, amounts points or rial. */
export interface MemberSheet {
  readonly id: number;
  readonly phone: string;
  readonly name: string | null;
  readonly language: string;
  readonly joinedAt: string;
  readonly joinedChannel: string;
  /** The shop that enrolled her; `null` where she did it herself. */
  readonly joinedShop: string | null;
  /** The number of who brought her, its middle hidden; `null` where nobody did. */
  readonly referrer: string | null;
  /** How many she brought. */
  readonly referred: number;
  readonly birthday: CalendarDate | null;
  readonly gender: Gender | null;
  readonly education: Education | null;
  readonly tags: readonly string[];
  readonly customerGroups: readonly string[];
  /** Other dates of hers, by name. */
  readonly dates: Readonly<Record<string, MemberDate>>;
  readonly promotionsStoppedAt: string | null;
  /** What can be spent now. */
  readonly balances: { readonly points: number; readonly credit: number };
  /** Her tier in the club's own program; `null` without tiers. */
  readonly tier: ReturnType<typeof tierBody>;
  /** What became of her tiers, newest first. */
  readonly tierChanges: readonly TierChangeLine[];
  /** What she agreed to or refused, newest first: the proof of it. */
  readonly consents: readonly ConsentLine[];
  readonly addresses: readonly AddressLine[];
  /** What she was given of things, newest first. */
  readonly gifts: readonly GiftLine[];
  readonly lots: readonly LotLine[];
  readonly entries: readonly EntryLine[];
  readonly purchases: readonly PurchaseSummary[];
  readonly messages: readonly MessageLine[];
}

export interface ConsentLine {
  readonly at: string;
  readonly channel: string;
  readonly kind: string;
  readonly granted: boolean;
  readonly words: string;
  readonly who: string;
}

export interface TierChangeLine {
  readonly at: string;
  readonly program: string;
  readonly kind: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly reason: string | null;
  readonly who: string;
}

export interface AddressLine {
  readonly channel: string;
  readonly address: string;
  readonly createdAt: string;
  readonly deadAt: string | null;
  readonly promotionsStoppedAt: string | null;
}

export interface GiftLine {
  readonly id: number;
  readonly givenAt: string;
  readonly kind: Gift['kind'];
  readonly name: string | null;
  /** Rial. */
  readonly amount: number | null;
  readonly percent: number | null;
  readonly code: string;
  readonly number: number | null;
  readonly state: string;
  /** The last day it can be used; `null` where it never ends. */
  readonly lastDay: Day | null;
  readonly rule: string;
}

/** What is left of one accrual. */
export interface LotLine {
  readonly unit: LedgerUnit;
  readonly remaining: number;
  readonly amount: number;
  readonly earnedAt: string;
  /** The last day all that is left can be spent; `null` where nothing of it is ever lost. */
  readonly lastDay: Day | null;
  /** Some or all of it can no longer be spent, though the expiry job has not written so yet. */
  readonly overdue: boolean;
}

export interface EntryLine {
  readonly id: number;
  readonly occurredAt: string;
  readonly type: string;
  readonly unit: LedgerUnit;
  readonly amount: number;
  readonly reason: string;
  readonly rule: string | null;
  readonly who: string;
}

export interface PurchaseSummary {
  readonly id: number;
  readonly occurredAt: string;
  readonly amount: number;
  readonly earned: readonly Pick<ExplanationLine, 'rule' | 'unit' | 'amount'>[];
  readonly shop: string;
  readonly receiptNo: string | null;
  readonly who: string;
  readonly undoneAt: string | null;
  readonly undoneBy: string | null;
}

export interface MessageLine {
  readonly id: number;
  readonly createdAt: string;
  readonly channel: string;
  readonly template: string;
  readonly state: string;
  readonly code: string | null;
}
