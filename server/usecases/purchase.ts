import type { Award, PaymentKind, Why } from '../../rules/earn.ts';
import type { Unit } from '../../rules/program.ts';
import type { Balances, Gains } from '../../templates/template.ts';
import type { Member } from '../store/members.ts';
import type { Idempotency } from '../store/idempotency.ts';

export interface PurchaseLine {
  readonly sku?: string | undefined;
  readonly name?: string | undefined;
  readonly group?: string | undefined;
  readonly brand?: string | undefined;
  readonly quantity: number;
  /** Rial, for the whole line. */
  readonly amount: number;
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
  /** Rial, above zero. */
  readonly amount: number;
  readonly receiptNo?: string | undefined;
  readonly shopId: number;
  readonly lines: readonly PurchaseLine[];
  /** Empty, or adding up to the amount. */
  readonly payments: readonly Payment[];
  readonly occurredAt: number;
  readonly channel: 'counter' | 'api';
  readonly actor: string;
  readonly idempotency: Idempotency;
}

/** A purchase that is going to be written. */
export interface Decided {
  readonly kind: 'decided';
  readonly id: number;
  readonly purchase: NewPurchase;
  readonly member: Member;
  readonly awards: readonly Award[];
}

/** What one rule did, as it is stored with the purchase and shown to people. */
export interface ExplanationLine {
  readonly rule: string;
  readonly name: string;
  readonly unit: Unit;
  readonly amount: number;
  readonly why: Why;
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
  readonly earned: Gains;
  readonly balances: Balances;
  readonly explanation: readonly ExplanationLine[];
}

export function explanationOf(awards: readonly Award[]): ExplanationLine[] {
  return awards.map(({ rule, name, unit, amount, why }) => ({ rule, name, unit, amount, why }));
}
