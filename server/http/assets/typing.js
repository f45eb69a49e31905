/**
 * What is typed, written tidily: digits in Persian, a phone as 0912 345 6789, an amount in groups of three.
 * Pure functions, so that they are tested without a browser.
 */

const PERSIAN_ZERO = 0x06f0;

/** Persian, Arabic and full-width digits to Latin ones. */
export function latinDigits(text) {
  return text.replace(/[۰-۹٠-٩０-９]/g, (digit) => String(digit.charCodeAt(0) % 16));
}

export function persianDigits(text) {
  return text.replace(/\d/g, (digit) => String.fromCharCode(PERSIAN_ZERO + Number(digit)));
}

/** A phone as it is typed or pasted, in any form: «۰۹۱۲ ۳۴۵ ۶۷۸۹». What is no number stays as it is. */
export function tidyPhone(typed) {
  const plain = latinDigits(typed).replace(/^\s*tel:/i, '');
  if (/[^\d\s+().\-_/\p{Cf}\p{Pd}]/u.test(plain)) return typed;
  const digits = plain.replace(/\D/g, '');
  const abroad = /^\s*\p{Cf}*(?:\+|00)/u.test(plain);
  const home = digits.replace(/^(?:00?98|98)0?(?=9\d{9}$)/, '0').replace(/^(?=9\d{9}$)/, '0');
  if (abroad && home === digits) return persianDigits(`+${digits.replace(/^00/, '')}`);
  return persianDigits(
    home.replace(/^(\d{4})(\d{1,3})?(\d+)?$/, (_, a, b = '', c = '') => [a, b, c].filter(Boolean).join(' ')),
  );
}

/** An amount as it is typed or pasted: «۱۸۰٬۰۰۰». What is no whole number stays as it is, to be refused in words. */
export function tidyAmount(typed) {
  const toman = tomanOf(typed);
  return toman === undefined ? typed : persianDigits(toman.replace(/\B(?=(\d{3})+$)/g, '٬'));
}

const GROUPS = /[٬,،'’\s\p{Cf}]/gu;

/** The digits of an amount; `undefined` for what has anything else in it. */
export function tomanOf(typed) {
  const plain = latinDigits(typed)
    .replace(/\s*توم[اّ]?ن\s*$/, '')
    .replace(/(?<=^\d{1,3}(?:\.\d{3})*)\.(?=\d{3}(?:\.\d{3})*$)/g, '');
  const digits = plain.replace(GROUPS, '');
  return /^\d{1,15}$/.test(digits)
    ? digits.replace(/^0+(?=[1-9])/, (zeros) => (digits.length > 9 ? zeros : ''))
    : undefined;
}
