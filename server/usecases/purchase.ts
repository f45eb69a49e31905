import { awardAsWritten } from '../../rules/earn/as-written.ts';
import type { Charity } from '../../rules/earn/award.ts';
import type { LineFacts, PurchaseFacts } from '../../rules/earn/facts.ts';
import type { Counted } from '../../rules/earn/counted.ts';
import type { Gift } from '../../rules/earn/gift.ts';
import type { Placing } from '../../rules/earn/placing.ts';
import type { Change, Why } from '../../rules/earn/why.ts';
import type { PendingPart } from '../../rules/pending.ts';
import type { PaymentKind } from '../../rules/program/payments.ts';
import type { Countable, Label } from '../../rules/program/words.ts';
import type { Balances, Gains } from '../../templates/template.ts';
import type { Member } from '../store/members.ts';
import type { Idempotency } from '../store/idempotency.ts';
import type { ProgramAward } from './awards.ts';
import type { ProgramCard } from './post-awards.ts';
import type { GiftNow } from './gifts.ts';
import { cardsOf } from './stamp-cards.ts';
import type { CardStanding } from './stamp-cards.ts';
import type { DecidedFor, ProgramOutcome } from './deciding.ts';
import type { ReferralGift } from './referral-gift.ts';

/** What the rules are told of a line, and what it is called. */
export interface PurchaseLine extends LineFacts {
  readonly name?: string | undefined;
}

export interface Payment {
  readonly kind: PaymentKind;
  /** Rial. */
  readonly amount: number;
}

/** A purchase to be recorded, checked for its form but not for what the database knows. */
export interface NewPurchase {
  /** E.164. */
  readonly phone: string;
  /** Rial, above zero: what is to pay, after the discount and with the tax. */
  readonly amount: number;
  /** Rial, that of the lines included. */
  readonly discount?: number | undefined;
  readonly tax?: number | undefined;
  readonly receiptNo?: string | undefined;
  readonly shopId: number;
  readonly lines: readonly PurchaseLine[];
  /** Empty, or adding up to the amount. */
  readonly payments: readonly Payment[];
  readonly occurredAt: number;
  readonly channel: 'counter' | 'api';
  readonly actor: string;
  readonly idempotency: Idempotency;
  /** Now where it is not given; of a list that is recorded together, each may have its own. */
  readonly recordedAt?: number;
}

/** A purchase that is going to be written. */
export interface Decided {
  readonly kind: 'decided';
  readonly id: number;
  readonly purchase: NewPurchase;
  readonly member: Member;
  readonly outcome: DecidedFor;
  /** What it gives to the member who brought the buyer. */
  readonly gift?: ReferralGift;
}

/** What one rule did, as it is stored with the purchase and shown to people. */
export interface ExplanationLine {
  /** The code of the program that the rule is of. */
  readonly program: string;
  readonly rule: string;
  /** The rule's name as the shop wrote it. */
  readonly name: Label;
  readonly unit: Countable;
  /** The stamp card, where it gave stamps. */
  readonly card?: string;
  /** Who got it, where it went to a charity: then the amount is in rial. */
  readonly charity?: Charity;
  /** The thing, where it gave things. */
  readonly gift?: Gift;
  /** The tier, where it put her in one; `until` is the first instant at which it no longer holds. */
  readonly placing?: Placing & { readonly until: number | null };
  /** As people write it. */
  readonly amount: number;
  readonly why: Why;
  /** Why the amount that the reason speaks of is not that of the purchase. */
  readonly counted?: Counted;
  /** What other rules, rounding and limits made of it. */
  readonly change?: Change;
  /** What of it was refused since and is no part of `amount`; never stored. */
  readonly cancelled?: number;
  /** The parts of the amount that waited when it was given; absent where none did. */
  readonly pending?: readonly Omit<PendingPart, 'expires'>[];
}

/** What became of a stamp card. */
export interface StampedNow extends CardStanding {
  readonly program: string;
  readonly gained: number;
  /** How often it was filled. */
  readonly full: number;
}

/** The cards that were stamped, in the words of a language. */
export function stampedNow(stamped: readonly ProgramCard[], language: 'fa' | 'en'): StampedNow[] {
  return stamped.flatMap(({ by: { program }, card, left, gained, full }) =>
    cardsOf(program, { [card]: left }, language)
      .filter((one) => one.card === card)
      .map((one) => ({ program: program.code, ...one, gained, full })),
  );
}

export interface RecordedPurchase {
  readonly id: number;
  readonly memberId: number;
  readonly phone: string;
  /** The member's, then: a repeated answer is in the same words. */
  readonly language: 'fa' | 'en';
  readonly amount: number;
  readonly occurredAt: number;
  readonly createdAt: number;
  /** Of the club's own program. */
  readonly earned: Gains;
  /** What it gave and waits. */
  readonly pending: Gains;
  readonly balances: Balances;
  /** Of each program that decided. */
  readonly programs: readonly ProgramOutcome[];
  /** The stamp cards that were stamped. */
  readonly stampCards: readonly StampedNow[];
  /** The things that were given. */
  readonly gifts: readonly GiftNow[];
  readonly explanation: readonly ExplanationLine[];
}

/** What rules did, with points as people write them. */
export function explanationOf(awards: readonly ProgramAward[]): ExplanationLine[] {
  return awards.map((award) => {
    const { by, rule, name, unit, card, charity, gift, placing, expiresAt, counted } = award;
    const { amount, why, change, pending } = awardAsWritten(award, by.rules.decimals);
    return {
      ...{ program: by.program.code, rule, name, unit, amount, why },
      ...(card !== undefined && { card }),
      ...(charity && { charity }),
      ...(gift && { gift }),
      ...(placing && { placing: { ...placing, until: expiresAt } }),
      ...(counted && { counted }),
      ...(change && { change }),
      ...(pending && { pending: pending.map(partOf) }),
    };
  });
}

/** A purchase as the rules see it. */
export function purchaseFacts(
  {
    amount,
    discount,
    tax,
    lines,
    payments,
    occurredAt,
  }: Omit<NewPurchase, 'idempotency' | 'channel' | 'actor'>,
  shop: string,
): PurchaseFacts {
  return { amount, discount, tax, lines, payments, occurredAt, shop };
}

function partOf({ amount, opensAt, untilPaid, untilApproved }: PendingPart): Omit<PendingPart, 'expires'> {
  return { amount, opensAt, untilPaid, untilApproved };
}
