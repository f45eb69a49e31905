/** A stamp card as people see it. */
import type { Gift } from './explain-shape.ts';
import { listOf, say } from './explain-terms.ts';
import { formatNumber, type Language } from './formats.ts';
import { giftPhrase } from './gifts.ts';
import { rewardName } from './names.ts';
import { gainsPhrase } from './phrases.ts';
import type { RankedLine } from './phrases.ts';
import type { Gains } from './template.ts';

/** How a card stands: the stamps on it and those that fill it. */
export interface CardStanding {
  readonly name: string;
  readonly stamps: number;
  readonly size: number;
}

/** A card that was stamped just now; `full` is how often it was filled. */
export interface StampedCard extends CardStanding {
  readonly full: number;
  /** What she got for that; absent for nothing. */
  readonly gave?: FullGift | undefined;
}

/** Points and credit as people write them, and how many of which things. */
export interface FullGift {
  readonly gains: Gains;
  readonly gifts: readonly (Gift & { readonly count: number })[];
}

/** A longer row is told in numbers alone: nobody counts circles. */
const drawnMax = 12;

/** «●●●○○»: a circle for each stamp, filled where it is there; '' where the row would be too long. */
export function stampRow({ stamps, size }: Pick<CardStanding, 'stamps' | 'size'>): string {
  if (size > drawnMax) return '';
  const there = Math.min(stamps, size);
  return '●'.repeat(there) + '○'.repeat(size - there);
}

/** «کارت قهوه»: ●●●○○ (۳ از ۵). */
export function stampLine(card: CardStanding, language: Language): string {
  const name = rewardName(card.name, language);
  const [stamps, size] = [card.stamps, card.size].map((number) => formatNumber(number, language));
  const count = language === 'fa' ? `${stamps} از ${size}` : `${stamps} of ${size}`;
  const row = stampRow(card);
  return `${name}: ${row === '' ? count : `${row} (${count})`}`;
}

/** «کارت قهوه» پر شد: ۶۰ امتیاز و پاداش «کیک»! — or briefly, that it is full; '' where it is not. */
export function fullLine(
  { name: card, full, gave }: StampedCard,
  language: Language,
  isBrief = false,
): string {
  if (full === 0) return '';
  const name = rewardName(card, language);
  const times = full === 1 ? '' : say(language, ` ${formatNumber(full, 'fa')} بار`, ` ${full} times over`);
  const got = isBrief ? '' : gaveOf(gave, language);
  const given = got === '' ? '' : `: ${got}`;
  return say(language, `${name}${times} پر شد${given}!`, `${name} is full${times}${given}!`);
}

function gaveOf(gave: StampedCard['gave'], language: Language): string {
  if (gave === undefined) return '';
  const gains = gainsPhrase(gave.gains, language);
  const gifts = gave.gifts.map(({ count, ...gift }) => {
    const thing = giftPhrase(gift, language);
    return count === 1
      ? thing
      : say(language, `${formatNumber(count, 'fa')} ${thing}`, `${count} × ${thing}`);
  });
  return listOf(gains === '' ? gifts : [gains, ...gifts], language);
}

/** For each card that it is full, what that gave, and how it stands; the standing is left out first. */
export function stampedLines(
  cards: readonly StampedCard[],
  language: Language,
  isBrief = false,
): RankedLine[] {
  return cards.flatMap((card, index) => {
    const full = fullLine(card, language, isBrief);
    const stands = full !== '' && card.stamps === 0 ? '' : stampLine(card, language);
    return [
      { text: full, rank: 2 + index },
      { text: stands, rank: (full === '' ? 2 : 20) + index },
    ];
  });
}
