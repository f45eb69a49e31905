/**
 * How numbers, money and days are written. Inside, money is whole rial; people read toman (10 rial), and
 * only here does one become the other.
 */
import { numberInWords } from './number-words.js';

/** The languages a text can be in. */
export type Language = 'fa' | 'en';

/** The calendars a day can be written in. */
export type Calendar = 'persian' | 'gregorian';

/** How a day is written. `calendar` is the program's, and Persian unless told. */
export interface DayOptions {
  readonly language: Language;
  readonly calendar?: Calendar | undefined;
}

/** A day of somebody's own: month and day in `calendar`, the year only where she told it. */
export interface CalendarDay {
  readonly calendar: Calendar;
  readonly year?: number | undefined;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

const words = {
  fa: { toman: 'تومان', rial: 'ریال', and: ' و ', point: 'امتیاز', points: 'امتیاز' },
  en: { toman: 'toman', rial: 'rial', and: ' and ', point: 'point', points: 'points' },
} as const;

const groupings = { fa: new Intl.NumberFormat('fa-IR'), en: new Intl.NumberFormat('en-US') } as const;

/** Grouped: «۱۸۰٬۰۰۰» or "180,000". */
export function formatNumber(number: number, language: Language): string {
  return groupings[language].format(number);
}

/** «۱۲۰ امتیاز», "120 points", "1 point". */
export function formatPoints(points: number, language: Language): string {
  return `${formatNumber(points, language)} ${points === 1 ? words[language].point : words[language].points}`;
}

/** «۳ مهر», "3 stamps", "1 stamp". */
export function formatStamps(stamps: number, language: Language): string {
  const word = { fa: 'مهر', en: stamps === 1 ? 'stamp' : 'stamps' }[language];
  return `${formatNumber(stamps, language)} ${word}`;
}

/** «۲ هدیه», "2 gifts", "1 gift". */
export function formatGifts(gifts: number, language: Language): string {
  const word = { fa: 'هدیه', en: gifts === 1 ? 'gift' : 'gifts' }[language];
  return `${formatNumber(gifts, language)} ${word}`;
}

/** «۱ پیام», "2 messages", "1 message". */
export function formatMessages(messages: number, language: Language): string {
  const word = { fa: 'پیام', en: messages === 1 ? 'message' : 'messages' }[language];
  return `${formatNumber(messages, language)} ${word}`;
}

/** «۱ سطح», "2 tiers", "1 tier". */
export function formatTiers(tiers: number, language: Language): string {
  const word = { fa: 'سطح', en: tiers === 1 ? 'tier' : 'tiers' }[language];
  return `${formatNumber(tiers, language)} ${word}`;
}

/** Rial in, toman out: «۱۸۰٬۰۰۰ تومان»; what is no whole toman follows: «۱۲ تومان و ۵ ریال». */
export function formatMoney(rial: number, language: Language): string {
  return writeMoney(rial, language, (number) => formatNumber(number, language));
}

/** Rial in, words out: «صد و هشتاد هزار تومان». The browser gets the same words from number-words.js. */
export function moneyInWords(rial: number, language: Language): string {
  return writeMoney(rial, language, (number) => numberInWords(number, language));
}

function writeMoney(rial: number, language: Language, write: (number: number) => string): string {
  const toman = Math.trunc(rial / 10);
  const rest = rial % 10;
  const { and, ...unit } = words[language];
  if (rest === 0) return `${write(toman)} ${unit.toman}`;
  if (toman === 0) return `${write(rest)} ${unit.rial}`;
  return `${write(toman)} ${unit.toman}${and}${write(Math.abs(rest))} ${unit.rial}`;
}

/** `2026-08-03` → «۱۲ مرداد ۱۴۰۵», "12 Mordad 1405", «۳ اوت ۲۰۲۶» or "3 August 2026". */
export function formatDay(day: string, options: DayOptions): string {
  const calendar = options.calendar ?? 'persian';
  return formatCalendarDay({ calendar, ...dayIn(day, calendar) }, options.language);
}

/** `2026-08-03` → «۱۴۰۵/۰۵/۱۲» or "1405/05/12". */
export function formatDayShort(day: string, options: DayOptions): string {
  const { year, month, day: date } = dayIn(day, options.calendar ?? 'persian');
  const padded = (number: number) => String(number).padStart(2, '0');
  const short = `${year}/${padded(month)}/${padded(date)}`;
  return options.language === 'fa' ? persianDigits(short) : short;
}

/** A birthday as she told it, in her calendar: «۱۲ مرداد ۱۳۷۰», or «۱۲ مرداد» without the year. */
export function formatCalendarDay(day: CalendarDay, language: Language): string {
  const name = monthNames[language][day.calendar][day.month - 1] ?? '';
  const written = [day.day, name, day.year ?? ''].join(' ').trim();
  return language === 'fa' ? persianDigits(written) : written;
}

/** Latin and Arabic digits become Persian ones; all else stays. */
export function persianDigits(text: string): string {
  return latinDigits(text).replace(/\d/g, (digit) => String.fromCharCode(0x06f0 + Number(digit)));
}

/** Persian and Arabic digits become Latin ones; all else stays. */
export function latinDigits(text: string): string {
  return text.replace(/[۰-۹٠-٩]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}

function intlOf(language: Language, calendar: Calendar, options: Intl.DateTimeFormatOptions) {
  const locale = `${language}-u-ca-${calendar === 'persian' ? 'persian' : 'gregory'}-nu-latn`;
  return new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options });
}

const numeric = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
const dayFormats = {
  persian: intlOf('en', 'persian', numeric),
  gregorian: intlOf('en', 'gregorian', numeric),
} as const;

/** Only the numbers are taken from Intl: its own order of words is wrong in Persian. */
function dayIn(day: string, calendar: Calendar): { year: number; month: number; day: number } {
  const parts = dayFormats[calendar].formatToParts(new Date(`${day}T00:00:00Z`));
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((found) => found.type === type)?.value);
  return { year: part('year'), month: part('month'), day: part('day') };
}

/** The twelve names: the 25th of March 2023 is in the first Persian month, and so on around the year. */
function monthsOf(language: Language, calendar: Calendar): string[] {
  const format = intlOf(language, calendar, { month: 'long' });
  const firstMonth = calendar === 'persian' ? 2 : 0;
  return Array.from({ length: 12 }, (_, month) => format.format(Date.UTC(2023, firstMonth + month, 25)));
}

const monthNames = {
  fa: { persian: monthsOf('fa', 'persian'), gregorian: monthsOf('fa', 'gregorian') },
  en: { persian: monthsOf('en', 'persian'), gregorian: monthsOf('en', 'gregorian') },
} as const;
