/** Why a purchase earned what it did, screen by screen of USSD: a rule on each, or more where they are short. */
import { say } from './explain-terms.ts';
import { formatMoney, formatNumber } from './formats.ts';
import type { Language } from './formats.ts';
import { screenMax } from './phrases.ts';
import { purchaseLine, rankedLines, whyLine } from './why-lines.ts';
import type { WhyPurchase } from './why-lines.ts';

/** How to come to the next screen, for all but the last one. */
export const nextPageKey = '1';

/** More than these nobody turns over; the rest is in the SMS. */
const screensMax = 6;

/** «\n۱: ادامه». */
export function nextPageLine(language: Language): string {
  return say(language, `\n${formatNumber(Number(nextPageKey), 'fa')}: ادامه`, `\n${nextPageKey}: more`);
}

/** The screens, one at least; the first has the purchase and what gave most. */
export function whyScreens(purchase: WhyPurchase, language: Language): string[] {
  const lengthMax = screenMax - nextPageLine(language).length;
  const [first = '', ...others] = rankedLines(purchase.lines).map((line) => whyLine(line, language));
  const texts = [firstText(purchase, first, language), ...others];
  const screens = joinShort(
    texts.flatMap((text) => splitWords(text, lengthMax)),
    lengthMax,
  );
  const shown = screens.length > screensMax ? [...screens.slice(0, screensMax - 1), rest[language]] : screens;
  return shown.map((text, index) => (index === shown.length - 1 ? text : `${text}${nextPageLine(language)}`));
}

const rest = {
  fa: 'بقیه را با پیامک «چرا» بپرسید.',
  en: 'Text us "why" for the rest.',
} as const;

/** Room for what the first rule gave. */
const ruleMin = 32;

/** The heading, without its day where that leaves no room, and below it the first rule. */
function firstText(purchase: WhyPurchase, rule: string, language: Language): string {
  const money = formatMoney(purchase.amount, language);
  const [long, short] = [purchaseLine(purchase, language), say(language, `خرید ${money}:`, `${money}:`)];
  if (rule === '') return long;
  const room = screenMax - nextPageLine(language).length - 1 - Math.min(rule.length, ruleMin);
  return `${long.length <= room ? long : short}\n${rule}`;
}

/** Pieces of a text of at most so many UTF-16 units, cut at spaces; a word that is longer is cut off. */
function splitWords(text: string, lengthMax: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const word of text.split(' ')) {
    const longer = piece === '' ? word : `${piece} ${word}`;
    if (longer.length <= lengthMax) piece = longer;
    else {
      if (piece !== '') pieces.push(piece);
      piece = word.slice(0, lengthMax);
    }
  }
  return piece === '' ? pieces : [...pieces, piece];
}

/** As many of them on one screen as it holds. */
export function joinShort(texts: readonly string[], lengthMax: number): string[] {
  return texts.reduce<string[]>((screens, text) => {
    const last = screens.at(-1);
    const both = last === undefined ? text : `${last}\n${text}`;
    if (last === undefined || both.length > lengthMax) return [...screens, text];
    return [...screens.slice(0, -1), both];
  }, []);
}
