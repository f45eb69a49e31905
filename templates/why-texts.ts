/** Why a purchase earned what it did, as a member is told who asks «چرا»: by SMS, in a chat, screen by screen in USSD. */
import type { Language } from './formats.ts';
import { clubLine } from './names.ts';
import { charactersIn, lines } from './phrases.ts';
import type { Medium, Templates } from './template.ts';
import { purchaseLine, whyThatFits } from './why-lines.ts';
import type { WhyPurchase } from './why-lines.ts';
import { whyScreens } from './why-screens.ts';

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
  ussdWhy: {
    class: 'answer',
    partsMax: 1,
    fa: (params) => whyScreen(params, 'fa'),
    en: (params) => whyScreen(params, 'en'),
  },
};

/** A chat has room for everything. */
const chatMax = 4000;

function whyText(
  { club, purchase }: WhyTextParams['whyForMember'],
  language: Language,
  medium: Medium,
): string {
  const opening = clubLine(club, language);
  if (!purchase) return lines(opening, nothingYet[language]);
  const lengthMax = medium === 'chat' ? chatMax : charactersIn(whyPartsMax);
  return whyThatFits(lines(opening, purchaseLine(purchase, language)), purchase, { lengthMax, language });
}

const nothingYet = {
  fa: 'هنوز خریدی از شما ثبت نشده است.',
  en: 'No purchase of yours is logged yet.',
} as const;

/** How many screens the answer takes. */
export function whyPages(purchase: WhyPurchase | undefined, language: Language): number {
  return purchase ? whyScreens(purchase, language).length : 1;
}

function whyScreen({ purchase, page }: WhyTextParams['ussdWhy'], language: Language): string {
  if (!purchase) return nothingYet[language];
  const screens = whyScreens(purchase, language);
  return screens[page] ?? screens.at(-1) ?? nothingYet[language];
}
