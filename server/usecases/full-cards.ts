import { sumWritten } from '../../rules/decimals.ts';
import { labelIn } from '../../rules/program/words.ts';
import type { FullGift, StampedCard } from '../../templates/stamps.ts';
import type { ExplanationLine, StampedNow } from './purchase.ts';

/** The cards that were stamped, as texts tell of them: with what the full ones gave. */
export function cardsTold(
  stamped: readonly StampedNow[],
  explanation: readonly ExplanationLine[],
): StampedCard[] {
  return stamped.map(({ program, card, name, stamps, size, full }) => {
    const lines = explanation.filter(
      (line) => isOfFull(line) && line.program === program && line.rule === card,
    );
    return { name, stamps, size, full, ...(lines.length > 0 && { gave: gaveOf(lines) }) };
  });
}

/** A card that was filled, and what it gave. */
export type FullCard = Pick<StampedCard, 'name' | 'full' | 'gave'>;

/** The cards that something filled, as far as they gave something, in the words of a language. */
export function fullCards(explanation: readonly ExplanationLine[], language: 'fa' | 'en'): FullCard[] {
  const cards = new Map<string, ExplanationLine[]>();
  for (const line of explanation.filter(isOfFull)) {
    const key = `${line.program} ${line.rule}`;
    cards.set(key, [...(cards.get(key) ?? []), line]);
  }
  return [...cards.values()].flatMap((lines) => {
    const [first] = lines;
    if (first?.why.kind !== 'card-full') return [];
    return [{ name: labelIn(first.name, language), full: first.why.times, gave: gaveOf(lines) }];
  });
}

const isOfFull = ({ why, amount }: ExplanationLine) => why.kind === 'card-full' && amount > 0;

function gaveOf(lines: readonly ExplanationLine[]): FullGift {
  const sum = (unit: 'points' | 'credit') =>
    sumWritten(lines.flatMap((line) => (line.unit === unit ? [line.amount] : [])));
  const gifts = lines.flatMap(({ gift, amount }) => (gift ? [{ ...gift, count: amount }] : []));
  return { gains: { points: sum('points'), credit: sum('credit') }, gifts };
}
