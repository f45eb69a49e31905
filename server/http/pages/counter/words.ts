import type { AmountProblem } from '../../../../rules/amount.ts';
import { dayOf, minuteOfDay } from '../../../../rules/calendar.ts';
import type { PhoneProblem } from '../../../../rules/phone.ts';
import { formatDay, persianDigits } from '../../../../templates/formats.ts';
import { suppressionWords } from '../message-words.ts';
import type { MessageState } from '../../../outbox/states.ts';
import type { Runtime } from '../../../runtime.ts';

/** What is wrong with a typed number, and what to do. */
export const phoneProblems: Readonly<Record<PhoneProblem, string>> = {
  empty: 'شمارهٔ موبایل مشتری را بنویسید.',
  'not-a-number': 'این شماره نیست. فقط رقم بنویسید، مثل ۰۹۱۲۱۲۳۴۵۶۷.',
  'too-short': 'چند رقم کم دارد. شمارهٔ موبایل ۱۱ رقم است؛ از مشتری دوباره بپرسید.',
  'too-long': 'چند رقم زیاد دارد. شمارهٔ موبایل ۱۱ رقم است؛ از مشتری دوباره بپرسید.',
  'not-mobile': 'این شمارهٔ موبایل نیست. شمارهٔ موبایل با ۰۹ شروع می‌شود؛ از مشتری دوباره بپرسید.',
};

/** What is wrong with a typed amount, and what to do. */
export const amountProblems: Readonly<Record<AmountProblem, string>> = {
  empty: 'مبلغ خرید را به تومان بنویسید.',
  'not-a-number': 'مبلغ را فقط با رقم و به تومان بنویسید، مثل ۱۸۰٬۰۰۰.',
  'not-whole': 'مبلغ باید تومان کامل باشد، بدون ممیز.',
  negative: 'مبلغ نمی‌تواند منفی باشد. برای برگرداندن یک خرید، آن را از فهرست امروز باز کنید.',
  zero: 'مبلغ نمی‌تواند صفر باشد.',
  'too-much': 'این مبلغ بیش از صد میلیارد تومان است. رقم‌ها را بشمارید.',
  'looks-like-phone': 'این به شمارهٔ تلفن می‌ماند. اینجا جای مبلغ خرید است، به تومان.',
};

/** What staff must have said before somebody is enrolled; it is kept as the words she agreed to. */
export function consentSentence(club: string): string {
  return `با شمارهٔ موبایلتان عضو باشگاه «${club}» می‌شوید و امتیازها و پیام‌های باشگاه برایتان پیامک می‌شود. هر وقت نخواستید، عدد ۱۱ را به همان شماره پیامک کنید. موافقید؟`;
}

/** «۱۴:۰۵» on the club's clock. */
export function timeOfDay(at: number, { club }: Pick<Runtime, 'club'>): string {
  const minute = minuteOfDay(at, club.program.timeZone);
  const two = (number: number) => String(number).padStart(2, '0');
  return persianDigits(`${two(Math.floor(minute / 60))}:${two(minute % 60)}`);
}

/** «امروز ۱۴:۰۵», or the day. */
export function whenWords(at: number, runtime: Pick<Runtime, 'club' | 'clock'>): string {
  const { timeZone, calendar } = runtime.club.program;
  const day = dayOf(at, timeZone);
  if (day === dayOf(runtime.clock.now(), timeZone)) return `امروز ${timeOfDay(at, runtime)}`;
  return formatDay(day, { language: 'fa', calendar });
}

/** What became of the message about a purchase. */
export function messageWords({ state, code }: { state: MessageState; code: string | null }): string {
  switch (state) {
    case 'queued':
    case 'sending':
      return 'پیامکش در راه است.';
    case 'wired':
    case 'delivered':
      return 'پیامکش فرستاده شد.';
    case 'deferred':
      return 'پیامکش تا پایان ساعت سکوت نگه داشته شد.';
    case 'suppressed':
      return `پیامکی فرستاده نشد: ${suppressionWords(code)}.`;
    case 'undelivered':
    case 'failed':
      return 'پیامکش نرسید.';
    case 'unknown':
      return 'معلوم نیست پیامکش رسیده باشد.';
  }
}
