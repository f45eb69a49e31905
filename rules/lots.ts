/** What is left of one accrual. Amounts are whole points, or rial of credit. */
export interface Lot {
  readonly id: number;
  readonly remaining: number;
  readonly earnedAt: number;
  /** The first moment at which it can no longer be spent; `null` for never. */
  readonly expiresAt: number | null;
}

/** How much is taken from which lot. */
export interface LotUse {
  readonly lotId: number;
  readonly amount: number;
}

/** True when nothing of the lot can be spent any more at `now`, whether the expiry job has run or not. */
export function isOverdue(lot: Pick<Lot, 'expiresAt'>, now: number): boolean {
  return lot.expiresAt !== null && lot.expiresAt <= now;
}

/** What can be spent at `now`: all that is left in lots that have not expired. */
export function spendable(lots: readonly Lot[], now: number): number {
  return lots.reduce((sum, lot) => (isOverdue(lot, now) ? sum : sum + lot.remaining), 0);
}

/** What is spent first: what expires soonest (what never does last, older first among equals), or what is oldest. */
export type SpendOrder = 'soonest-expiry' | 'oldest';

/**
 * Takes `amount` out of the lots that can be spent at `now`, in the order wanted. Answers `undefined` when they do
 * not hold so much.
 */
export function takeFrom(
  lots: readonly Lot[],
  amount: number,
  { now, order }: { readonly now: number; readonly order: SpendOrder },
): LotUse[] | undefined {
  const uses: LotUse[] = [];
  let missing = amount;
  for (const lot of sorted(lots, order)) {
    if (missing === 0) break;
    if (isOverdue(lot, now) || lot.remaining === 0) continue;
    const part = Math.min(lot.remaining, missing);
    uses.push({ lotId: lot.id, amount: part });
    missing -= part;
  }
  return missing === 0 ? uses : undefined;
}

function sorted(lots: readonly Lot[], order: SpendOrder): Lot[] {
  const byAge = (a: Lot, b: Lot) => a.earnedAt - b.earnedAt || a.id - b.id;
  const end = ({ expiresAt }: Lot) => expiresAt ?? Number.MAX_SAFE_INTEGER;
  return [...lots].sort(order === 'oldest' ? byAge : (a, b) => end(a) - end(b) || byAge(a, b));
}

/** The next thing to expire: how much of the lots ends first, and when, up to and including `until`. */
export function expiringSoon(
  lots: readonly Lot[],
  now: number,
  until: number,
): { readonly amount: number; readonly expiresAt: number } | undefined {
  const open = lots.filter((lot) => lot.remaining > 0 && !isOverdue(lot, now));
  const soonest = Math.min(...open.map((lot) => lot.expiresAt ?? Number.POSITIVE_INFINITY));
  if (soonest > until) return undefined;
  const amount = open.reduce((sum, lot) => (lot.expiresAt === soonest ? sum + lot.remaining : sum), 0);
  return { amount, expiresAt: soonest };
}
