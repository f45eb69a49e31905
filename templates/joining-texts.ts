/** What a member is told when she joins, and when she asks to join again. */
import { clubLine } from './names.ts';
import { balanceLine, firstThatFits, gainsPhrase, lines, charactersIn } from './phrases.ts';
import { withGifts } from './gifts.ts';
import type { Language } from './formats.ts';
import type { Balances, Gains, Medium, Templates } from './template.ts';

import { charactersBeforeStop, giftPartsMax } from './notice.ts';
import type { Gifts } from './notice.ts';

interface Joined extends Gifts {
  readonly club: string;
  readonly gift: Gains;
  readonly balances: Balances;
}

export interface JoiningTextParams {
  /** Her own «عضویت» was done. */
  memberJoined: Joined;
  /** Staff enrolled her at the counter. */
  memberJoinedByStaff: Joined;
  alreadyMember: { readonly club: string; readonly balances: Balances };
}

/** Nothing in a chat: it has buttons. */
function howToAsk(language: Language, medium: Medium): string {
  if (medium === 'chat') return '';
  return language === 'fa' ? 'ارسال ۲: امتیاز، ؟: راهنما' : 'Send 2: points, ?: help';
}

export const joiningTexts: Templates<JoiningTextParams> = {
  memberJoined: {
    class: 'answer',
    partsMax: giftPartsMax,
    fa: (params, medium) => welcome(params, { language: 'fa', medium, charactersOf: charactersIn }),
    en: (params, medium) => welcome(params, { language: 'en', medium, charactersOf: charactersIn }),
  },
  memberJoinedByStaff: {
    class: 'informational',
    partsMax: giftPartsMax,
    fa: (params, medium) => welcome(params, { language: 'fa', medium, charactersOf: charactersBeforeStop }),
    en: (params, medium) => welcome(params, { language: 'en', medium, charactersOf: charactersBeforeStop }),
  },
  alreadyMember: {
    class: 'answer',
    partsMax: 2,
    fa: (params, medium) => already(params, 'fa', medium),
    en: (params, medium) => already(params, 'en', medium),
  },
};

interface Welcoming {
  readonly language: Language;
  readonly medium: Medium;
  /** What so many parts hold. */
  readonly charactersOf: (parts: number) => number;
}

/** The gift, and the balance where it is another; then how to ask. */
function welcome(
  params: JoiningTextParams['memberJoined'],
  { language, medium, charactersOf }: Welcoming,
): string {
  const { gift, balances, gifts = [] } = params;
  const fa = language === 'fa';
  const club = clubLine(params.club, language);
  const greeting = fa ? 'خوش آمدید!' : 'Welcome!';
  const gains = gainsPhrase(gift, language);
  const given = gains === '' ? greeting : `${greeting} ${fa ? 'هدیه عضویت' : 'Joining gift'}: ${gains}`;
  const ask = howToAsk(language, medium);
  const same = gift.points === balances.points && gift.credit === balances.credit && gains !== '';
  const text = firstThatFits(charactersOf(2), [
    lines(club, given, same ? '' : balanceLine(balances, language), ask),
    lines(club, given, ask),
    lines(club, greeting, ask),
  ]);
  return withGifts(text, gifts, { lengthMax: charactersOf(giftPartsMax), language });
}

/** In one part, unless a name or a balance alone is too long for it. */
function already(
  { club, balances }: JoiningTextParams['alreadyMember'],
  language: Language,
  medium: Medium,
): string {
  const member = language === 'fa' ? 'شما عضو هستید.' : 'You are a member.';
  const balance = balanceLine(balances, language);
  return firstThatFits(charactersIn(1), [
    lines(clubLine(club, language), member, balance, howToAsk(language, medium)),
    lines(clubLine(club, language), member, balance),
    lines(clubLine(club, language), balance),
  ]);
}
