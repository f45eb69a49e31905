import { ParseError, parsePhoneNumberWithError, validatePhoneNumberLength } from 'libphonenumber-js/mobile';
import type { PhoneNumber } from 'libphonenumber-js/mobile';
import { foldDigits } from './fold.ts';

/** Why a typed text is taken for no mobile number; what to say about it is the templates' business. */
export type PhoneProblem = 'empty' | 'not-a-number' | 'too-short' | 'too-long' | 'not-mobile';

/** `phone` is E.164: a plus and 8 to 15 Latin digits. */
export type ParsedPhone =
  { readonly ok: true; readonly phone: string } | { readonly ok: false; readonly problem: PhoneProblem };

const HOME_COUNTRY = 'IR';
const HOME_CALLING_CODE = '98';
const HOME_NATIONAL_DIGITS = 10;
const TYPED_LENGTH_MAX = 40;

/** White space, joiners, bidi signs and controls, every dash, and the signs people put between groups. */
const SEPARATORS = /[\s\p{Cf}\p{Cc}\p{Pd}\p{Mn}−_.·/\\()[\]،,]/gu;
/** 0989121234567: the trunk zero typed before the country's code. An 11-digit 0989… stays what it is. */
const ZERO_BEFORE_COUNTRY = /^0(989\d{9})$/;

/**
 * Reads a mobile number as people type it: Persian, Arabic or full-width digits, 09…, 9…, 98…, +98…, 0098…,
 * 0989…, groups parted by blanks, dashes, dots, underscores, brackets or invisible signs, a leading `tel:`.
 * Without a country's code the number is Iranian; foreign mobiles need + or 00, and are taken: a
 * program may be run elsewhere, though an Iranian SMS line is hardly reached from abroad and charged more to. Which numbers are mobiles is
 * the knowledge of libphonenumber's mobile metadata (its default metadata lets 0941… pass), so landlines and
 * unassigned prefixes are `not-mobile`. A text over 40 characters is `too-long` without being looked at.
 */
export function parseMobile(typed: string): ParsedPhone {
  if (typed.length > TYPED_LENGTH_MAX) return refused('too-long');
  const known = parsed.get(typed);
  if (known) return known;
  const fresh = parseFresh(typed);
  if (parsed.size >= PARSED_MAX) parsed.clear();
  parsed.set(typed, fresh);
  return fresh;
}

/** What was made of texts before: the same customers come again, and reading a number is slow. */
const parsed = new Map<string, ParsedPhone>();
const PARSED_MAX = 10_000;

function parseFresh(typed: string): ParsedPhone {
  const bare = bareNumber(typed);
  if (bare === '') return refused('empty');
  if (!/^\+?\d+$/.test(bare)) return refused('not-a-number');
  try {
    return judged(parsePhoneNumberWithError(bare, { defaultCountry: HOME_COUNTRY, extract: false }));
  } catch (error) {
    if (error instanceof ParseError) return refused(problemOf(error.message));
    throw error;
  }
}

function bareNumber(typed: string): string {
  const plain = foldDigits(typed.normalize('NFKC')).replace(SEPARATORS, '');
  return plain.replace(/^tel:/i, '').replace(/^\+00/, '+').replace(ZERO_BEFORE_COUNTRY, '+$1');
}

function refused(problem: PhoneProblem): ParsedPhone {
  return { ok: false, problem };
}

function judged(parsed: PhoneNumber): ParsedPhone {
  if (parsed.isValid()) return { ok: true, phone: parsed.number };
  if (parsed.countryCallingCode === HOME_CALLING_CODE) return refused(homeProblem(parsed.nationalNumber));
  return refused(problemOf(validatePhoneNumberLength(parsed.number)));
}

/** The metadata also counts short service numbers as a possible length, so Iran's ten digits are counted here. */
function homeProblem(nationalNumber: string): PhoneProblem {
  const digits = nationalNumber.replace(/^0+/, '').length;
  if (digits === HOME_NATIONAL_DIGITS) return 'not-mobile';
  return digits < HOME_NATIONAL_DIGITS ? 'too-short' : 'too-long';
}

/** The words of libphonenumber's errors and of its length check. */
function problemOf(reason: string | undefined): PhoneProblem {
  if (reason === 'TOO_SHORT') return 'too-short';
  if (reason === 'TOO_LONG') return 'too-long';
  return reason === 'NOT_A_NUMBER' ? 'not-a-number' : 'not-mobile';
}

/**
 * A phone for logs: `+98912***6789`. Takes any string and never lets out more than the first five and the last
 * four digits, with at least three hidden; a shorter number shows its last four, anything else nothing.
 */
export function maskPhone(phone: string): string {
  const tail = phone.slice(-4);
  if (/^\+\d{12,15}$/.test(phone)) return `${phone.slice(0, 6)}***${tail}`;
  return /^\+?\d{8,15}$/.test(phone) ? `***${tail}` : '***';
}

/** An E.164 phone as people read it: an Iranian mobile as `09123456789`, any other string as it came. */
export function nationalPhone(phone: string): string {
  return phone.replace(/^\+98(9\d{9})$/, '0$1');
}
