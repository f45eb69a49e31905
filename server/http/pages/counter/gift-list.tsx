import { formatDay, formatGifts, formatNumber } from '../../../../templates/formats.ts';
import { giftPhrase } from '../../../../templates/gifts.ts';
import type { GivenGift } from '../../../../templates/gifts.ts';

export interface GiftListProps {
  readonly gifts: readonly GivenGift[];
  /** How many there are in all, where not all are shown. */
  readonly count?: number;
  /** They were taken back with their purchase: their codes are worth nothing. */
  readonly cancelled?: boolean;
}

/** Things that somebody was given, each with the code that she shows. */
export function GiftList({ gifts, count = gifts.length, cancelled = false }: GiftListProps) {
  if (gifts.length === 0) return null;
  return (
    <ul class={cancelled ? 'gifts undone' : 'gifts'} aria-label="هدیه‌ها">
      {gifts.map((gift) => (
        <li key={gift.code}>
          <span class="gift-name">{giftPhrase(gift, 'fa')}</span>
          <bdi class="gift-code" dir="ltr">
            {gift.code}
          </bdi>
          <span class="note">{cancelled ? 'باطل شد' : untilWords(gift)}</span>
        </li>
      ))}
      {count > gifts.length && <li class="note">و {formatGifts(count - gifts.length, 'fa')} دیگر</li>}
    </ul>
  );
}

/** «شماره ۱۲۳ · تا ۱۲ مرداد ۱۴۰۵». */
function untilWords({ number, lastDay, calendar }: GivenGift): string {
  return [
    ...(number === undefined ? [] : [`شماره ${formatNumber(number, 'fa').replaceAll('٬', '')}`]),
    ...(lastDay === undefined ? [] : [`تا ${formatDay(lastDay, { language: 'fa', calendar })}`]),
  ].join(' · ');
}
