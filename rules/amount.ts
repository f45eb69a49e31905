import { foldDigits } from './fold.ts';

/** Why a typed text is taken for no amount; what to say about it is the pages' business. */
export type AmountProblem =
  'empty' | 'not-a-number' | 'not-whole' | 'negative' | 'zero' | 'too-much' | 'looks-like-phone';

/** `rial` is a whole number from 10 to 10^12. */
export type ParsedAmount =
  { readonly ok: true; readonly rial: number } | { readonly ok: false; readonly problem: AmountProblem };

const RIAL_IN_TOMAN = 10;
const TOMAN_MAX = 100_000_000_000;
const TYPED_LENGTH_MAX = 40;

const INVISIBLE = /[\p{Cf}\p{Cc}\p{Mn}]/gu;
const CURRENCY = /\s*(?:تومان|تومن|toman)$/i;
/** ٬ as Persian keypads group, the commas of both scripts, the apostrophe of calculators, blanks. */
const GROUPED = /^\d{1,3}(?:[٬,،'’\s]\d{3})+$/u;
const GROUPED_BY_DOTS = /^\d{1,3}(?:\.\d{3})+$/;
const SIGNED = /^[-−–]/;
/** What is written like a fraction: 12.5, 12/5, ۱۲٫۵. */
const FRACTION = /^\d[\d٬,،\s]*[.٫/]\d+$/u;
/** A mobile number in the wrong field would be billions of toman. */
const PHONE_LIKE = /^0\d{9,}$/;

/**
 * Reads an amount of toman as people type it: Persian, Arabic or Latin digits, groups of three parted by ٬ , ، .
 * or blanks, «تومان» after it. Groups have to be whole ones, so that `180.000` is an amount while `12.5` is
 * refused. Refused too: signs, letters (and so rial), zero, more than 100 billion toman, and a long number that
 * begins with 0, which is a phone typed into the wrong field. Never throws.
 */
export function parseToman(typed: string): ParsedAmount {
  if (typed.length > TYPED_LENGTH_MAX) return refused('not-a-number');
  const text = foldDigits(typed.replace(INVISIBLE, '')).trim().replace(CURRENCY, '').trim();
  if (text === '') return refused('empty');
  if (SIGNED.test(text)) return refused('negative');
  const digits = GROUPED.test(text) || GROUPED_BY_DOTS.test(text) ? text.replace(/\D/g, '') : text;
  if (!/^\d+$/.test(digits)) return refused(FRACTION.test(text) ? 'not-whole' : 'not-a-number');
  if (PHONE_LIKE.test(digits)) return refused('looks-like-phone');
  const toman = Number(digits);
  if (toman === 0) return refused('zero');
  return toman > TOMAN_MAX ? refused('too-much') : { ok: true, rial: toman * RIAL_IN_TOMAN };
}

function refused(problem: AmountProblem): ParsedAmount {
  return { ok: false, problem };
}
