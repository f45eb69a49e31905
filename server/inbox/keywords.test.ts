import { expect } from 'chai';
import { intentOf } from '../../rules/intent.ts';
import { buttons } from '../../templates/buttons.ts';
import { keywords } from '../../templates/keywords.ts';

/** The keyword of a birthday without a date is a wish of its own. */
const intentFor = { birthday: 'birthday-asked' } as const;

describe('what the texts tell her to send', () => {
  for (const [wish, words] of Object.entries(keywords)) {
    const expected = wish === 'birthday' ? intentFor[wish] : wish;

    it(`is understood: all ${words.length} keywords of ${wish}`, () => {
      for (const word of words) {
        expect(intentOf(word, keywords).kind, word).to.equal(expected);
        if (!/[\p{L}\p{N}]/u.test(word)) continue;
        expect(intentOf(` ${word.toUpperCase()}. `, keywords).kind, `${word}, typed roughly`).to.equal(
          expected,
        );
      }
    });
  }

  const understood = {
    stop: [
      'لطفا دیگه پیام ندید',
      'پیام تبلیغاتی نمیخوام',
      'پیام تبلیغاتی نمی‌خوام',
      'پیام‌های تبلیغاتی دیگه نمی خواهم',
      'دیگه پیامک نفرستید',
      'دیگه پیامک نفرستین لطفا',
      'تبلیغ نفرست',
      'تبلیغات نمی‌خواهم',
      'اس ام اس ندین',
      'دیگر برای من پیام ندهید',
      'به من پیام نده',
      'مزاحم نشید',
      "don't text me",
      'Don’t text me anymore',
      'please do not send me any more messages',
      'dont message me',
      'no more ads please',
      'no more messages',
      'laghv',
    ],
    help: ['سلام', 'سلام!', 'سلام وقت بخیر', 'hi', 'Hello', 'salam', 'rahnama'],
    thanks: [
      'ممنون',
      'ممنونم 🙏',
      'خیلی ممنون',
      'مرسی',
      'تشکر',
      'با تشکر از شما',
      'سپاس',
      'باشه',
      'باشه مرسی',
      'سلام ممنون',
      'ok',
      'OK.',
      'Thanks!',
      'thank you very much',
      'merci',
      'mersi',
      '👍',
      '🙏🏻🙏🏻',
      '❤️',
      '🌹 !',
    ],
    balance: ['emtiaz', 'salam emtiaz', 'mojoodi', 'ممنون، امتیازم چنده؟', 'مرسی امتیاز'],
    join: ['ozviat', 'ممنون عضویت'],
    english: ['english', 'English please', 'in english', 'انگلیسی', 'به زبان انگلیسی لطفا'],
    persian: ['فارسی', 'به فارسی', 'farsi', 'in Persian please'],
    unknown: [
      'پیام',
      'پیام ندیدم',
      'پیامتون رو ندیدم',
      'پیتزا نمیخوام',
      'نمیخوام',
      'امتیاز نمیخوام',
      'سفارش ندید',
      'پیام تبلیغاتی نمیخوام حذف بشه',
      "don't",
      'do not send it now',
      'do you speak english',
      'کلاس انگلیسی',
      "don't stop",
      "don't send me points",
      'no more pizza',
      'no messages came',
      'ok?',
      'باشه؟',
      'ممنون میشم ساعت کاری رو بگید',
      'مرسی که نگفتید',
      'تشکر نمیکنم',
      'سلام پیتزا دارید؟',
      '👍 پیتزا',
      '...',
      '',
    ],
  };
  for (const [intent, texts] of Object.entries(understood)) {
    for (const text of texts) {
      it(`${JSON.stringify(text)} is taken for ${intent}`, () =>
        expect(intentOf(text, keywords).kind).to.equal(intent));
    }
  }

  for (const [name, { wish, label }] of Object.entries(buttons)) {
    const expected = wish === 'birthday' ? intentFor[wish] : wish;

    it(`is understood: the button ${name} in both languages`, () => {
      for (const text of Object.values(label)) {
        expect(intentOf(text, keywords).kind, text).to.equal(expected);
      }
    });
  }
});
