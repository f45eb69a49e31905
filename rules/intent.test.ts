import { expect } from 'chai';
import fc from 'fast-check';
import { intentOf } from './intent.ts';
import type { Intent, Keywords } from './intent.ts';

const KEYWORDS: Keywords = {
  join: ['عضویت', 'عضو', 'ثبت نام', 'join', '1'],
  balance: ['امتیاز', 'موجودی', 'balance', 'points', '2'],
  why: ['چرا', 'why', '5'],
  birthday: ['تولد', 'birthday'],
  help: ['راهنما', 'کمک', 'help', '?'],
  refer: ['دعوت', 'دعوت دوستان', 'invite', '6'],
  stop: ['لغو', 'لغو۱۱', 'stop', 'unsubscribe', 'opt out'],
  resume: ['شروع', 'resume'],
  thanks: ['ممنون', 'thanks'],
  persian: ['فارسی'],
  english: ['english'],
};

function kindOf(text: string): Intent['kind'] {
  return intentOf(text, KEYWORDS).kind;
}

describe('a joining that names who brought her', () => {
  const mobile = '+989121234567';
  const table: readonly [string, Intent][] = [
    ['عضویت ۰۹۱۲۱۲۳۴۵۶۷', { kind: 'join', by: { phone: mobile } }],
    ['۱ ۰۹۱۲۱۲۳۴۵۶۷', { kind: 'join', by: { phone: mobile } }],
    ['1 0912 123 45 67', { kind: 'join', by: { phone: mobile } }],
    ['join +98 912 123-4567', { kind: 'join', by: { phone: mobile } }],
    ['JOIN 00989121234567', { kind: 'join', by: { phone: mobile } }],
    ['عضویت با معرف ٠٩١٢١٢٣٤٥٦٧ لطفا', { kind: 'join', by: { phone: mobile } }],
    ['۰۹۱۲۱۲۳۴۵۶۷ معرف من است عضویت', { kind: 'unknown' }],
    ['معرفم ۰۹۱۲۱۲۳۴۵۶۷ عضویت', { kind: 'join', by: { phone: mobile } }],
    ['عضویت +447400123456', { kind: 'join', by: { phone: '+447400123456' } }],
    ['عضویت ۴۸۱۵۱۶۲۳۴', { kind: 'join', by: { code: '481516234' } }],
    ['عضویت کد ۴۸۱۵۱۶۲۳۴', { kind: 'join', by: { code: '481516234' } }],
    // Neither a number nor a code: she is asked again, so that who brought her is not lost.
    ['عضویت ۰۴۸۱۵۱۶۲۳', { kind: 'unknown' }],
    ['عضویت ۴۸۱۵۱۶۲۳', { kind: 'unknown' }],
    ['عضویت ۴۸۱۵۱۶۲۳۴۲', { kind: 'unknown' }],
    ['عضویت ۰۲۱۸۸۷۷۶۶۵۵', { kind: 'unknown' }],
    ['عضویت ۰۹۱۲۱۲۳۴۵۶۷؟', { kind: 'unknown' }],
    ['۰۹۱۲۱۲۳۴۵۶۷', { kind: 'unknown' }],
    ['۴۸۱۵۱۶۲۳۴', { kind: 'unknown' }],
    ['لغو ۰۹۱۲۱۲۳۴۵۶۷', { kind: 'unknown' }],
    ['کد عضویت', { kind: 'unknown' }],
    ['دعوت', { kind: 'refer' }],
    ['دعوت از دوستان', { kind: 'refer' }],
    ['6', { kind: 'refer' }],
    ['Invite a friend', { kind: 'refer' }],
  ];
  for (const [text, intent] of table) {
    it(text, () => {
      expect(intentOf(text, KEYWORDS)).to.deep.equal(intent);
    });
  }
});

describe('intentOf', () => {
  const table: Record<'join' | 'balance' | 'why' | 'help' | 'stop' | 'resume' | 'unknown', string[]> = {
    why: ['چرا', 'چرا؟', 'چرا این امتیاز؟', 'چرا امتیاز نگرفتم؟', 'چرا این قدر کم', 'Why?', '5', '۵'],
    join: [
      'عضویت',
      'عضویت!',
      '«عضویت»',
      'عضويت',
      'عضویت 1',
      'سلام، عضویت لطفاً',
      'می‌خواهم عضو شوم',
      'می خوام عضو باشگاه بشم',
      'ثبت‌ نام',
      'JOIN',
      'Join please.',
      'i want to join',
      '1',
      '۱',
      '١.',
      '1️⃣',
      '/join',
      '/join@vafa_bot',
      'عضویت 🙏',
    ],
    balance: [
      'امتیاز',
      'امتياز',
      'امتیاز من',
      'امتیازم چقدره؟',
      'امتیازهای من',
      'موجودی‌ام',
      'لطفا موجودی',
      'سلام امتیازم چنده',
      'میزان امتیاز من چقدر است؟',
      'Balance?',
      "what's my balance",
      'how many points do i have?',
      '2',
      '۲',
      'موجودی ۲',
    ],
    help: ['راهنما', 'راهنما!', 'help', 'Help me', '?', '؟', '؟؟؟', ' ? ', 'كمك', 'کمک کنید'],
    stop: [
      '11',
      '۱۱',
      '١١',
      '１１',
      ' 11. ',
      '(۱۱)',
      '11?',
      '11 لطفا',
      '11 11',
      '1️⃣1️⃣',
      '\u200f۱۱\u202c',
      'لغو',
      'لغو!',
      'لغو 11',
      'لغو۱۱',
      'لغو ۱۱',
      '«لغو۱۱»',
      'لغو-۱۱',
      '11 لغو',
      'لــغو ‌۱۱',
      'لغو کنید',
      'لطفا پیامک لغو شود',
      'لغو عضویت',
      'لغو دریافت پیام‌ها',
      'می‌خواهم لغو کنم',
      'STOP',
      'STOP.',
      'stop11',
      'Stop sending me messages please',
      'please stop',
      'opt out',
      'Opt-out',
      '/stop',
    ],
    resume: ['12', '۱۲', '12!', 'شروع', 'شروع ۱۲', 'شروع دوباره', 'resume', '12 لطفا'],
    unknown: [
      '',
      ' ',
      '.',
      '!',
      'سلام',
      'نمی‌خواهم عضو شوم',
      'نمی خواهم عضو شوم',
      'عضو نیستم',
      'عضو هستم',
      'چطور عضو شوم؟',
      'عضویت؟',
      'عضو بشم؟',
      'عضویت دارید',
      'عضویت چیست',
      "don't stop",
      'dont stop',
      'stop joking',
      'non-stop music',
      'stopped',
      'لغو نکن',
      'لغو نکنید',
      'لغو سفارش',
      'سفارشم را لغو کنید',
      'بدون لغو',
      'i do not want to join',
      'join us tonight',
      'امتیاز ندارم',
      'امتیازت بالاست',
      'عضویت امتیاز',
      'لغو امتیاز',
      'امتیاز 11',
      'عضویت ۱۲',
      'لغو 12',
      '11 12',
      '11/12',
      '1 1',
      '111',
      '1.1',
      '11:00',
      'ساعت ۱۱',
      '11 نفر',
      '۱ پیتزا',
      '1 لطفا',
      '2 تا',
      '3',
      '0',
      '-',
      '۲۵۰۰۰۰',
      'تولدت مبارک',
      '1370/5/12',
      '/unknown',
      '/startled',
      '__proto__',
      'constructor',
    ],
  };
  for (const [kind, texts] of Object.entries(table)) {
    for (const text of texts) {
      it(`takes ${JSON.stringify(text)} for ${kind}`, () => expect(kindOf(text)).to.equal(kind));
    }
  }
});

describe('intentOf a birthday', () => {
  const persian = { calendar: 'persian', year: 1370, month: 5, day: 12 };
  const gregorian = { calendar: 'gregorian', year: 1991, month: 8, day: 3 };
  const told: [string, object][] = [
    ['تولد ۱۳۷۰/۵/۱۲', persian],
    ['تولد۱۳۷۰/۵/۱۲', persian],
    ['تولد: 1370-05-12', persian],
    ['تولدم ۱۲ مرداد ۱۳۷۰', persian],
    ['تولد من ۱۲ مرداد ۷۰ است.', persian],
    ['سلام تاریخ تولدم ۱۳۷۰/۵/۱۲ هست', persian],
    ['متولد ۱۳۷۰/۵/۱۲ تولد', persian],
    ['12/5/1370 تولد', persian],
    ['تولد 13700512', persian],
    ['birthday 1991-08-03', gregorian],
    ['My birthday is August 3, 1991', gregorian],
    ['BIRTHDAY: 3 aug 1991', gregorian],
    ['تولد ۳ آگوست ۱۹۹۱', gregorian],
    ['تولد ۱۱/۱۲/۱۳۷۰', { calendar: 'persian', year: 1370, month: 12, day: 11 }],
  ];
  for (const [text, date] of told) {
    it(`reads ${text}`, () => expect(intentOf(text, KEYWORDS)).to.deep.equal({ kind: 'birthday', date }));
  }

  for (const text of ['تولد', 'تولد!', 'تولدم', 'تاریخ تولد من', 'birthday?', 'My birthday is']) {
    it(`asks back at ${text}`, () => expect(kindOf(text)).to.equal('birthday-asked'));
  }

  for (const text of [
    'تولد ۱۳۷۰',
    'تولد ۳۱ مهر ۱۳۷۰',
    'تولد مبارک',
    'تولد 11',
    'تولد لغو',
    'birthday 8/31/1991',
  ]) {
    it(`finds no date in ${text}`, () => expect(kindOf(text)).to.equal('birthday-unclear'));
  }

  for (const text of ['تولد ۱۲ مرداد', 'تولدم ۱۲/۵ هست', 'birthday 3 August', '۱۲ مرداد تولد']) {
    it(`misses the year in ${text}`, () => expect(kindOf(text)).to.equal('birthday-yearless'));
  }

  for (const text of ['برای تولد', 'جشن تولد دخترم ۱۳۷۰/۵/۱۲', 'لغو تولد']) {
    it(`leaves ${text} alone`, () => expect(kindOf(text)).to.equal('unknown'));
  }
});

describe('intentOf a start', () => {
  const longest = 'a'.repeat(64);
  const table: [string, Intent][] = [
    ['/start', { kind: 'start' }],
    [' /start ', { kind: 'start' }],
    ['/start@vafa_bot', { kind: 'start' }],
    ['/start abc', { kind: 'start', payload: 'abc' }],
    ['/start@vafa_bot Ab_9-', { kind: 'start', payload: 'Ab_9-' }],
    [`/start ${longest}`, { kind: 'start', payload: longest }],
    [`/start ${longest}a`, { kind: 'start' }],
    ['/start a b', { kind: 'start' }],
    ['/start سلام', { kind: 'start' }],
    ['/start 11', { kind: 'start', payload: '11' }],
  ];
  for (const [text, intent] of table) {
    it(`reads ${text.slice(0, 30)}`, () => expect(intentOf(text, KEYWORDS)).to.deep.equal(intent));
  }
});

describe('intentOf anything', () => {
  it('keeps 11 and 12 for their own use whatever the keywords say', () => {
    const greedy: Keywords = {
      ...KEYWORDS,
      join: ['11', '۱۲', 'join 11'],
      balance: ['12', '1'],
      birthday: ['11'],
      stop: ['12', ''],
      resume: ['۱۱'],
    };
    expect(intentOf('11', greedy).kind).to.equal('stop');
    expect(intentOf('۱۲', greedy).kind).to.equal('resume');
    expect(intentOf('join 11', greedy).kind).to.equal('unknown');
    expect(intentOf('', greedy).kind).to.equal('unknown');
  });

  it('never throws, and knows no stranger’s words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => void intentOf(text, KEYWORDS)),
      { numRuns: 2000 },
    );
    const foreign = fc.constantFrom('نمی‌خواهم', 'هرگز', 'سفارش', 'not', 'never', 'پیتزا', 'نکن', '99');
    const keyword = fc.constantFrom(...KEYWORDS.stop, ...KEYWORDS.join, '11', '12');
    fc.assert(
      fc.property(foreign, keyword, fc.boolean(), (other, word, before) => {
        expect(kindOf(before ? `${other} ${word}` : `${word} ${other}`)).to.equal('unknown');
      }),
    );
  });

  it('is quick on huge texts', () => {
    const startedAt = performance.now();
    for (const piece of ['لغو ', '11', 'تولد ', '1/', ' ', 'a\u0301', '/start ', '؟']) {
      intentOf(piece.repeat(10_000), KEYWORDS);
      intentOf(piece.repeat(200).slice(0, 200), KEYWORDS);
    }
    expect(performance.now() - startedAt).to.be.below(1000);
  });
});
