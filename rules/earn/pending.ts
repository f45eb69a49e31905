import { opensAt } from '../pending.ts';
import type { KeptExpiry, PendingPart } from '../pending.ts';
import type { Program } from '../program.ts';
import type { Effect } from '../program/effect.ts';
import { isPaidLater } from '../program/payments.ts';
import type { PaymentKind, PaymentTerms } from '../program/payments.ts';
import type { Rule } from '../program/rule.ts';
import { hundredths, shareOf } from './exact.ts';
import type { PurchaseFacts } from './facts.ts';
import type { Setting } from './setting.ts';

/** What of an amount waits; `undefined` where all of it can be spent at once. */
export type PendingOf = (amount: number, setting: Setting) => readonly PendingPart[] | undefined;

/** Makes the function that says what of what an effect gives waits, and for what. */
export function compilePending(program: Program, rule: Rule, effect: Effect): PendingOf {
  const { timeZone, calendar, payments } = program;
  const era = { timeZone, calendar };
  const pending = rule.pending ?? program.pending;
  const until = pending !== 'never' && 'until' in pending ? pending.until : undefined;
  const untilApproved = until === 'approved';
  const counted = ('of' in effect ? effect.of?.of : undefined) ?? program.counts.of;
  const terms = { payments, isSold: counted === 'sold', always: until === 'paid' };
  const unit = ('unit' in effect ? effect.unit : undefined) ?? 'points';
  const expires: KeptExpiry = { expiry: rule.expires ?? program.expires[unit], timeZone, calendar };
  return (amount, { purchase, moment: { at } }) => {
    const unpaid = purchase === undefined ? 0 : unpaidPart(amount, purchase, terms);
    if (unpaid === 0 && pending === 'never') return undefined;
    const opening = pending === 'never' ? null : opensAt(pending, at, era);
    const parts: PendingPart[] = [];
    const rest = amount - unpaid;
    const base = { opensAt: opening, untilApproved, expires };
    if (rest > 0 && (opening !== null || untilApproved))
      parts.push({ amount: rest, untilPaid: false, ...base });
    if (unpaid > 0) parts.push({ amount: unpaid, untilPaid: true, ...base });
    return parts.length === 0 ? undefined : parts;
  };
}

interface Terms {
  readonly payments: Readonly<Record<PaymentKind, PaymentTerms>>;
  /** All that was sold is counted, however it is paid. */
  readonly isSold: boolean;
  /** What is paid later waits, whatever its kind says. */
  readonly always: boolean;
}

/**
 * The part of an amount that comes of what is not paid yet: what can be spent at once is rounded down. It is not
 * known which goods were paid how.
 */
function unpaidPart(amount: number, { payments }: PurchaseFacts, terms: Terms): number {
  if (!somePaidLater(payments)) return 0;
  let [all, late] = [0, 0];
  for (const { kind, amount: paid } of payments) {
    const { earns, percent = 100, when } = terms.payments[kind];
    const counts = terms.isSold ? paid : earns ? shareOf(paid, hundredths(percent), 10_000).whole : 0;
    all += counts;
    if (when === 'paid' || (terms.always && isPaidLater(kind))) late += counts;
  }
  return late === 0 ? 0 : amount - shareOf(amount, all - late, all).whole;
}

function somePaidLater(payments: PurchaseFacts['payments']): boolean {
  for (const { kind } of payments) if (isPaidLater(kind)) return true;
  return false;
}
