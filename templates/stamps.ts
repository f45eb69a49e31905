/** A stamp card as people see it. */
import { formatNumber, type Language } from './formats.ts';
import { rewardName } from './names.ts';

/** How a card stands: the stamps on it and those that fill it. */
export interface CardStanding {
  readonly name: string;
  readonly stamps: number;
  readonly size: number;
}

/** A card that was stamped just now; `full` is how often it was filled. */
export interface StampedCard extends CardStanding {
  readonly full: number;
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

/** «کارت قهوه» پر شد! and how it begins anew; or only how it stands. */
export function stampedLine(card: StampedCard, language: Language): string {
  if (card.full === 0) return stampLine(card, language);
  const name = rewardName(card.name, language);
  const full = language === 'fa' ? `${name} پر شد!` : `${name} is full!`;
  return card.stamps === 0 ? full : `${full} ${stampLine(card, language)}`;
}
