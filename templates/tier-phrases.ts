/** Her tier, and how much to the next one or to keep it, in a line each. */
import { listOf } from './explain-terms.ts';
import {
  formatDay,
  formatDayShort,
  formatMoney,
  formatNumber,
  formatPoints,
  type Language,
} from './formats.ts';
import { rewardName } from './names.ts';
import type { TierLack, TierView, TierWay } from './template.ts';

/** «سطح شما: «طلایی»»; '' for none. */
export function tierLine({ name }: TierView, language: Language): string {
  if (name === null) return '';
  const tier = rewardName(name, language);
  return language === 'fa' ? `سطح شما: ${tier}` : `Your tier: ${tier}`;
}

/** «به سطح «طلایی» رسیدید!»; '' for none. */
export function reachedLine(name: string | undefined, language: Language): string {
  if (name === undefined) return '';
  const tier = rewardName(name, language);
  return language === 'fa' ? `به سطح ${tier} رسیدید!` : `You have reached ${tier}!`;
}

/** «۲۰٬۰۰۰ تومان خرید دیگر تا سطح «طلایی»»; '' on the highest. */
export function nextTierLine({ next }: TierView, language: Language): string {
  if (!next) return '';
  const [missing, tier] = [missingOf(next, language), rewardName(next.name, language)];
  if (missing === '') return '';
  return language === 'fa' ? `${missing} دیگر تا سطح ${tier}` : `${missing} to go for ${tier}`;
}

/** «برای ماندن در این سطح تا ۲۹ اسفند ۱۴۰۵: ۳ مراجعه دیگر»; '' where it needs nothing. */
export function keepTierLine({ keep }: TierView, language: Language): string {
  if (!keep) return '';
  const missing = missingOf(keep, language);
  if (missing === '') return '';
  const day = formatDay(keep.day, { language, calendar: keep.calendar });
  return language === 'fa'
    ? `برای ماندن در این سطح تا ${day}: ${missing} دیگر`
    : `To keep it by ${day}: ${missing} more`;
}

/** As `keepTierLine`, for a screen: «حفظ سطح تا ۱۴۰۴/۱۲/۲۹: ۳ مراجعه». */
export function keepTierBrief({ keep }: TierView, language: Language): string {
  if (!keep) return '';
  const missing = missingOf(keep, language);
  if (missing === '') return '';
  const day = formatDayShort(keep.day, { language, calendar: keep.calendar });
  return language === 'fa' ? `حفظ سطح تا ${day}: ${missing}` : `Keep it by ${day}: ${missing}`;
}

/** What is missing: all of it, or where any one does, what is nearest. */
function missingOf({ join, lacks }: TierWay, language: Language): string {
  const open = lacks.filter(({ missing }) => missing > 0);
  if (join === 'any') {
    if (open.length < lacks.length) return '';
    const [nearest] = [...open].sort((a, b) => a.missing / a.needed - b.missing / b.needed);
    return nearest ? lackOf(nearest, language) : '';
  }
  return listOf(
    open.map((lack) => lackOf(lack, language)),
    language,
  );
}

function lackOf({ by, missing }: TierLack, language: Language): string {
  const number = formatNumber(missing, language);
  switch (by) {
    case 'earned':
    case 'balance':
      return formatPoints(missing, language);
    case 'spent': {
      const money = formatMoney(missing, language);
      return language === 'fa' ? `${money} خرید` : `${money} of purchases`;
    }
    case 'paid': {
      const money = formatMoney(missing, language);
      return language === 'fa' ? `${money} خرید پرداخت‌شده` : `${money} of paid purchases`;
    }
    case 'visits':
      if (language === 'fa') return `${number} مراجعه`;
      return missing === 1 ? `${number} visit` : `${number} visits`;
    case 'sum':
      return language === 'fa' ? `${number} واحد` : number;
  }
}
