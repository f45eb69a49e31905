/** The screens of the USSD menu: at most `screenMax` characters each, whatever they are told. */
import { formatCalendarDay, formatGifts, persianDigits, type Language } from './formats.ts';
import { clubLine } from './names.ts';
import { balanceScreen } from './ussd-balance.ts';
import type { BalanceScreenParams } from './ussd-balance.ts';
import { balanceLine, firstThatFits, gainsPhrase, lines, screenMax } from './phrases.ts';
import type { Balances, Birthday, Gains, NoParams, Template, Templates } from './template.ts';

/** What each screen is told. */
export interface UssdScreenParams {
  ussdMenuForStranger: { readonly club: string };
  ussdMenuForMember: { readonly club: string };
  /** Somebody who is no member asked for her points. */
  ussdStrangerInvited: NoParams;
  /** Asks for the birthday too. */
  ussdJoined: {
    readonly club: string;
    readonly gift: Gains;
    /** How many things she was given: their codes come by SMS. */
    readonly things: number;
  };
  /** The code that a member passes on. */
  ussdInvitation: { readonly code: string };
  ussdBirthdayAsked: NoParams;
  ussdBirthdaySaved: { readonly birthday: Birthday };
  ussdBirthdayNotUnderstood: NoParams;
  ussdBalance: BalanceScreenParams;
  ussdHelp: NoParams;
  ussdAlreadyMember: { readonly club: string; readonly balances: Balances };
  /** Dialled from what is no mobile. */
  ussdNotMobile: NoParams;
  ussdWrongChoice: { readonly member: boolean };
  /** 11 was dialled. */
  ussdPromotionsStopped: NoParams;
  /** 12 was dialled. */
  ussdPromotionsResumed: NoParams;
  /** We cannot answer at the moment. */
  ussdUnavailable: NoParams;
}

/** What is dialled for what; join and balance as in an SMS. `later` is at the birthday only. Never 11 or 12. */
export const ussdKeys = {
  ...{ join: '1', balance: '2', help: '3', birthday: '4', why: '5', refer: '6', later: '0' },
} as const;

const menus = {
  fa: { stranger: '۱: عضویت\n۳: راهنما', member: '۲: امتیاز\n۵: چرا\n۳: راهنما\n۴: تاریخ تولد\n۶: دعوت' },
  en: { stranger: '1: join\n3: help', member: '2: points\n5: why\n3: help\n4: birthday\n6: invite' },
} as const;

/** Who was brought may dial who brought her instead of the key. */
const inviterAsked = {
  fa: 'یا شماره معرف',
  en: "or your referrer's number",
} as const;

const later = { fa: '۰: بعداً', en: '0: later' } as const;
/** The example has no slash: a dial pad has none. */
const birthdayAsked = {
  fa: `تاریخ تولدتان؟ مثل ۱۳۷۰۰۵۱۲\n${later.fa}`,
  en: `Date of birth? Like 19910803\n${later.en}`,
} as const;

export const ussdScreens: Templates<UssdScreenParams> = {
  ussdMenuForStranger: screen(({ club }, language) => [
    lines(clubLine(club, language), menus[language].stranger, inviterAsked[language]),
    lines(clubLine(club, language), menus[language].stranger),
  ]),
  ussdMenuForMember: screen(({ club }, language) => [
    lines(clubLine(club, language), menus[language].member),
    menus[language].member,
  ]),
  ussdStrangerInvited: screen((_, language) => [
    lines(language === 'fa' ? 'هنوز عضو نیستید.' : 'You are not a member yet.', menus[language].stranger),
  ]),
  ussdJoined: screen(({ club, gift, things }, language) => {
    const gains = [gainsPhrase(gift, language), things === 0 ? '' : formatGifts(things, language)]
      .filter((phrase) => phrase !== '')
      .join(language === 'fa' ? ' و ' : ' and ');
    const welcome = language === 'fa' ? 'خوش آمدید!' : 'Welcome!';
    const given = language === 'fa' ? `هدیه: ${gains}` : `Gift: ${gains}`;
    const greeting = gains === '' ? welcome : `${welcome} ${given}`;
    return [
      lines(clubLine(club, language), greeting, birthdayAsked[language]),
      lines(greeting, birthdayAsked[language]),
      ...(gains === '' ? [] : [lines(given, birthdayAsked[language])]),
      lines(welcome, birthdayAsked[language]),
    ];
  }),
  ussdBirthdayAsked: screen((_, language) => [birthdayAsked[language]]),
  ussdBirthdaySaved: screen(({ birthday }, language) => {
    const day = formatCalendarDay(birthday, language);
    return [language === 'fa' ? `تاریخ تولدتان ثبت شد:\n${day}` : `Your birthday is saved:\n${day}`];
  }),
  ussdBirthdayNotUnderstood: screen((_, language) => [
    lines(language === 'fa' ? 'تاریخ درست نبود.' : 'That was no date.', birthdayAsked[language]),
  ]),
  ussdBalance: balanceScreen,
  ussdHelp: screen((_, language) => [
    language === 'fa'
      ? 'با پیامک هم می‌توانید:\n۱: عضویت\n۲: امتیاز\n؟: راهنمای کامل'
      : 'You can also text us:\n1: join\n2: points\n?: all the help',
  ]),
  ussdAlreadyMember: screen(({ club, balances }, language) => {
    const already = language === 'fa' ? 'شما عضو هستید.' : 'You are a member.';
    const balance = balanceLine(balances, language);
    return [lines(clubLine(club, language), already, balance), lines(already, balance), balance];
  }),
  ussdNotMobile: screen((_, language) => [
    language === 'fa' ? 'عضویت فقط با شماره موبایل ممکن است.' : 'Only a mobile number can join.',
  ]),
  ussdWrongChoice: screen(({ member }, language) => [
    lines(
      language === 'fa' ? 'این گزینه را نداریم.' : 'There is no such choice.',
      menus[language][member ? 'member' : 'stranger'],
    ),
    menus[language][member ? 'member' : 'stranger'],
  ]),
  ussdInvitation: screen(({ code }, language) => [
    language === 'fa'
      ? `کد دعوت شما: ${persianDigits(code)}\nدوستتان پیامک کند:\nعضویت ${persianDigits(code)}`
      : `Your code: ${code}\nYour friend texts us:\njoin ${code}`,
  ]),
  ussdPromotionsStopped: screen((_, language) => [
    language === 'fa'
      ? 'دیگر برایتان پیام تبلیغاتی نمی‌فرستیم.\nوصل دوباره: ۱۲'
      : 'No more promotional messages.\nTo get them again: 12',
  ]),
  ussdPromotionsResumed: screen((_, language) => [
    language === 'fa'
      ? 'پیام‌های ما دوباره به شما می‌رسد.\nقطع: ۱۱'
      : 'You will get our messages again.\nTo stop them: 11',
  ]),
  ussdUnavailable: screen((_, language) => [
    language === 'fa'
      ? 'اکنون نمی‌توانیم پاسخ دهیم. لطفاً کمی بعد دوباره تماس بگیرید.'
      : 'We cannot answer just now. Please dial again in a little while.',
  ]),
};

/** The fullest of the candidates that a screen holds, in either language. */
function screen<Params>(
  candidates: (params: Params, language: Language) => readonly [string, ...string[]],
): Template<Params> {
  return {
    class: 'answer',
    partsMax: 1,
    fa: (params) => firstThatFits(screenMax, candidates(params, 'fa')),
    en: (params) => firstThatFits(screenMax, candidates(params, 'en')),
  };
}
