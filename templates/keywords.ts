/** What a text can ask for. Numbers mean the same in an SMS, in a chat and in the USSD menu. */
export type Wish =
  | 'join'
  | 'balance'
  | 'why'
  | 'birthday'
  | 'help'
  | 'refer'
  | 'stop'
  | 'resume'
  | 'thanks'
  | 'persian'
  | 'english';

const persian = {
  join: [
    'عضویت',
    'عضو',
    'عضو میشم',
    'عضو میشوم',
    'عضو می شوم',
    'عضو شوم',
    'عضو بشم',
    'عضوم کن',
    'عضوم کنید',
    'میخوام عضو بشم',
    'میخواهم عضو شوم',
    'می خواهم عضو شوم',
    'عضویت در باشگاه',
    'باشگاه',
    'ثبت نام',
    'ثبتنام',
    'ثبت نام میکنم',
    'ارسال شماره من',
  ],
  balance: [
    'امتیاز',
    'امتیازم',
    'امتیاز من',
    'امتیازها',
    'امتیازات',
    'امتیازهام',
    'امتیازهایم',
    'امتیازهای من',
    'امتیازم چنده',
    'امتیازم چقدره',
    'چند امتیاز دارم',
    'چقدر امتیاز دارم',
    'موجودی',
    'موجودیم',
    'موجودی من',
    'مانده',
    'مانده من',
    'مانده حساب',
    'اعتبار',
    'اعتبارم',
    'اعتبار من',
    'اعتبارم چقدره',
  ],
  birthday: [
    'تولد',
    'تولدم',
    'تولد من',
    'تاریخ تولد',
    'تاریخ تولدم',
    'تاریخ تولد من',
    'روز تولد',
    'روز تولدم',
    'متولد',
  ],
  why: ['چرا', 'دلیل', 'دلیلش', 'توضیح', 'جزئیات', 'جزییات', 'ریز امتیاز', 'ریز امتیازها', 'از کجا'],
  /** Who only greets has not said what she wants. */
  help: ['راهنما', 'راهنمایی', 'کمک', 'دستورها', 'دستورات', 'منو', 'سلام', 'درود', '؟'],
  refer: [
    'دعوت',
    'دعوتنامه',
    'دعوت نامه',
    'دعوت دوستان',
    'دعوت دوست',
    'معرفی',
    'معرفی دوست',
    'معرفی دوستان',
    'معرفی به دوستان',
    'لینک دعوت',
    'کد دعوت',
    'کد معرف',
    'کد معرفی',
  ],
  stop: [
    'لغو',
    'لغو11',
    'لغو 11',
    'لغو عضویت',
    'لغو پیام',
    'لغو پیامک',
    'لغو اشتراک',
    'لغو دریافت پیام',
    'لغو دریافت پیامک',
    'عدم دریافت پیام',
    'عدم دریافت پیامک',
    'انصراف',
    'نفرست',
    'نفرستید',
    'نفرستین',
    'دیگه نفرست',
    'دیگه نفرستید',
    'دیگر نفرستید',
    'پیام نفرست',
    'پیام نفرستید',
    'پیامک نفرستید',
    'مزاحم نشو',
    'مزاحم نشوید',
    'مزاحم نشید',
    'مزاحم نشین',
    ...phrases(
      ['پیام', 'پیامها', 'پیامک', 'پیامکها', 'اس ام اس', 'تبلیغ', 'تبلیغات', 'تبلیغاتی'],
      ['', 'دیگه', 'دیگر'],
      ['نده', 'ندید', 'ندین', 'ندهید', 'نمیخوام', 'نمیخواهم', 'نمی خوام', 'نمی خواهم'],
    ),
  ],
  resume: [
    'فعال',
    'فعالسازی',
    'فعال سازی',
    'شروع',
    'دوباره بفرست',
    'دوباره بفرستید',
    'دریافت پیام',
    'دریافت پیامک',
  ],
  /** What ends a talk: it wants nothing. */
  thanks: [
    'ممنون',
    'ممنونم',
    'مرسی',
    'تشکر',
    'متشکرم',
    'سپاس',
    'سپاسگزارم',
    'باشه',
    'باشد',
    'چشم',
    'اوکی',
    'دست شما درد نکنه',
    'دستتون درد نکنه',
  ],
  persian: ['فارسی'],
  english: ['انگلیسی'],
} as const satisfies Readonly<Record<Wish, readonly string[]>>;

const latin = {
  join: [
    '1',
    'join',
    'join us',
    'join club',
    'register',
    'sign up',
    'signup',
    'membership',
    'subscribe',
    'share my number',
  ],
  balance: ['2', 'balance', 'my balance', 'points', 'point', 'my points', 'credit', 'my credit'],
  why: ['5', 'why', 'how come', 'reason', 'details', 'explain', 'explanation'],
  birthday: ['birthday', 'my birthday', 'birthdate', 'birth date', 'date of birth', 'bday', 'dob'],
  help: ['?', 'help', 'info', 'commands', 'menu', 'hi', 'hello'],
  stop: [
    '11',
    'stop',
    'stop all',
    'stopall',
    'unsubscribe',
    'cancel',
    'quit',
    'opt out',
    'optout',
    ...phrases(["don't", 'dont', 'do not'], ['text', 'message', 'sms']),
    ...phrases(
      ["don't", 'dont', 'do not'],
      ['send'],
      ['', 'me'],
      ['', 'any', 'more', 'any more'],
      ['messages', 'texts', 'sms', 'ads'],
    ),
    ...phrases(['no more'], ['messages', 'texts', 'sms', 'ads']),
  ],
  refer: [
    '6',
    'invite',
    'invitation',
    'refer',
    'referral',
    'refer a friend',
    'invite a friend',
    'invite friends',
  ],
  resume: ['12', 'resume', 'start', 'unstop', 'opt in', 'optin'],
  thanks: ['thanks', 'thank you', 'thx', 'ok', 'okay'],
  persian: ['persian'],
  english: ['english'],
} as const satisfies Readonly<Record<Wish, readonly string[]>>;

/** Persian in Latin letters. */
const finglish = {
  join: ['ozviat', 'ozviyat', 'ozv'],
  balance: ['emtiaz', 'emtiyaz', 'emtiazam', 'mojoodi', 'mojudi', 'mojodi', 'etebar'],
  why: ['chera', 'dalil', 'tozih'],
  birthday: ['tavalod', 'tavallod'],
  refer: ['davat', 'moarefi'],
  help: ['salam', 'slm', 'dorood', 'rahnama', 'komak'],
  stop: ['laghv', 'lagv', 'laghv 11', 'nafrest', 'nafrestid'],
  resume: ['shoroo', 'shoru'],
  thanks: ['merci', 'mersi', 'mamnoon', 'mamnun', 'mamnoonam', 'sepas', 'tashakor', 'bashe'],
  persian: ['farsi'],
  english: ['engelisi', 'ingilisi'],
} as const satisfies Readonly<Record<Wish, readonly string[]>>;

/** Words in Latin letters that are no sign of somebody who writes English. */
export const finglishWords: readonly string[] = Object.values(finglish).flat();

/**
 * The words of each wish in both languages, in folded spelling: Persian ی and ک, Latin digits, lower case,
 * no ZWNJ, single spaces. A word belongs to one wish only, and 11 and 12 mean nothing but stop and resume: the
 * telecom regulator (CRA) keeps them for that.
 */
export const keywords: Readonly<Record<Wish, readonly string[]>> = {
  join: wordsOf('join'),
  balance: wordsOf('balance'),
  why: wordsOf('why'),
  birthday: wordsOf('birthday'),
  help: wordsOf('help'),
  refer: wordsOf('refer'),
  stop: wordsOf('stop'),
  resume: wordsOf('resume'),
  thanks: wordsOf('thanks'),
  persian: wordsOf('persian'),
  english: wordsOf('english'),
};

function wordsOf(wish: Wish): readonly string[] {
  return [...persian[wish], ...latin[wish], ...finglish[wish]];
}

/** Every phrase with one of each of the words. */
function phrases(...slots: readonly (readonly string[])[]): string[] {
  return slots.reduce<string[]>(
    (heads, words) => heads.flatMap((head) => words.map((word) => `${head} ${word}`.trim())),
    [''],
  );
}
