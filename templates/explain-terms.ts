/** The words that explanations and the description of a program are put together from. */
import {
  formatGifts,
  formatMessages,
  formatMoney,
  formatNumber,
  formatPoints,
  formatStamps,
  formatTiers,
  persianDigits,
  type Language,
} from './formats.ts';
import type { Countable, Label, Limit, PaymentKind, Range, Rounding, Weekday } from './explain-shape.ts';

/** A label in a language. */
export function labelIn(words: Label, language: Language): string {
  return typeof words === 'string' ? words : words[language];
}

/** The text in the language wanted. */
export function say(language: Language, fa: string, en: string): string {
  return language === 'fa' ? fa : en;
}

/** With a capital letter at the beginning, as a sentence has it. */
export function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** «نقد، کارت و چک» or "cash, card and cheque"; with `or`, «یا» and "or" stand before the last. */
export function listOf(items: readonly string[], language: Language, join: 'and' | 'or' = 'and'): string {
  const last = items.at(-1) ?? '';
  if (items.length < 2) return last;
  const word = join === 'and' ? say(language, 'و', 'and') : say(language, 'یا', 'or');
  return `${items.slice(0, -1).join(say(language, '، ', ', '))} ${word} ${last}`;
}

/** A name in quotation marks, on one line. */
export function quote(name: string, language: Language): string {
  const line = name.replace(/\s+/gu, ' ').trim();
  return say(language, `«${line}»`, `"${line}"`);
}

/** «۵۰ امتیاز», «۲ مهر», «۵٬۰۰۰ تومان» for a charity, or «۵٬۰۰۰ تومان اعتبار» from rial. */
export function amountOf(amount: number, unit: Countable, language: Language): string {
  if (unit === 'stamps') return formatStamps(amount, language);
  if (unit === 'points') return formatPoints(amount, language);
  if (unit === 'gifts') return formatGifts(amount, language);
  if (unit === 'tiers') return formatTiers(amount, language);
  if (unit === 'messages') return formatMessages(amount, language);
  const money = formatMoney(amount, language);
  if (unit === 'charity') return money;
  return say(language, `${money} اعتبار`, `${money} credit`);
}

/** What is no whole number, from its decimal digits: «۴٫۵ امتیاز»; rial become toman. */
export function exactAmountOf(exact: string, unit: Countable, language: Language): string {
  if (unit !== 'credit' && unit !== 'charity') {
    const number = Number(exact);
    if (Number.isInteger(number)) return amountOf(number, unit, language);
    // Of a part there are several in English: 0.5 points.
    return amountOf(2, unit, language).replace(formatNumber(2, language), decimal(exact, language));
  }
  const [whole = '0', decimals = ''] = exact.split('.');
  const padded = whole.padStart(2, '0');
  const digits = `${padded.slice(-1)}${decimals}`.replace(/0+$/, '');
  const toman = decimal(digits === '' ? padded.slice(0, -1) : `${padded.slice(0, -1)}.${digits}`, language);
  if (unit === 'charity') return say(language, `${toman} تومان`, `${toman} toman`);
  return say(language, `${toman} تومان اعتبار`, `${toman} toman credit`);
}

function decimal(exact: string, language: Language): string {
  const [whole = '0', decimals] = exact.split('.');
  const grouped = formatNumber(Number(whole), language);
  if (decimals === undefined) return grouped;
  return say(language, `${grouped}٫${persianDigits(decimals)}`, `${grouped}.${decimals}`);
}

/** «از ۱۰ به بالا», «تا ۱۰», «بیش از ۵ و کمتر از ۱۰» …, with each number written by `write`. */
export function rangeOf(range: Range, language: Language, write: (number: number) => string): string {
  const [from, above, to, below] = [range.from, range.above, range.to, range.below].map((end) =>
    end === undefined ? undefined : write(end),
  );
  if (from !== undefined && from === to) return say(language, `دقیقاً ${from}`, `exactly ${from}`);
  if (from !== undefined && to !== undefined) return say(language, `از ${from} تا ${to}`, `${from} to ${to}`);
  const ends = [
    from === undefined ? [] : [say(language, `از ${from} به بالا`, `${from} or more`)],
    above === undefined ? [] : [say(language, `بیش از ${above}`, `more than ${above}`)],
    to === undefined ? [] : [say(language, `حداکثر ${to}`, `${to} at most`)],
    below === undefined ? [] : [say(language, `کمتر از ${below}`, `less than ${below}`)],
  ];
  return ends.flat().join(say(language, ' و ', ' and '));
}

/** A time of day as a program writes it: «۲۱:۰۰». */
export function clock(time: string, language: Language): string {
  return say(language, persianDigits(time), time);
}

/** «۳ بار» or "3 times". */
function timesOf(times: number, language: Language): string {
  return say(
    language,
    `${formatNumber(times, 'fa')} بار`,
    times === 1 ? 'once' : `${formatNumber(times, 'en')} times`,
  );
}

const ofEach = {
  day: { fa: 'روزانه', en: 'daily' },
  week: { fa: 'هفتگی', en: 'weekly' },
  month: { fa: 'ماهانه', en: 'monthly' },
  season: { fa: 'فصلی', en: 'seasonal' },
  year: { fa: 'سالانه', en: 'yearly' },
  ever: { fa: 'کل', en: 'total' },
} as const;

const inEach = {
  day: { fa: 'در روز', en: 'a day' },
  week: { fa: 'در هفته', en: 'a week' },
  month: { fa: 'در ماه', en: 'a month' },
  season: { fa: 'در فصل', en: 'a season' },
  year: { fa: 'در سال', en: 'a year' },
  ever: { fa: 'در مجموع', en: 'in all' },
} as const;

/** «سقف ماهانه ۵۰ امتیاز», «بودجه سالانه ۱٬۰۰۰ امتیاز برای همه اعضا با هم», «حداکثر ۳ بار در ماه». */
export function limitOf(limit: Limit, unit: Countable, language: Language): string {
  const { of, each, times } = limit;
  const together = of === 'rule' ? say(language, ' برای همه اعضا با هم', ' for all members together') : '';
  const member =
    of === 'member' && times !== undefined ? say(language, ' برای هر عضو', ' for each member') : '';
  if (times !== undefined) {
    const often = timesOf(times, language);
    const period = inEach[each][language];
    return say(language, `حداکثر ${often} ${period}`, `at most ${often} ${period}`) + together + member;
  }
  const amount = amountOf(limit.amount ?? 0, limit.unit ?? unit, language);
  if (of === 'purchase')
    return say(language, `سقف هر خرید ${amount}`, `limit of ${amount} for each purchase`);
  const period = ofEach[each][language];
  const kind = of === 'rule' ? say(language, 'بودجه', 'budget') : say(language, 'سقف', 'limit');
  return say(language, `${kind} ${period} ${amount}`, `${period} ${kind} of ${amount}`) + together;
}

const paymentNames: Readonly<Record<PaymentKind, Readonly<Record<Language, string>>>> = {
  cash: { fa: 'نقد', en: 'cash' },
  card: { fa: 'کارت', en: 'card' },
  cheque: { fa: 'چک', en: 'cheque' },
  on_account: { fa: 'نسیه', en: 'on account' },
  points: { fa: 'امتیاز', en: 'points' },
  credit: { fa: 'اعتبار', en: 'credit' },
  gift_card: { fa: 'کارت هدیه', en: 'gift card' },
  other: { fa: 'سایر', en: 'other' },
};

export const paymentName = (kind: PaymentKind, language: Language) => paymentNames[kind][language];

const weekdayNames: Readonly<Record<Weekday, Readonly<Record<Language, string>>>> = {
  saturday: { fa: 'شنبه', en: 'Saturday' },
  sunday: { fa: 'یکشنبه', en: 'Sunday' },
  monday: { fa: 'دوشنبه', en: 'Monday' },
  tuesday: { fa: 'سه‌شنبه', en: 'Tuesday' },
  wednesday: { fa: 'چهارشنبه', en: 'Wednesday' },
  thursday: { fa: 'پنجشنبه', en: 'Thursday' },
  friday: { fa: 'جمعه', en: 'Friday' },
};

export const weekdayName = (day: Weekday, language: Language) => weekdayNames[day][language];

const roundingNames: Readonly<Record<Rounding, Readonly<Record<Language, string>>>> = {
  down: { fa: 'رو به پایین', en: 'down' },
  up: { fa: 'رو به بالا', en: 'up' },
  'half-up': { fa: 'به نزدیک‌ترین، نیمه رو به بالا', en: 'to the nearest, half up' },
  'half-down': { fa: 'به نزدیک‌ترین، نیمه رو به پایین', en: 'to the nearest, half down' },
  'half-even': { fa: 'به نزدیک‌ترین، نیمه به عدد زوج', en: 'to the nearest, half to the even one' },
};

export const roundingName = (to: Rounding, language: Language) => roundingNames[to][language];
