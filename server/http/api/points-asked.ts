import { decimalsMax, partsOf } from '../../../rules/decimals.ts';
import type { ProgramVersion } from '../../club.ts';
import type { LedgerUnit } from '../../ledger/unit.ts';
import { invalidRequest } from '../problem.ts';

/** An amount of points or credit that somebody sent. */
export interface AmountAsked {
  readonly unit: LedgerUnit;
  /** As people write it. */
  readonly amount: number;
  /** Where it stands in the request. */
  readonly field: string;
}

/** What was sent in smallest parts, exactly. Throws a `Problem` with a cure where it has more decimals than the unit. */
export function partsAsked({ rules }: Pick<ProgramVersion, 'rules'>, asked: AmountAsked): number {
  const { unit, amount, field } = asked;
  const decimals = unit === 'points' ? rules.decimals : 0;
  const parts = partsOf(amount, decimals);
  if (parts !== undefined) return parts;
  const whole = `must be a whole number: ${unit === 'credit' ? 'credit is in rial' : `${unit === 'points' ? 'points' : 'stamps'} have no decimals here`}`;
  const problem = decimals === 0 ? whole : `has more decimals than points have here, ${decimals}: round it`;
  throw invalidRequest([{ field, problem }]);
}

/** The same for what another program gave: decimals that this one does not have are cut off. */
export function partsLeft({ rules }: Pick<ProgramVersion, 'rules'>, { unit, amount }: AmountAsked): number {
  const decimals = unit === 'points' ? rules.decimals : 0;
  const finest = partsOf(amount, decimalsMax);
  const parts = partsOf(amount, decimals);
  if (parts !== undefined || finest === undefined) return parts ?? Math.floor(amount);
  return Math.floor(finest / 10 ** (decimalsMax - decimals));
}
