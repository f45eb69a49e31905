/** What the club answers in a conversation by SMS, Telegram or Bale: invitations, help, settings, questions. */
import { buttons } from './buttons.ts';
import { formatCalendarDay, type Language } from './formats.ts';
import { clubLine } from './names.ts';
import { lines } from './phrases.ts';
import type { Birthday, NoParams, Templates } from './template.ts';

/** What each of these texts is told. */
export interface ConversationTextParams {
  /** Somebody who is no member asked for her points. */
  strangerInvited: { readonly club: string };
  birthdaySaved: { readonly birthday: Birthday };
  /** «تولد» without a date. */
  birthdayAsked: NoParams;
  birthdayNotUnderstood: NoParams;
  /** «تولد ۱۲ مرداد» */
  birthdayYearAsked: NoParams;
  /** She asked for «English» or «فارسی». */
  languageChosen: { readonly language: Language };
  helpForMember: NoParams;
  helpForStranger: NoParams;
  promotionsStopped: { readonly club: string; readonly member: boolean };
  promotionsResumed: { readonly club: string };
  notUnderstood: { readonly member: boolean };
  /** /start in a chat: asks for the contact button. */
  chatWelcome: { readonly club: string };
  /** She sent another's contact. */
  contactNotOwn: NoParams;
  /** She wrote before the chat knew her number. */
  contactAsked: NoParams;
}

const share = buttons.sendContact.label;

export const conversationTexts: Templates<ConversationTextParams> = {
  strangerInvited: {
    class: 'answer',
    partsMax: 2,
    fa: ({ club }) => lines(clubLine(club, 'fa'), 'هنوز عضو باشگاه ما نیستید. برای عضویت ۱ بفرستید.'),
    en: ({ club }) => lines(clubLine(club, 'en'), 'You are not a member yet. Send 1 to join.'),
  },
  birthdaySaved: {
    class: 'answer',
    partsMax: 1,
    fa: ({ birthday }) => `تاریخ تولدتان ثبت شد: ${formatCalendarDay(birthday, 'fa')}`,
    en: ({ birthday }) => `Your birthday is saved: ${formatCalendarDay(birthday, 'en')}`,
  },
  birthdayAsked: {
    class: 'answer',
    partsMax: 1,
    fa: () => 'لطفاً تاریخ تولدتان را این‌طور بفرستید:\nتولد ۱۳۷۰/۵/۱۲',
    en: () => 'Please send your date of birth like this:\nbirthday 1991/8/3',
  },
  birthdayNotUnderstood: {
    class: 'answer',
    partsMax: 1,
    fa: () => 'تاریخ را متوجه نشدیم. لطفاً این‌طور بفرستید:\nتولد ۱۳۷۰/۵/۱۲',
    en: () => 'Sorry, we could not read the date. Please send it like this:\nbirthday 1991/8/3',
  },
  birthdayYearAsked: {
    class: 'answer',
    partsMax: 1,
    fa: () => 'لطفاً سالش را هم بفرستید، این‌طور:\nتولد ۱۲ مرداد ۱۳۷۰',
    en: () => 'Please send the year too, like this:\nbirthday 3 August 1991',
  },
  languageChosen: {
    class: 'answer',
    partsMax: 1,
    fa: ({ language }) => `از این پس به ${language === 'fa' ? 'فارسی' : 'انگلیسی'} برایتان می‌نویسیم.`,
    en: ({ language }) => `We will write to you in ${language === 'fa' ? 'Persian' : 'English'} from now on.`,
  },
  helpForMember: {
    class: 'answer',
    partsMax: 2,
    fa: () =>
      lines(
        'می‌توانید بفرستید:',
        '۲: امتیاز و اعتبار',
        '۵: چرا، ۶: دعوت دوستان',
        'تولد ۱۳۷۰/۵/۱۲: ثبت تاریخ تولد',
        '۱۱: قطع تبلیغات، ۱۲: وصل',
        '؟: همین راهنما',
      ),
    en: () =>
      lines(
        'You can send:',
        '2: points and credit',
        '5: why these points',
        '6: invite friends',
        'birthday 1991/8/3: save your birthday',
        '11: stop promotional messages, 12: get them again',
        'english, farsi: the language of our messages',
        '?: this help',
      ),
  },
  helpForStranger: {
    class: 'answer',
    partsMax: 1,
    fa: (_, medium) =>
      medium === 'chat'
        ? `برای عضویت دکمه «${share.fa}» را بزنید.`
        : lines('می‌توانید بفرستید:', '۱: عضویت در باشگاه', '؟: همین راهنما'),
    en: (_, medium) =>
      medium === 'chat'
        ? `To join, press "${share.en}".`
        : lines('You can send:', '1: join the club', '?: this help'),
  },
  promotionsStopped: {
    class: 'answer',
    partsMax: 2,
    fa: ({ club, member }) =>
      lines(
        clubLine(club, 'fa'),
        'پیام‌های تبلیغاتی قطع شد.',
        member ? 'عضویت و امتیازتان سر جایش است.' : '',
        'وصل دوباره: ۱۲',
      ),
    en: ({ club, member }) =>
      lines(
        clubLine(club, 'en'),
        'No more promotional messages.',
        member ? 'You stay a member and keep your points.' : '',
        'To get them again: 12',
      ),
  },
  promotionsResumed: {
    class: 'answer',
    partsMax: 2,
    fa: ({ club }) => lines(clubLine(club, 'fa'), 'از این پس پیام‌های ما دوباره به شما می‌رسد. برای قطع: ۱۱'),
    en: ({ club }) => lines(clubLine(club, 'en'), 'You will get our messages again. To stop them: 11'),
  },
  notUnderstood: {
    class: 'answer',
    partsMax: 1,
    fa: ({ member }, medium) => {
      const choices = member ? 'ارسال ۲: امتیاز، ؟: راهنما، ۱۱: قطع پیام' : 'ارسال ۱: عضویت، ؟: راهنما';
      return lines('پیامتان را متوجه نشدیم.', medium === 'chat' ? 'لطفاً دکمه‌ها را بزنید.' : choices);
    },
    en: ({ member }, medium) => {
      const choices = member ? 'Send 2: points, ?: help, 11: stop' : 'Send 1: join, ?: help';
      return lines('Sorry, we did not understand.', medium === 'chat' ? 'Please use the buttons.' : choices);
    },
  },
  chatWelcome: {
    class: 'answer',
    partsMax: 2,
    fa: ({ club }) =>
      lines(
        clubLine(club, 'fa'),
        'سلام، خوش آمدید!',
        `برای عضویت یا دیدن امتیازتان، دکمه «${share.fa}» را بزنید.`,
      ),
    en: ({ club }) =>
      lines(
        clubLine(club, 'en'),
        'Hello and welcome!',
        `To join or to see your points, press "${share.en}".`,
      ),
  },
  contactNotOwn: {
    class: 'answer',
    partsMax: 2,
    fa: () => `این شماره با حساب شما یکی نیست. لطفاً با دکمه «${share.fa}» شماره خودتان را بفرستید.`,
    en: () => `That number is not the one of your account. Please press "${share.en}" to send yours.`,
  },
  contactAsked: {
    class: 'answer',
    partsMax: 2,
    fa: () => `برای ادامه به شماره‌تان نیاز داریم. لطفاً دکمه «${share.fa}» را بزنید.`,
    en: () => `We need your number to go on. Please press "${share.en}".`,
  },
};
