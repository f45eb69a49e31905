/** Things that members are given: rewards, vouchers, gift cards and tickets of draws. */
import { labelIn, say } from './explain-terms.ts';
import type { Gift } from './explain-shape.ts';
import {
  formatDay,
  formatGifts,
  formatMoney,
  formatNumber,
  persianDigits,
  type Calendar,
  type Language,
} from './formats.ts';
import { rewardName } from './names.ts';
import { lines } from './phrases.ts';

/** A thing with what she needs to get it. */
export interface GivenGift extends Gift {
  /** What she shows at the shop. */
  readonly code: string;
  /** Of a ticket. */
  readonly number?: number | undefined;
  /** The last day it can be used, `YYYY-MM-DD`, in the program's calendar; absent where it never ends. */
  readonly lastDay?: string | undefined;
  readonly calendar?: Calendar | undefined;
}

/** «پاداش «قهوه»», «بن تخفیف «یلدا» (۲۰ درصد)», «کارت هدیه ۵۰٬۰۰۰ تومانی», «بلیت قرعه‌کشی «نوروز»». */
export function giftPhrase({ kind, name = '', amount = 0, percent }: Gift, language: Language): string {
  const called = rewardName(labelIn(name, language), language);
  const money = formatMoney(amount, language);
  switch (kind) {
    case 'reward':
      return say(language, `پاداش ${called}`, `reward ${called}`);
    case 'voucher': {
      const share = percent === undefined ? undefined : formatNumber(percent, language);
      const off = share === undefined ? money : say(language, `${share} درصد`, `${share} percent`);
      return say(language, `بن تخفیف ${called} (${off})`, `voucher ${called} (${off} off)`);
    }
    case 'gift_card':
      return say(language, `کارت هدیه ${money}`, `gift card of ${money}`);
    case 'ticket':
      return say(language, `بلیت قرعه‌کشی ${called}`, `ticket of the draw ${called}`);
  }
}

/** «هدیه: پاداش «قهوه»، تا ۱۲ مرداد ۱۴۰۵، کد K7PQ2M9XWB4T»: the code ends the line, so that it pulls nothing along. */
export function giftLine(gift: GivenGift, language: Language): string {
  const { code, number, lastDay, calendar } = gift;
  const until = lastDay === undefined ? undefined : formatDay(lastDay, { language, calendar });
  return [
    say(language, `هدیه: ${giftPhrase(gift, 'fa')}`, `Gift: ${giftPhrase(gift, 'en')}`),
    until === undefined ? [] : [say(language, `تا ${until}`, `until ${until}`)],
    number === undefined ? [] : [say(language, `شماره ${persianDigits(String(number))}`, `number ${number}`)],
    say(language, `کد ${code}`, `code ${code}`),
  ]
    .flat()
    .join(say(language, '، ', ', '));
}

interface Room {
  readonly lengthMax: number;
  readonly language: Language;
}

/** A text and below it as many gifts as have room; how many more there are is said. */
export function withGifts(text: string, gifts: readonly GivenGift[], { lengthMax, language }: Room): string {
  for (let shown = gifts.length; shown > 0; shown--) {
    const said = lines(text, ...gifts.slice(0, shown).map((gift) => giftLine(gift, language)));
    const all = lines(said, moreGifts(gifts.length - shown, language));
    if (all.length <= lengthMax) return all;
  }
  return lines(text, moreGifts(gifts.length, language));
}

function moreGifts(count: number, language: Language): string {
  if (count === 0) return '';
  const gifts = formatGifts(count, language);
  return say(language, `${gifts} دیگر هم دارید؛ از فروشگاه بپرسید.`, `${gifts} more: ask at the shop.`);
}
