import type { Rounding } from '../program/rounding.ts';

/**
 * An exact amount between the words of a rule and the whole number it gives: a whole number, or `over` parts of
 * `per`. Nothing passes through a float, and nearly nothing through the slow arithmetic of large numbers.
 */
export type Exact = number | Fraction;

interface Fraction {
  readonly over: bigint;
  readonly per: bigint;
}

/** `amount` times `numerator` by `denominator`, exactly: the whole part and what is left, below the denominator. */
export function shareOf(
  amount: number,
  numerator: number,
  denominator: number,
): { whole: number; rest: number } {
  const product = amount * numerator;
  if (Number.isSafeInteger(product)) {
    const rest = product % denominator;
    return { whole: (product - rest) / denominator, rest };
  }
  const big = BigInt(amount) * BigInt(numerator);
  const per = BigInt(denominator);
  return { whole: Number(big / per), rest: Number(big % per) };
}

/** What has two decimals at most, as hundredths: 12.5 is 1250. */
export function hundredths(number: number): number {
  return Math.round(number * 100);
}

/** So many percent of an amount, in what is worth `worth` of it each. */
export function percentOf(amount: number, percent: number, worth = 1): Exact {
  return partOf(amount, hundredths(percent), 10_000 * worth);
}

/** `amount` times `numerator` by `denominator`, exactly. */
export function partOf(amount: number, numerator: number, denominator: number): Exact {
  const { whole, rest } = shareOf(amount, numerator, denominator);
  if (rest === 0) return whole;
  const per = BigInt(denominator);
  return { over: BigInt(whole) * per + BigInt(rest), per };
}

/** An amount so many times. */
export function timesWhole(amount: Exact, factor: number): Exact {
  if (factor === 1) return amount;
  if (typeof amount === 'number' && Number.isSafeInteger(amount * factor)) return amount * factor;
  const { over, per } = fraction(amount);
  return { over: over * BigInt(factor), per };
}

/** An amount multiplied by what has two decimals at most. */
export function times(amount: Exact, factor: number): Exact {
  if (typeof amount === 'number') return percentOf(amount, factor * 100);
  return { over: amount.over * BigInt(hundredths(factor)), per: amount.per * 100n };
}

export function plus(a: Exact, b: Exact): Exact {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  const [left, right] = [fraction(a), fraction(b)];
  if (left.per === right.per) return { over: left.over + right.over, per: left.per };
  return { over: left.over * right.per + right.over * left.per, per: left.per * right.per };
}

/** Below zero, zero or above it, as `a` is less than, equal to or more than `b`. */
export function compare(a: Exact, b: Exact): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [fraction(a), fraction(b)];
  const difference = left.over * right.per - right.over * left.per;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function isWhole(amount: Exact): boolean {
  return typeof amount === 'number' || amount.over % amount.per === 0n;
}

/** The whole number that an amount of zero or more is rounded to. */
export function round(amount: Exact, how: Rounding): number {
  if (typeof amount === 'number') return amount;
  const { over, per } = amount;
  const down = over / per;
  const rest = over % per;
  const twice = rest * 2n;
  const up =
    (how === 'up' && rest > 0n) ||
    (how !== 'down' && twice > per) ||
    (twice === per && (how === 'half-up' || (how === 'half-even' && down % 2n === 1n)));
  return Number(up ? down + 1n : down);
}

/** In decimal digits, for people: 4.5. Cut after the fourth decimal, or where that leaves nothing of a fraction, after the first that does. */
export function decimalOf(amount: Exact): string {
  if (typeof amount === 'number') return String(amount);
  const { over, per } = amount;
  let places = 4;
  const rest = over % per;
  while (rest > 0n && rest * 10n ** BigInt(places) < per) places += 1;
  const scaled = (over * 10n ** BigInt(places)) / per;
  const digits = String(scaled).padStart(places + 1, '0');
  let end = digits.length;
  while (end > digits.length - places && digits[end - 1] === '0') end -= 1;
  const whole = digits.slice(0, -places);
  return end === whole.length ? whole : `${whole}.${digits.slice(whole.length, end)}`;
}

function fraction(amount: Exact): Fraction {
  return typeof amount === 'number' ? { over: BigInt(amount), per: 1n } : amount;
}

/** `numerator` parts of `denominator` of an amount, exactly. */
export function portion(amount: Exact, numerator: number, denominator: number): Exact {
  const { over, per } = fraction(amount);
  const [top, bottom] = [over * BigInt(numerator), per * BigInt(denominator)];
  return top % bottom === 0n ? Number(top / bottom) : { over: top, per: bottom };
}

/** The product of two amounts. */
export function product(a: Exact, b: Exact): Exact {
  const [left, right] = [fraction(a), fraction(b)];
  const [over, per] = [left.over * right.over, left.per * right.per];
  return over % per === 0n ? Number(over / per) : { over, per };
}
