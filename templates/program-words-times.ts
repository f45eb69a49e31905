/** Lengths of time and dates in words. */
import { listOf, say } from './explain-terms.ts';
import { formatCalendarDay, formatNumber, type Calendar, type Language } from './formats.ts';
import type { Dates, Span } from './program-words-shape.ts';

const lengths = {
  hours: { fa: 'ساعت', one: 'hour', en: 'hours' },
  days: { fa: 'روز', one: 'day', en: 'days' },
  months: { fa: 'ماه', one: 'month', en: 'months' },
  years: { fa: 'سال', one: 'year', en: 'years' },
} as const;

/** «۱۲ ماه» or "12 months". */
export function spanOf(span: Span, language: Language): string {
  const fields = ['hours', 'days', 'months', 'years'] as const;
  return listOf(
    fields.flatMap((field) => {
      const long = span[field];
      if (long === undefined) return [];
      const { fa, one, en } = lengths[field];
      return [`${formatNumber(long, language)} ${say(language, fa, long === 1 ? one : en)}`];
    }),
    language,
  );
}

/** `1405-01-13` or `01-13`: «۱۳ فروردین ۱۴۰۵», «۱۳ فروردین». */
export function dateOf(date: string, calendar: Calendar, language: Language): string {
  const [day = 1, month = 1, year] = date.split('-').map(Number).reverse();
  return formatCalendarDay({ calendar, year, month, day }, language);
}

/** «از ۱ فروردین ۱۴۰۵ تا ۱۳ فروردین ۱۴۰۵», «هر سال ۲۹ اسفند». */
export function datesOf(span: Dates, programs: Calendar, language: Language): string {
  const [from, to] = [span.from, span.to].map((date) => dateOf(date, span.calendar ?? programs, language));
  const days =
    from === to
      ? say(language, `${from}`, `on ${from}`)
      : say(language, `از ${from} تا ${to}`, `from ${from} to ${to}`);
  return span.from.length > 5 ? days : say(language, `${days} هر سال`, `${days} of every year`);
}

/** Lengths of months in a common year. */
const monthDays = {
  persian: [31, 31, 31, 31, 31, 31, 30, 30, 30, 30, 30, 29],
  gregorian: [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31],
} as const;

/** A day on which something expires: where a month is too short for it, that is the last one. */
export function lastDayOf(date: string, calendar: Calendar, language: Language): string {
  const [month = 1, day = 1] = date.split('-').map(Number);
  if (day <= (monthDays[calendar][month - 1] ?? 0)) return dateOf(date, calendar, language);
  const name = formatCalendarDay({ calendar, month, day: 1 }, language).replace(/^\S+ /, '');
  return say(language, `آخرین روز ${name}`, `the last day of ${name}`);
}
