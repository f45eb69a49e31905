/**
 * Points with decimals. Inside, all that is decided and kept is whole smallest parts: 12.34 points with two decimals
 * are 1234. What comes in is read from its decimal digits, exactly or not at all; what goes out is only ever shown.
 */

/** As many decimals as a unit may have. */
export const decimalsMax = 3;

const plain = /^(-?\d+)(?:\.(\d+))?$/;

/** An amount as people write it, in smallest parts; `undefined` where it has more decimals, or is no plain number. */
export function partsOf(written: number, decimals: number): number | undefined {
  const [, whole = '', fraction = ''] = plain.exec(String(written)) ?? [];
  if (whole === '' || fraction.length > decimals) return undefined;
  const parts = Number(whole + fraction.padEnd(decimals, '0'));
  return Number.isSafeInteger(parts) ? parts : undefined;
}

/** Smallest parts as people write them: 1234 with two decimals is 12.34. To be shown; nothing is worked out with it. */
export function asWritten(parts: number, decimals: number): number {
  return decimals === 0 ? parts : parts / 10 ** decimals;
}

/** The sum of amounts as people write them, exactly: 0.1 and 0.2 are 0.3. */
export function sumWritten(amounts: readonly number[]): number {
  const parts = amounts.reduce((sum, amount) => sum + thousandths(amount), 0);
  return asWritten(parts, decimalsMax);
}

/** An amount as people write it in thousandths, which every unit can be told in. */
function thousandths(amount: number): number {
  return partsOf(amount, decimalsMax) ?? Math.round(amount * 10 ** decimalsMax);
}

/** What points are worth, as people write both: in whole rial, rounded towards nothing. */
export function rialOf(points: number, worth: number): number {
  return Number((BigInt(thousandths(points)) * BigInt(worth)) / BigInt(10 ** decimalsMax));
}

/** What comes between two smallest parts, from its decimal digits: "1234.5" with two decimals is "12.345". */
export function digitsAsWritten(digits: string, decimals: number): string {
  if (decimals === 0) return digits;
  const [whole = '0', fraction = ''] = digits.split('.');
  const padded = whole.padStart(decimals + 1, '0');
  const rest = `${padded.slice(-decimals)}${fraction}`.replace(/0+$/, '');
  return rest === '' ? padded.slice(0, -decimals) : `${padded.slice(0, -decimals)}.${rest}`;
}
