import { explainHistory } from './explain-history.ts';
import { explainMember } from './explain-member.ts';
import { explainNotReached } from './explain-reached.ts';
import { explainOccasion } from './explain-occasion.ts';
import { clock, listOf, paymentName, quote, rangeOf, say, weekdayName } from './explain-terms.ts';
import { formatMoney, formatNumber, type Language } from './formats.ts';
import { needsTier } from './tier-words.ts';
import type { Nth, Range, Unmet, PaymentKind } from './explain-shape.ts';

/** Which condition did not hold: what it asks for, and what was. */
export function explainUnmet(why: Unmet, language: Language): string {
  switch (why.kind) {
    case 'amount':
      return needsMoney(why, say(language, 'این خرید', ''), language);
    case 'shop':
      return needsShop(why, language);
    case 'no-product':
      return say(
        language,
        'هیچ قلمی از کالاهای این قاعده در خرید نبود',
        'No product of this rule was in the purchase',
      );
    case 'product-amount':
      return needsMoney(why, say(language, 'کالاهای این قاعده', 'of its products: '), language);
    case 'product-pieces':
      return needsPieces(why, language);
    case 'payment':
      return needsPayment(why.needs, language);
    case 'weekday': {
      const days = listOf(
        why.needs.map((day) => weekdayName(day, language)),
        language,
        'or',
      );
      const was = weekdayName(why.was, language);
      return say(language, `فقط ${days}؛ آن روز ${was} بود`, `Only on ${days}, was on ${was}`);
    }
    case 'hours':
      return needsHours(why, language);
    case 'dates':
      return say(
        language,
        'آن روز در تاریخ‌های این قاعده نبود',
        'The day is not among the dates of this rule',
      );
    case 'nth':
      return needsNth(why.needs, why.was, language);
    case 'age':
      return needsAge(why, language);
    case 'profile-incomplete':
    case 'gender':
    case 'education':
    case 'customer-group':
    case 'tag':
      return explainMember(why, language);
    case 'tier':
      return needsTier(why, language);
    case 'reached-before':
      return say(language, 'پیش از این هم به این سطح رسیده بود', 'This tier was reached before');
    case 'joined-days':
    case 'bought':
    case 'last-purchase':
    case 'segment':
      return explainHistory(why, language);
    case 'paid-late':
    case 'nth-visit':
    case 'data':
      return explainOccasion(why, language);
    case 'not-reached':
      return explainNotReached(why, language);
    case 'any':
      return anyOf(why.of, language);
    case 'excluded':
      return say(language, 'یکی از استثناهای این قاعده برقرار بود', 'An exception of this rule holds');
  }
}

function needsHours(why: Extract<Unmet, { kind: 'hours' }>, language: Language): string {
  const [from, to, was] = [why.needs.from, why.needs.to, why.was].map((time) => clock(time, language));
  return say(
    language,
    `فقط از ساعت ${from} تا پیش از ${to}؛ ساعت ${was} بود`,
    `Only from ${from} until just before ${to}, was at ${was}`,
  );
}

function needsPayment(needs: readonly PaymentKind[], language: Language): string {
  const kinds = listOf(
    needs.map((kind) => paymentName(kind, language)),
    language,
    'or',
  );
  return say(language, `فقط با پرداخت ${kinds}`, `Needs a payment by ${kinds}`);
}

function needsMoney(why: { needs: Range; was: number }, what: string, language: Language): string {
  const money = (rial: number) => formatMoney(rial, language);
  const was = money(why.was);
  const needs = rangeOf(why.needs, language, money);
  if (language === 'fa') return `${needs}؛ ${what} ${was} بود`;
  return `Needs ${what}${needs.replace(/ or more$/, '')}, was ${was}`;
}

function needsShop({ needs, was }: Extract<Unmet, { kind: 'shop' }>, language: Language): string {
  const shops = listOf(
    needs.map((shop) => quote(shop, language)),
    language,
    'or',
  );
  const only = say(language, `فقط در شعبه ${shops}`, `Only in shop ${shops}`);
  if (was === '') return only;
  const there = quote(was, language);
  return only + say(language, `؛ این خرید در ${there} بود`, `, was in ${there}`);
}

function needsPieces({ needs, was }: { needs: Range; was: number }, language: Language): string {
  const number = (count: number) => formatNumber(count, language);
  const [pieces, count] = [rangeOf(needs, language, number), number(was)];
  return say(
    language,
    `${pieces} عدد از کالاهای این قاعده؛ ${count} عدد بود`,
    `Needs ${pieces} of its products, was ${count}`,
  );
}

function needsNth({ is, every }: Nth, was: number, language: Language): string {
  const now = formatNumber(was, language);
  const which = whichPurchase({ is, every }, language);
  return say(language, `فقط ${which}؛ این خرید شماره ${now} بود`, `Only ${which}, was number ${now}`);
}

/** «نخستین خرید», «خرید شماره ۳», «هر ۱۰ خرید یک بار (خرید شماره ۱۰، ۲۰ و …)». */
export function whichPurchase({ is, every = 1 }: Nth, language: Language): string {
  const number = (count: number) => formatNumber(count, language);
  if (is === 1) return say(language, 'نخستین خرید', 'the first purchase');
  if (is !== undefined) return say(language, `خرید شماره ${number(is)}`, `purchase number ${number(is)}`);
  const [one, two] = [number(every), number(2 * every)];
  return say(
    language,
    `هر ${one} خرید یک بار (خرید شماره ${one}، ${two} و …)`,
    `one in every ${one} purchases (number ${one}, ${two} …)`,
  );
}

function needsAge({ needs, was }: Extract<Unmet, { kind: 'age' }>, language: Language): string {
  const age = rangeOf(needs, language, (years) => ageOf(years, language));
  const only = say(language, `سن ${age}`, `Needs an age of ${age}`);
  if (was === undefined)
    return only + say(language, '؛ تاریخ تولد معلوم نیست', ', the birthday is not known');
  return only + say(language, `؛ ${ageOf(was, 'fa')} بود`, `, was ${ageOf(was, 'en')}`);
}

/** «۱۸ سال» or "18". */
export function ageOf(years: number, language: Language): string {
  return say(language, `${formatNumber(years, 'fa')} سال`, formatNumber(years, 'en'));
}

function anyOf(reasons: readonly Unmet[], language: Language): string {
  const said = reasons.map((reason) => explainUnmet(reason, language));
  if (said.length === 1) return said.join('');
  const list = said.map((reason) => `(${reason})`).join(say(language, ' یا ', ' or '));
  return say(language, `هیچ‌یک از این‌ها برقرار نبود: ${list}`, `None of these held: ${list}`);
}
