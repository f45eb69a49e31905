/** Why a purchase earned what it did, as a member is told who asks «چرا»: by SMS, in a chat, screen by screen in USSD. */
import { formatDay, formatMoney, formatNumber } from './formats.ts';
import type { Calendar, Language } from './formats.ts';
import { clubLine, ruleName, sentence } from './names.ts';
import { charactersIn, firstThatFits, gainsPhrase, linesThatFit, screenMax } from './phrases.ts';
import type { RankedLine } from './phrases.ts';
import type { Gains, Medium, Template, Templates } from './template.ts';

/** What one rule did. */
export interface WhyLine {
  readonly name: string;
  readonly gains: Gains;
  /** What it gave beside points and credit, in the language of the text. */
  readonly other?: string | undefined;
  /** In the language of the text. */
  readonly why: string;
}

/** A purchase and what each rule did with it. */
export interface WhyPurchase {
  /** Rial. */
  readonly amount: number;
  /** `YYYY-MM-DD`; `calendar` is the program's. */
  readonly day: string;
  readonly calendar: Calendar;
  readonly lines: readonly WhyLine[];
}

/** Without a purchase there is nothing to explain yet. */
export interface WhyTextParams {
  whyForMember: { readonly club: string; readonly purchase?: WhyPurchase | undefined };
  /** One screen of several, counted from 0; a number beyond the last is the last. */
  ussdWhy: { readonly purchase?: WhyPurchase | undefined; readonly page: number };
}

/** What an explanation may cost as an SMS. */
const whyPartsMax = 5;

export const whyTexts: Templates<WhyTextParams> = {
  whyForMember: {
    class: 'answer',
    partsMax: whyPartsMax,
    fa: (params, medium) => whyText(params, 'fa', medium),
    en: (params, medium) => whyText(params, 'en', medium),
  },
  ussdWhy: ussdTemplate(),
};

/** A chat has room for everything. */
const chatMax = 4000;

function whyText(
  { club, purchase }: WhyTextParams['whyForMember'],
  language: Language,
  medium: Medium,
): string {
  const opening = { text: clubLine(club, language), rank: 0 };
  const room = medium === 'chat' ? chatMax : charactersIn(whyPartsMax);
  if (!purchase) return linesThatFit(room, [opening, { text: nothingYet[language], rank: 0 }]);
  const what = { text: purchaseLine(purchase, language), rank: 0 };
  return linesThatFit(room, [opening, what, ...ranked(purchase, language)]);
}

/** What gave something comes first, and what gave nothing is left out first, the last one before all. */
function ranked({ lines }: WhyPurchase, language: Language): RankedLine[] {
  const gave = lines.filter(({ gains, other }) => other !== undefined || gainsPhrase(gains, language) !== '');
  const others = lines.filter((line) => !gave.includes(line));
  return [...gave, ...others].map((line, index) => ({ text: lineText(line, language), rank: index + 1 }));
}

const reasonMax = 200;

function lineText({ name, gains, other, why }: WhyLine, language: Language): string {
  const rule = ruleName(name, language);
  const reason = sentence(why, reasonMax, language);
  const gave = gainsPhrase(gains, language) || (other ?? (language === 'fa' ? 'هیچ' : 'nothing'));
  const said = [gave, reason].filter((part) => part !== '').join(language === 'fa' ? '؛ ' : '; ');
  return rule === '' ? `- ${said}` : `- ${rule}: ${said}`;
}

function purchaseLine({ amount, day, calendar }: WhyPurchase, language: Language): string {
  const when = formatDay(day, { language, calendar });
  return language === 'fa'
    ? `خرید ${formatMoney(amount, 'fa')}، ${when}:`
    : `Purchase of ${formatMoney(amount, 'en')}, ${when}:`;
}

const nothingYet = {
  fa: 'هنوز خریدی از شما ثبت نشده است.',
  en: 'No purchase of yours is logged yet.',
} as const;

/** How to come to the next screen, for all but the last one. */
export const nextPageKey = '1';

/** How many screens the answer takes. */
export function whyPages(purchase: WhyPurchase | undefined, language: Language): number {
  return screensOf(purchase, language).length;
}

function ussdTemplate(): Template<WhyTextParams['ussdWhy']> {
  const show = ({ purchase, page }: WhyTextParams['ussdWhy'], language: Language) => {
    const screens = screensOf(purchase, language);
    return screens[page] ?? screens.at(-1) ?? nothingYet[language];
  };
  return {
    class: 'answer',
    partsMax: 1,
    fa: (params) => show(params, 'fa'),
    en: (params) => show(params, 'en'),
  };
}

function screensOf(purchase: WhyPurchase | undefined, language: Language): string[] {
  if (!purchase) return [nothingYet[language]];
  const texts = ranked(purchase, language).map(({ text }) => text);
  const next =
    language === 'fa' ? `\n${formatNumber(Number(nextPageKey), 'fa')}: ادامه` : `\n${nextPageKey}: more`;
  const screens = [purchaseLine(purchase, language), ...texts].flatMap((text) =>
    splitWords(text, screenMax - next.length),
  );
  const joined = joinShort(screens, screenMax - next.length);
  return joined.map((text, index) => (index === joined.length - 1 ? text : `${text}${next}`));
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
      piece = firstThatFits(lengthMax, [word, word.slice(0, lengthMax)]);
    }
  }
  return piece === '' ? pieces : [...pieces, piece];
}

/** As many of them on one screen as it holds. */
function joinShort(texts: readonly string[], lengthMax: number): string[] {
  return texts.reduce<string[]>((screens, text) => {
    const last = screens.at(-1);
    const both = last === undefined ? text : `${last}\n${text}`;
    if (last === undefined || both.length > lengthMax) return [...screens, text];
    return [...screens.slice(0, -1), both];
  }, []);
}
