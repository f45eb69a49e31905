import { asWritten, sumWritten } from '../../rules/decimals.ts';
import type { ProgramVersion } from '../club.ts';
import { gainsOf, pendingOf } from './awards.ts';
import type { ProgramAward } from './awards.ts';
import type { InParts } from './in-parts.ts';
import type { Balances } from '../../templates/template.ts';

/**
 * The edge between what is kept and what is told: in the ledger and the rules points are whole smallest parts,
 * and whatever leaves a use case has them as people write them.
 */

/** An amount of a unit as people write it; only points have decimals. */
export function amountAsWritten(unit: string, amount: number, decimals: number): number {
  return unit === 'points' ? asWritten(amount, decimals) : amount;
}

/** Points and credit as people write them. */
export function gainsAsWritten({ points, credit }: InParts, decimals: number): Balances {
  return { points: asWritten(points, decimals), credit };
}

interface Gained {
  readonly given: readonly ProgramAward[];
  readonly balances: InParts;
}

/** What was gained in a program, to be told. */
export function gainedAsWritten(
  by: ProgramVersion | undefined,
  { given, balances }: Gained,
): Readonly<Record<'earned' | 'pending' | 'balances', Balances>> {
  const decimals = by?.rules.decimals ?? 0;
  return {
    earned: gainsAsWritten(gainsOf(given), decimals),
    pending: gainsAsWritten(pendingOf(given), decimals),
    balances: gainsAsWritten(balances, decimals),
  };
}

interface Told {
  readonly unit: string;
  readonly amount: number;
  readonly pending?: readonly { readonly amount: number }[];
}

/** What can be spent of amounts that are as people write them already, summed exactly. */
export function gainsTold(lines: readonly Told[]): Balances {
  const sum = (unit: keyof Balances) =>
    sumWritten(
      lines
        .filter((line) => line.unit === unit)
        .flatMap(({ amount, pending = [] }) => [amount, ...pending.map((part) => -part.amount)]),
    );
  return { points: sum('points'), credit: sum('credit') };
}
