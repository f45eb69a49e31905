import { foldText } from './fold.ts';

/** Courtesy that changes no wish. No negation and no question word belongs here. */
const COURTESY = fold(
  'سلام درود وقت بخیر خسته نباشید لطفا خواهشا ممنون ممنونم مرسی تشکر سپاس با عرض ادب',
  'hi hello dear please pls plz thanks thank you salam lotfan merci mersi mamnoon',
);
const WISH = fold(
  'من رو را و میخواهم میخوام می خواهم خوام بگو بگید بگین بده بدید بدین بفرست بفرستید',
  'i me my the want would like to',
);
const DO_IT = fold('کن کنید کنین کنم شود بشه شه گردد');
const MESSAGES = fold(
  'پیام پیامها پیامهای پیامک پیامکها پیامکهای اس ام تبلیغ تبلیغات تبلیغاتی ارسال دریافت',
  'all sending messages message sms text texts texting ads it now',
);

/**
 * The words that may stand around a keyword of each kind without changing what is wanted, in folded form. They
 * are closed lists: any other word makes a text unknown, so that «نمی‌خواهم عضو شوم», «لغو سفارش» and "don't
 * stop" are taken for nothing.
 */
export const FILLERS = {
  stop: union(
    COURTESY,
    WISH,
    DO_IT,
    MESSAGES,
    fold('عضویت اشتراک دیگه دیگر به برای برام ها های', 'any more anymore again'),
  ),
  resume: union(COURTESY, WISH, DO_IT, MESSAGES, fold('دوباره باز again')),
  join: union(
    COURTESY,
    WISH,
    DO_IT,
    fold('در باشگاه مشتریان وفاداری شوم بشوم بشم شم شدن میشوم میشم club now'),
  ),
  balance: union(
    COURTESY,
    WISH,
    fold(
      'چقدر چقدره چقد چنده چند چندتا تا است هست هستش دارم کل فعلی الان اعلام مانده میزان باقی باقیمانده',
      'حساب کارت باشگاه وضعیت مشاهده استعلام دریافت نمایش',
      'what whats s is how much many check do have show account card of current now',
    ),
  ),
  why: union(
    COURTESY,
    WISH,
    fold(
      'این اون آن همین همه خرید خریدم خریدهایم آخرین آخر امتیاز امتیازم امتیازها اعتبار اعتبارم هدیه قدر مقدار شد شده است',
      'کم زیاد گرفتم نگرفتم گرفته نگرفته دادید ندادید دادین ندادین داد نداد دارم ندارم برای به از تا',
      'did do get got not no so few many this that it points point credit last purchase of was is',
    ),
  ),
  help: union(COURTESY, WISH, DO_IT, fold('نیاز دارم به need get show')),
  refer: union(
    COURTESY,
    WISH,
    DO_IT,
    fold(
      'به از دوست دوستم دوستان دوستانم خودم لینک کد متن پیام a an my friend friends link code text get send',
    ),
  ),
  thanks: union(COURTESY, fold('خیلی بسیار زیاد واقعا از شما لطف شما', 'very much so a lot kheili')),
  persian: union(COURTESY, WISH, fold('به زبان', 'in language')),
  english: union(COURTESY, WISH, fold('به زبان', 'in language')),
  birthday: union(
    COURTESY,
    fold('من رو را و در به تاریخ متولد است هست هستش هستم ثبت کن کنید', 'i my the is s on date of was'),
  ),
} as const satisfies Record<string, ReadonlySet<string>>;

/** What may stand beside who brought her: «عضویت با معرف ۰۹۱۲…». */
export const INVITER_FILLERS = fold(
  'معرف معرفم معرفی کد شماره دعوت توسط از طرف با',
  'invited referred by from with code number friend referrer',
);

/** Endings that make a noun "my" or plural: «امتیازم», «امتیازهای», «تولدمه». */
export const ENDINGS = fold('م مه ام ها هام هایم های ات اتم اتمو مو یم');

function fold(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(' ')).map(foldText));
}

function union(...sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  return new Set(sets.flatMap((set) => [...set]));
}
