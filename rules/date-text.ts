import { dayFromParts } from './calendar.ts';
import type { Calendar, CalendarDate } from './calendar.ts';
import { foldText } from './fold.ts';

const TYPED_LENGTH_MAX = 100;
const EDGES = /^[^\p{L}\d]+|[^\p{L}\d]+$/gu;
/** Signs people put between the numbers, the Arabic decimal sign of Persian keypads among them. */
const SEPARATOR = String.raw`[\s/\\.,،٫_\-‐‑–—−]+`;
const NUMERIC = new RegExp(String.raw`^(\d{1,4})${SEPARATOR}(\d{1,2})${SEPARATOR}(\d{1,4})$`);
const COMPACT_YEAR_FIRST = /^(\d{4})(\d\d)(\d\d)$/;
const COMPACT_DAY_FIRST = /^(\d\d)(\d\d)(\d{4})$/;
const BETWEEN_WORDS = new RegExp(`${SEPARATOR}|(?<=\\d)(?=\\p{L})|(?<=\\p{L})(?=\\d)`, 'u');
/** Words around a month's name that say nothing of their own: «۱۲ام مرداد ماه سال ۱۳۷۰», "12th of august". */
const FILLERS: ReadonlySet<string> = new Set(
  ['ماه', 'سال', 'روز', 'ام', 'م', 'st', 'nd', 'rd', 'th', 'of'].map(foldText),
);

const PERSIAN_MONTHS = [
  'فروردین farvardin',
  'اردیبهشت ordibehesht',
  'خرداد khordad',
  'تیر tir',
  'مرداد امرداد mordad',
  'شهریور shahrivar',
  'مهر mehr',
  'آبان aban',
  'آذر azar',
  'دی dey',
  'بهمن bahman',
  'اسفند esfand',
] as const;
const GREGORIAN_MONTHS = [
  'ژانویه january jan',
  'فوریه february feb',
  'مارس march mar',
  'آوریل april apr',
  'مه می may',
  'ژوئن june jun',
  'ژوئیه جولای july jul',
  'اوت آگوست august aug',
  'سپتامبر september sep sept',
  'اکتبر october oct',
  'نوامبر november nov',
  'دسامبر december dec',
] as const;

/** One in each calendar: they have every day that any year has. */
const LEAP_YEARS = ['1399', '2000'] as const;

interface NamedMonth {
  readonly calendar: Calendar;
  readonly month: number;
}

const MONTHS: ReadonlyMap<string, NamedMonth> = new Map([
  ...namesOf('persian', PERSIAN_MONTHS),
  ...namesOf('gregorian', GREGORIAN_MONTHS),
]);

function namesOf(calendar: Calendar, months: readonly string[]): [string, NamedMonth][] {
  return months.flatMap((names, index) =>
    names.split(' ').map((name): [string, NamedMonth] => [foldText(name), { calendar, month: index + 1 }]),
  );
}

/**
 * Reads a birthday as people type it, in any digits: «۱۳۷۰/۵/۱۲», `12-5-1370`, `13700512`, `1991-08-03`,
 * «۱۲ مرداد ۱۳۷۰», `August 3, 1991`. The year tells the calendar: 13xx and 14xx are Persian, 19xx and 20xx
 * Gregorian; a two-digit year from 40 to 99 is 13xx, with a Gregorian month's name 19xx. Numbers stand year first
 * or day first, never month first. Undefined for what is no date of that calendar (30 Esfand of a common year),
 * what can be read in two ways, and texts over 100 characters. The future is the caller's matter.
 */
export function parseDateText(typed: string): CalendarDate | undefined {
  if (typed.length > TYPED_LENGTH_MAX) return undefined;
  const text = foldText(typed).replace(EDGES, '');
  return onlyOne([...numericDates(text), ...namedDates(text)].filter(exists));
}

/** Whether a text is a day of some year, as people tell a birthday: «۱۲ مرداد», `5/12`, `3 August`. */
export function lacksYear(typed: string): boolean {
  return LEAP_YEARS.some((year) => parseDateText(`${typed} ${year}`) !== undefined);
}

function onlyOne<T>(found: readonly T[]): T | undefined {
  return found.length === 1 ? found[0] : undefined;
}

function exists(date: CalendarDate): boolean {
  return dayFromParts(date, date.calendar) !== undefined;
}

function numericDates(text: string): CalendarDate[] {
  const [, first, month, last] = NUMERIC.exec(text) ?? [];
  const [, year, yearMonth, yearDay] = COMPACT_YEAR_FIRST.exec(text) ?? [];
  const [, day, dayMonth, dayYear] = COMPACT_DAY_FIRST.exec(text) ?? [];
  return [
    ...dateOf(first, month, last),
    ...dateOf(last, month, first),
    ...dateOf(year, yearMonth, yearDay),
    ...dateOf(dayYear, dayMonth, day),
  ];
}

/** None or one: a list, so that readings can be put together. */
function dateOf(year = '', month = '', day = ''): CalendarDate[] {
  const found = yearOf(year, 'persian');
  if (found === undefined || month === '' || day === '' || day.length > 2) return [];
  return [{ ...found, month: Number(month), day: Number(day) }];
}

function yearOf(digits: string, shortYears: Calendar): { calendar: Calendar; year: number } | undefined {
  const year = Number(digits);
  if (/^(13|14)\d\d$/.test(digits)) return { calendar: 'persian', year };
  if (/^(19|20)\d\d$/.test(digits)) return { calendar: 'gregorian', year };
  if (!/^[4-9]\d$/.test(digits)) return undefined;
  return { calendar: shortYears, year: year + (shortYears === 'persian' ? 1300 : 1900) };
}

/** Two numbers and a month's name, in any order, with nothing else but fillers. */
function namedDates(text: string): CalendarDate[] {
  const words = text.split(BETWEEN_WORDS).filter((word) => word !== '' && !FILLERS.has(word));
  const named = words.map(monthOf).filter((month) => month !== undefined);
  const numbers = words.filter((word) => /^\d{1,4}$/.test(word));
  const [month, ...otherMonths] = named;
  const [a = '', b = ''] = numbers;
  if (month === undefined || otherMonths.length > 0 || numbers.length !== 2 || words.length !== 3) return [];
  return [...namedDate(month, a, b), ...namedDate(month, b, a)];
}

function monthOf(word: string): NamedMonth | undefined {
  return MONTHS.get(word) ?? MONTHS.get(word.replace(/ماه$/, ''));
}

function namedDate({ calendar, month }: NamedMonth, year: string, day: string): CalendarDate[] {
  const found = yearOf(year, calendar);
  if (found?.calendar !== calendar || day.length > 2) return [];
  return [{ calendar, year: found.year, month, day: Number(day) }];
}
