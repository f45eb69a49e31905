import type { Unit } from '../../rules/program.ts';

/** What an account is kept in: points, rial of credit, or the stamps on one card of the program. */
export type LedgerUnit = Unit | `stamps:${string}`;

const prefix = 'stamps:';

/** The unit of a stamp card, by the card's id. */
export function stampsUnit(card: string): LedgerUnit {
  return `${prefix}${card}`;
}

/** The stamp card that a unit counts; `undefined` where it is points or credit. */
export function cardOf(unit: LedgerUnit): string | undefined {
  return unit.startsWith(prefix) ? unit.slice(prefix.length) : undefined;
}
