import { z } from 'zod';
import { decimalsMax, partsOf } from '../../../rules/decimals.ts';
import { parseDateText } from '../../../rules/date-text.ts';
import { isRealDate } from '../../../rules/member-date.ts';
import { parseMobile } from '../../../rules/phone.ts';
import type { PhoneProblem } from '../../../rules/phone.ts';

/** The most that one purchase, line or payment can come to, in rial: as much as the rules reckon with. */
const amountMax = 1_000_000_000_000;

const CONTROLS = /\p{Cc}/u;
const BROKEN = /\p{Surrogate}/u;
const DIRECTION = /\p{Bidi_Control}/u;

/**
 * One line of text of 1 to `charactersMax` characters, trimmed. Refused: control characters (NUL among them),
 * halves of surrogate pairs, and signs that turn the direction of writing, with which one text can be made to
 * look like another.
 */
export function text(charactersMax: number) {
  return sound(z.string()).transform((typed, context) => {
    const trimmed = typed.trim();
    if (trimmed === '') context.addIssue('is empty; leave it out instead');
    if (Array.from(trimmed).length > charactersMax)
      context.addIssue(`is longer than ${charactersMax} characters`);
    return trimmed;
  });
}

function sound(schema: z.ZodString) {
  return schema
    .refine((typed) => !CONTROLS.test(typed), 'has control characters; send plain text of one line')
    .refine((typed) => !BROKEN.test(typed), 'has half a character in it; send well-formed Unicode')
    .refine((typed) => !DIRECTION.test(typed), 'has signs that change the direction of writing; remove them');
}

const likeThis = 'send a mobile number such as 09123456789 or +989123456789';
const phoneProblems: Readonly<Record<PhoneProblem, string>> = {
  empty: `is empty; ${likeThis}`,
  'not-a-number': `is no number; ${likeThis}`,
  'too-short': `has too few digits; ${likeThis}`,
  'too-long': `has too many digits; ${likeThis}`,
  'not-mobile': `is not the number of a mobile phone; ${likeThis}`,
};

/**
 * A mobile number in any form that people type, as E.164. Signs of direction are let in here: phones put them
 * around a number that is copied, and nothing of them is left.
 */
export const phone = z
  .string()
  .refine((typed) => !CONTROLS.test(typed) && !BROKEN.test(typed), `has control characters; ${likeThis}`)
  .transform((typed, context) => {
    const parsed = parseMobile(typed);
    if (parsed.ok) return parsed.phone;
    context.addIssue(phoneProblems[parsed.problem]);
    return z.NEVER;
  });

const DATE = /^\p{Nd}{1,4}[-/.]\p{Nd}{1,2}[-/.]\p{Nd}{1,4}$/u;

/** A date of birth in either calendar; which one, the year tells. */
const birthday = z.string().transform((typed, context) => {
  const date = DATE.test(typed) ? parseDateText(typed) : undefined;
  if (date) return date;
  context.addIssue('is no date; send it as 1370/05/12 or 1991-08-03');
  return z.NEVER;
});

const yearless = z
  .strictObject({
    calendar: z.enum(['persian', 'gregorian']),
    year: z.int().min(1000).max(3000).nullable().default(null),
    month: z.int().min(1).max(12),
    day: z.int().min(1).max(31),
  })
  .refine(isRealDate, 'is a date that the calendar does not have');

/** A date that comes back every year; its year may be unknown. */
export const yearlyDate = z.union([birthday, yearless], {
  error: 'is no date; send it as 1395/06/20, or as {"calendar": "persian", "month": 6, "day": 20}',
});

/** Whole rial; 1 and more, or as given. */
export function rial(min = 1) {
  return z.int().min(min).max(amountMax);
}

/** Points, or whole rial of credit, as people write them; `partsAsked` sees whether they have so many decimals. */
export const unitAmount = z
  .number()
  .min(0)
  .max(amountMax)
  .refine((number) => partsOf(number, decimalsMax) !== undefined, 'has more than three decimals');

/** A moment, as epoch milliseconds. */
export const moment = z.iso
  .datetime({ offset: true, error: 'is no time; send it with its zone, such as 2026-01-31T18:30:00+03:30' })
  .transform((typed) => Date.parse(typed));

/** The code of a shop. */
export const shopCode = z.string().regex(/^[\w-]{1,32}$/, 'is no code of a shop');

/** An id of ours. */
const id = z.int().min(1);

/** An id in a path or a query, where everything is text. */
export const idText = z
  .string()
  .regex(/^[1-9]\d{0,15}$/, 'is no id; send the number that was answered')
  .transform(Number)
  .pipe(id);
