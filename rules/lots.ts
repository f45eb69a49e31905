import { idleEndOf, stepLoss } from './fading.ts';
import type { Fading, LastActs, Step } from './fading.ts';

/** What is left of one accrual. Amounts are smallest parts of points, or rial of credit. */
export interface Lot {
  readonly id: number;
  readonly remaining: number;
  readonly earnedAt: number;
  /** The first moment at which it can no longer be spent; `null` for never. */
  readonly expiresAt: number | null;
  /** The first moment at which it has ended for want of acts; `null` or absent where acts do not matter. */
  readonly idleAt?: number | null;
  /** Steps that were not taken from it yet, in the order of time. */
  readonly steps?: readonly Step[];
}

/** What moves the ends of a lot. */
export interface Lived {
  /** What its member did last. */
  readonly acts: LastActs;
  /** The moment of the last step that was taken from it. */
  readonly steppedAt: number | null;
}

/** A lot with what takes from it beside its fixed end. */
export function withFading(lot: Lot, { steps, idle }: Fading, { acts, steppedAt }: Lived): Lot {
  return {
    ...lot,
    ...(idle && { idleAt: idleEndOf(idle, acts) }),
    ...(steps && { steps: steps.filter(({ at }) => steppedAt === null || at > steppedAt) }),
  };
}

/** How much is taken from which lot. */
export interface LotUse {
  readonly lotId: number;
  readonly amount: number;
}

/** Why something of a lot is lost: it has ended, its member was inactive, or a step of depreciation. */
export type LossReason = 'expired' | 'inactive' | 'depreciated';

/** A part of a lot that is lost at a moment. The amount is whole and above zero. */
export interface Loss {
  readonly at: number;
  readonly amount: number;
  readonly reason: LossReason;
}

/** The end of a lot, and why; `undefined` where it has none. */
function endOf({ expiresAt, idleAt = null }: Lot): { at: number; reason: LossReason } | undefined {
  if (idleAt !== null && (expiresAt === null || idleAt < expiresAt))
    return { at: idleAt, reason: 'inactive' };
  return expiresAt === null ? undefined : { at: expiresAt, reason: 'expired' };
}

/**
 * What a lot loses up to and including `until` if nothing of it is spent, in the order of time. Each step takes its
 * part of what those before it left; at its end all that is left is lost, and a step of that moment takes nothing.
 */
export function lossesOf(lot: Lot, until: number): Loss[] {
  const end = endOf(lot);
  const losses: Loss[] = [];
  let left = lot.remaining;
  for (const { at, lose } of lot.steps ?? []) {
    if (at > until || (end && at >= end.at)) break;
    const amount = stepLoss(left, lose);
    if (amount > 0) losses.push({ at, amount, reason: 'depreciated' });
    left -= amount;
  }
  if (end && end.at <= until && left > 0) losses.push({ ...end, amount: left });
  return losses;
}

/** What is lost next, and when, whether that moment has passed or not; `undefined` where nothing ever is. */
export function nextLoss(lot: Lot): Loss | undefined {
  return lossesOf(lot, Number.POSITIVE_INFINITY)[0];
}

/** What of a lot can be spent at `now`, whether what is overdue was written off or not. */
export function leftOf(lot: Lot, now: number): number {
  if (!lot.steps) return isEnded(lot, now) ? 0 : lot.remaining;
  return lossesOf(lot, now).reduce((left, { amount }) => left - amount, lot.remaining);
}

function isEnded({ expiresAt, idleAt = null }: Lot, now: number): boolean {
  return (expiresAt !== null && expiresAt <= now) || (idleAt !== null && idleAt <= now);
}

/** What can be spent at `now`. */
export function spendable(lots: readonly Lot[], now: number): number {
  return lots.reduce((sum, lot) => sum + leftOf(lot, now), 0);
}

/** What is spent first: what loses something soonest (what never does last, older first among equals), or what is oldest. */
export type SpendOrder = 'soonest-expiry' | 'oldest';

/**
 * Takes `amount` out of what can be spent of the lots at `now`, in the order wanted; the next step of a lot counts
 * like an end. Answers `undefined` when they do not hold so much. What is overdue must be written off before the
 * uses are: a step takes its part of what was left at its moment.
 */
export function takeFrom(
  lots: readonly Lot[],
  amount: number,
  { now, order }: { readonly now: number; readonly order: SpendOrder },
): LotUse[] | undefined {
  const uses: LotUse[] = [];
  let missing = amount;
  for (const { lot, left } of sorted(lots, { now, order })) {
    if (missing === 0) break;
    if (left === 0) continue;
    const part = Math.min(left, missing);
    uses.push({ lotId: lot.id, amount: part });
    missing -= part;
  }
  return missing === 0 ? uses : undefined;
}

interface Open {
  readonly lot: Lot;
  /** What can be spent of it. */
  readonly left: number;
  /** When something of that is lost next. */
  readonly lossAt: number;
}

function sorted(lots: readonly Lot[], { now, order }: { now: number; order: SpendOrder }): Open[] {
  const open = lots.map((lot): Open => {
    const left = leftOf(lot, now);
    return { lot, left, lossAt: futureLosses(lot, now)[0]?.at ?? Number.MAX_SAFE_INTEGER };
  });
  const byAge = (a: Open, b: Open) => a.lot.earnedAt - b.lot.earnedAt || a.lot.id - b.lot.id;
  return open.sort(order === 'oldest' ? byAge : (a, b) => a.lossAt - b.lossAt || byAge(a, b));
}

function futureLosses(lot: Lot, now: number): Loss[] {
  return lossesOf(lot, Number.POSITIVE_INFINITY).filter(({ at }) => at > now);
}

/** The next thing to expire: how much of the lots is lost first, and when, up to and including `until`. */
export function expiringSoon(
  lots: readonly Lot[],
  now: number,
  until: number,
): { readonly amount: number; readonly expiresAt: number } | undefined {
  const losses = lots.flatMap((lot) => lossesOf(lot, until)).filter(({ at }) => at > now);
  const soonest = Math.min(...losses.map(({ at }) => at));
  if (losses.length === 0) return undefined;
  const amount = losses.reduce((sum, loss) => (loss.at === soonest ? sum + loss.amount : sum), 0);
  return { amount, expiresAt: soonest };
}
