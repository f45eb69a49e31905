const DIGITS = /[۰-۹٠-٩０-９]/g;
const WHITE_SPACE = /\s+/g;
/** What is seen by nobody or means nothing: marks, controls, joiners and bidi signs, lone surrogates, tatweel. */
const INVISIBLE = /[\p{M}\p{Cc}\p{Cf}\p{Cs}\u0640]/gu;
/** One letter typed with another keyboard: Arabic, Urdu, Pashto and Kurdish forms to the Persian ones. */
const LETTERS: Readonly<Record<string, string>> = {
  ي: 'ی',
  ى: 'ی',
  ې: 'ی',
  ے: 'ی',
  ك: 'ک',
  ڪ: 'ک',
  ة: 'ه',
  ہ: 'ه',
  ۃ: 'ه',
  ھ: 'ه',
  ە: 'ه',
  ٱ: 'ا',
  ء: '',
};
const FOREIGN_LETTERS = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');

/**
 * Persian (۰-۹), Arabic (٠-٩) and full-width digits to Latin ones; everything else stays as it is, and so
 * does the length.
 */
export function foldDigits(text: string): string {
  // The ten digits of all three families start at a multiple of sixteen.
  return text.replace(DIGITS, (digit) => String(digit.charCodeAt(0) % 16));
}

/**
 * The form in which typed text is compared, never shown: two texts that a person takes for the same word give
 * the same string, and folding twice changes nothing. Compatibility forms are opened (NFKD), then digits become
 * Latin; ي ى become ی, ك becomes ک, ة becomes ه; hamza and madda fall away with the other marks, so that أ إ آ
 * are ا, ؤ is و and ئ is ی; ZWNJ, bidi controls, tatweel, NUL and other controls go (a half-space joins its
 * word); letters are lower case; white space is one blank, none at the ends.
 */
export function foldText(text: string): string {
  const opened = text.replace(WHITE_SPACE, ' ').normalize('NFKD').toLowerCase().normalize('NFKD');
  const bare = foldDigits(opened.replace(INVISIBLE, ''));
  const persian = bare.replace(FOREIGN_LETTERS, (letter) => LETTERS[letter] ?? letter);
  return persian.replace(WHITE_SPACE, ' ').trim();
}
