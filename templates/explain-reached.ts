/** How far a member is on the way to what a rule waits for. */
import type { NotReached, ReachCount, ReachWithin } from './explain-shape.ts';
import { say } from './explain-terms.ts';
import { formatMoney, formatNumber, type Language } from './formats.ts';
import { spanOf } from './program-words-times.ts';

/** «۵٬۰۰۰٬۰۰۰ تومان خرید در ۳ ماه اخیر لازم است؛ ۴٬۲۰۰٬۰۰۰ تومان بود». */
export function explainNotReached({ count, needs, was, within }: NotReached, language: Language): string {
  const [much, time] = [countOf(count, needs, language), withinOf(within, language)];
  const had = isMoney(count) ? formatMoney(was, language) : formatNumber(was, language);
  return say(language, `${much} ${time} لازم است؛ ${had} بود`, `Needs ${much} ${time}, was ${had}`);
}

const isMoney = (count: ReachCount) => count === 'spent' || count === 'paid';

/** «۵٬۰۰۰٬۰۰۰ تومان خرید», "5 visits". */
export function countOf(count: ReachCount, amount: number, language: Language): string {
  const number = formatNumber(amount, language);
  const money = formatMoney(amount, language);
  switch (count) {
    case 'spent':
      return say(language, `${money} خرید`, `${money} spent`);
    case 'paid':
      return say(language, `${money} خرید پرداخت‌شده`, `${money} paid`);
    case 'purchases':
      return say(language, `${number} خرید`, `${number} ${amount === 1 ? 'purchase' : 'purchases'}`);
    case 'visits':
      return say(language, `${number} مراجعه`, `${number} ${amount === 1 ? 'visit' : 'visits'}`);
  }
}

const periods = {
  day: { fa: 'در یک روز', en: 'in one day' },
  week: { fa: 'در یک هفته تقویمی', en: 'in one week of the calendar' },
  month: { fa: 'در یک ماه تقویمی', en: 'in one month of the calendar' },
  season: { fa: 'در یک فصل', en: 'in one season' },
  year: { fa: 'در یک سال تقویمی', en: 'in one year of the calendar' },
  ever: { fa: 'در مجموع', en: 'in all' },
} as const;

/** «در ۳ ماه اخیر», "within 3 months". */
export function withinOf(within: ReachWithin, language: Language): string {
  if (typeof within === 'string') return periods[within][language];
  const span = spanOf(within, language);
  return say(language, `در ${span} اخیر`, `within ${span}`);
}
