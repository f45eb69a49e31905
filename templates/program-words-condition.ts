/** What must hold for a rule, in words. */
import { clock, listOf, paymentName, quote, rangeOf, say, weekdayName } from './explain-terms.ts';
import { ageOf, whichPurchase } from './explain-unmet.ts';
import { formatMoney, formatNumber, type Calendar, type Language } from './formats.ts';
import { productsOf } from './program-words-counts.ts';
import { ofProfile } from './program-words-member.ts';
import { whichTiers, type TierName } from './tier-words.ts';
import { ofHistory } from './program-words-history.ts';
import { ofOccasion } from './program-words-trigger.ts';
import type { Condition, DescribedProgram } from './program-words-shape.ts';
import { datesOf } from './program-words-times.ts';

/** In which language, and in which calendar dates are where they do not say. */
export interface Speech {
  readonly language: Language;
  readonly calendar: Calendar;
  /** The program's, by which their names are known. */
  readonly tiers?: readonly TierName[] | undefined;
  readonly segments?: DescribedProgram['segments'] | undefined;
}

/** «مبلغ حساب‌شده از ۲۰۰٬۰۰۰ تومان به بالا باشد؛ و روز آن شنبه باشد»: all of it must hold. */
export function conditionOf(condition: Condition, speech: Speech): string {
  return clausesOf(condition, speech).join(say(speech.language, '؛ و ', '; and '));
}

function clausesOf(condition: Condition, speech: Speech): string[] {
  return [
    ...ofPurchase(condition, speech.language),
    ...ofProducts(condition, speech.language),
    ...ofTime(condition, speech),
    ...ofTiers(condition, speech),
    ...ofMember(condition, speech.language),
    ...ofProfile(condition, speech.language),
    ...ofOccasion(condition, speech.language),
    ...ofHistory(condition, speech),
    ...nested(condition, speech),
  ];
}

function ofPurchase({ amount, shops, payments }: Condition, language: Language): string[] {
  const clauses: string[] = [];
  if (amount) {
    const range = rangeOf(amount, language, (rial) => formatMoney(rial, language));
    clauses.push(say(language, `مبلغ حساب‌شده خرید ${range} باشد`, `the amount counted is ${range}`));
  }
  if (shops) {
    const list = listOf(
      shops.map((shop) => quote(shop, language)),
      language,
      'or',
    );
    clauses.push(say(language, `در شعبه ${list} باشد`, `it is in shop ${list}`));
  }
  if (payments) {
    const list = listOf(
      payments.map((kind) => paymentName(kind, language)),
      language,
      'or',
    );
    clauses.push(
      say(language, `دست‌کم بخشی از آن با ${list} پرداخت شده باشد`, `at least a part was paid by ${list}`),
    );
  }
  return clauses;
}

function ofProducts({ products }: Condition, language: Language): string[] {
  if (!products) return [];
  const { amount, pieces } = products;
  const what = productsOf(products, language);
  const clauses = [say(language, `این کالا در آن باشد: ${what}`, `it has a product like this: ${what}`)];
  if (amount) {
    const range = rangeOf(amount, language, (rial) => formatMoney(rial, language));
    clauses.push(say(language, `جمع مبلغ همین کالاها ${range} باشد`, `those come to ${range}`));
  }
  if (pieces) {
    const range = rangeOf(pieces, language, (count) => formatNumber(count, language));
    clauses.push(say(language, `تعداد همین کالاها ${range} باشد`, `their number is ${range}`));
  }
  return clauses;
}

function ofTime({ weekdays, hours, dates }: Condition, { language, calendar }: Speech): string[] {
  const clauses: string[] = [];
  if (weekdays) {
    const days = listOf(
      weekdays.map((day) => weekdayName(day, language)),
      language,
      'or',
    );
    clauses.push(say(language, `روز هفته ${days} باشد`, `the day is ${days}`));
  }
  if (hours) {
    const [from, to] = [clock(hours.from, language), clock(hours.to, language)];
    const over = hours.from > hours.to ? say(language, ' روز بعد', ' the next day') : '';
    clauses.push(
      say(
        language,
        `ساعت از ${from} تا پیش از ${to}${over} باشد`,
        `the time is from ${from} until just before ${to}${over}`,
      ),
    );
  }
  if (dates) {
    const spans = listOf(
      dates.map((span) => datesOf(span, calendar, language)),
      language,
      'or',
    );
    clauses.push(say(language, `تاریخ ${spans} باشد`, `the date is ${spans}`));
  }
  return clauses;
}

function ofTiers({ tiers }: Condition, speech: Speech): string[] {
  if (!tiers) return [];
  const which = whichTiers(tiers, speech);
  return [say(speech.language, `سطح عضو ${which} باشد`, `the member's tier is ${which}`)];
}

function ofMember({ nth, age }: Condition, language: Language): string[] {
  const clauses: string[] = [];
  if (nth) {
    const which = whichPurchase(nth, language);
    clauses.push(
      say(
        language,
        `از خریدهای عضو، ${which} باشد (خرید لغوشده شمرده نمی‌شود)`,
        `it is ${which} of the member (undone ones do not count)`,
      ),
    );
  }
  if (age) {
    const range = rangeOf(age, language, (years) => ageOf(years, language));
    clauses.push(
      say(
        language,
        `سن عضو ${range} باشد (سن نامعلوم پذیرفته نیست)`,
        `the member's age is ${range} (an unknown age does not do)`,
      ),
    );
  }
  return clauses;
}

function nested({ all, any, none }: Condition, speech: Speech): string[] {
  const { language } = speech;
  const inBrackets = (list: readonly Condition[]) => list.map((one) => `(${conditionOf(one, speech)})`);
  const clauses = (all ?? []).flatMap((one) => clausesOf(one, speech));
  if (any) {
    const list = inBrackets(any).join(say(language, ' یا ', ' or '));
    clauses.push(say(language, `دست‌کم یکی برقرار باشد: ${list}`, `at least one of these holds: ${list}`));
  }
  if (none) {
    const list = inBrackets(none).join(say(language, '، ', ', '));
    clauses.push(say(language, `هیچ‌یک برقرار نباشد: ${list}`, `none of these holds: ${list}`));
  }
  return clauses;
}
