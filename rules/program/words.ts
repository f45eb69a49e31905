import { z } from 'zod';
import { decimalsMax, partsOf } from '../decimals.ts';

/** The words that every part of a program is written in. */

export const code = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'use small Latin letters, digits and dashes, up to 63 of them')
  .describe(
    'An id: small Latin letters, digits and dashes. It stands in the ledger, so never use it again for something else.',
  );

/** The words for what has several forms and comes near to none of them. */
export function oneOf(words: string): (issue: { readonly input?: unknown }) => string {
  return ({ input }) => (input === undefined ? 'is missing' : words);
}

/** A list of which nothing stands there twice. */
export function distinct<List extends z.ZodType<readonly string[]>>(list: List): List {
  return list.refine((items) => new Set(items).size === items.length, 'names something twice: keep it once');
}

const name = z.string().trim().min(1).max(60);

/** What people read, in one language or one text for each. */
export const label = z
  .union([name, z.strictObject({ fa: name.describe('In Persian.'), en: name.describe('In English.') })], {
    error: oneOf('write a text, or {"fa": "…", "en": "…"}'),
  })
  .describe('What people read. Changing it changes nothing else.');
export type Label = z.infer<typeof label>;

/** A label in a language. */
export function labelIn(words: Label, language: 'fa' | 'en'): string {
  return typeof words === 'string' ? words : words[language];
}

/** The largest amount that a program can speak of, and that a rule gives at once. */
export const amountMax = 1_000_000_000_000;

export const money = z.int().positive().max(amountMax).describe('Rial.');
/** A number with as many decimals as any unit may have; `amountFaults` sees whether that unit has them. */
const decimal = z
  .number()
  .refine((number) => partsOf(number, decimalsMax) !== undefined, 'has more than three decimals');

/** An amount of points, or rial of credit. */
export const amount = decimal
  .positive()
  .max(amountMax)
  .describe('Points, with as many decimals as `units` gives them, or whole rial of credit.');
/** So much of a measure, from nothing on. */
export const measureAmount = decimal.min(0).max(amountMax);
export const percent = z
  .number()
  .min(0.01)
  .max(100)
  .refine(hasTwoDecimals, 'has more than two decimals')
  .describe('Percent, with up to two decimals.');
export const factor = z
  .number()
  .min(0)
  .max(100)
  .refine(hasTwoDecimals, 'has more than two decimals')
  .describe('How many times, with up to two decimals.');

export const unit = z.enum(['points', 'credit']).describe('`points`, or `credit` in rial.');
export type Unit = z.infer<typeof unit>;
/** What a rule gives so and so much of: a unit, stamps on a card, rial for a charity, things, texts, or a tier. */
export type Countable = Unit | 'stamps' | 'charity' | 'gifts' | 'messages' | 'tiers';

/** Whether it is something that the member has then and can spend. */
export function isUnit(countable: Countable): countable is Unit {
  return countable === 'points' || countable === 'credit';
}

export const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time of day as 21:00')
  .describe("A time of day in the program's zone: 21:00.");

export const yearlyDate = z
  .string()
  .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'write a day of every year as 12-29: month, then day')
  .describe("A day of every year in the program's calendar: 12-29.");

const date = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'write a date as 1405-01-13')
  .describe('A date: 1405-01-13.');

/** A date, or a day of every year. */
export const anyDate = z.union([date, yearlyDate], {
  error: oneOf('write a date as 1405-01-13, or 01-13 for that day of every year'),
});

const end = z.int().min(0).max(amountMax).optional();

/** A range of whole numbers. */
export const range = z
  .strictObject({
    from: end.describe('This much or more.'),
    above: end.describe('More than this.'),
    to: end.describe('This much or less.'),
    below: end.describe('Less than this.'),
  })
  .superRefine(({ from, above, to, below }, context) => {
    const fault = (message: string) => context.addIssue({ code: 'custom', message });
    if (from !== undefined && above !== undefined) fault('has two lower ends: keep from or above');
    if (to !== undefined && below !== undefined) fault('has two upper ends: keep to or below');
    const least = from ?? (above === undefined ? undefined : above + 1);
    const most = to ?? (below === undefined ? undefined : below - 1);
    if (least === undefined && most === undefined) fault('needs an end: from, above, to or below');
    if (least !== undefined && most !== undefined && least > most)
      fault('holds for no number: its ends cross');
  });
export type Range = z.infer<typeof range>;

/** From Saturday, as the week of Iran goes. */
export const weekdays = [
  'saturday',
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
] as const;
export type Weekday = (typeof weekdays)[number];

/** A period of the calendar, or all time. */
const periods = ['day', 'week', 'month', 'season', 'year', 'ever'] as const;
export type Period = (typeof periods)[number];
export const period = z.enum(periods);

const spanFields = {
  hours: z.int().min(1).max(8760).optional().describe('Hours, as they pass.'),
  days: z.int().min(1).max(3660).optional().describe('Days, at the same time of day.'),
  months: z
    .int()
    .min(1)
    .max(120)
    .optional()
    .describe('Months of the calendar, on the same day of the month.'),
  years: z.int().min(1).max(20).optional().describe('Years of the calendar, on the same day.'),
};

/** A length of time. */
export const span = z
  .strictObject(spanFields)
  .refine(
    (parts) => Object.values(parts).filter((part) => part !== undefined).length === 1,
    'needs exactly one of hours, days, months or years',
  )
  .describe("A length of time: hours, days, or months or years of the program's calendar.");
export type Span = z.infer<typeof span>;

/** About how many days a length of time has, to compare two that are said in different words. */
export function averageDays({ hours = 0, days = 0, months = 0, years = 0 }: Span): number {
  return hours / 24 + days + (months * 365.25) / 12 + years * 365.25;
}

function hasTwoDecimals(number: number): boolean {
  return /^\d+(\.\d{1,2})?$/.test(String(number));
}
