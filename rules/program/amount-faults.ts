import { asWritten, decimalsMax, partsOf } from '../decimals.ts';
import type { CrossFault } from './condition-faults.ts';
import { mapAmounts } from './unit-amounts.ts';
import type { AmountParts } from './unit-amounts.ts';
import type { Units } from './units.ts';
import { amountMax } from './words.ts';

/** Amounts with more decimals than what they are of. */
export function amountFaults(program: AmountParts & { readonly units: Units }): CrossFault[] {
  const faults: CrossFault[] = [];
  const { decimals } = program.units.points;
  mapAmounts(program, (amount, isPoints, path) => {
    const message = isPoints ? pointsFault(amount, decimals) : wholeFault(amount);
    if (message !== undefined) faults.push({ path, message });
    return amount;
  });
  return faults;
}

function wholeFault(amount: number): string | undefined {
  return Number.isInteger(amount) ? undefined : 'must be a whole number: only points can have decimals';
}

function pointsFault(amount: number, decimals: number): string | undefined {
  // More than any unit may have is a fault of the amount itself.
  if (partsOf(amount, decimalsMax) === undefined) return undefined;
  const parts = partsOf(amount, decimals);
  if (parts === undefined) return tooFine(decimals);
  if (parts <= amountMax) return undefined;
  return `is too much where points have decimals: at most ${asWritten(amountMax, decimals)} with ${decimals}`;
}

function tooFine(decimals: number): string {
  const cure = `or give them more: "units": {"points": {"decimals": ${Math.max(2, decimals + 1)}}}`;
  if (decimals === 0) return `must be a whole number: points have no decimals here; round it, ${cure}`;
  return `has more decimals than points have here, ${decimals}: round it${decimals === decimalsMax ? '' : `, ${cure}`}`;
}
