import { spendable } from '../../rules/lots.ts';
import type { Lot } from '../../rules/lots.ts';
import type { Program } from '../../rules/program.ts';
import { labelIn } from '../../rules/program/words.ts';
import { cardOf } from '../ledger/unit.ts';
import type { LedgerUnit } from '../ledger/unit.ts';

/** How a stamp card stands, in the words of a language. */
export interface CardStanding {
  /** Its id in the program. */
  readonly card: string;
  readonly name: string;
  /** The stamps on it, and those that fill it. */
  readonly stamps: number;
  readonly size: number;
}

/** The stamps on each card, by its id, out of a member's lots in one program. */
export function stampsIn(
  lots: readonly (Lot & { readonly unit: LedgerUnit })[],
  now: number,
): Record<string, number> {
  const stamps: Record<string, number> = {};
  for (const lot of lots) {
    const card = cardOf(lot.unit);
    if (card !== undefined) stamps[card] = (stamps[card] ?? 0) + spendable([lot], now);
  }
  return stamps;
}

/** Every card of a program, also those without a stamp. */
export function cardsOf(
  { stampCards }: Program,
  stamps: Readonly<Record<string, number>>,
  language: 'fa' | 'en',
): CardStanding[] {
  return stampCards.map(({ id, name, stamps: size }) => ({
    ...{ card: id, name: labelIn(name, language), stamps: stamps[id] ?? 0, size },
  }));
}
