import { listOf, quote, rangeOf, say } from './explain-terms.ts';
import { spanOf } from './program-words-times.ts';
import { formatNumber, type Language } from './formats.ts';
import type { Nth, OccasionUnmet, Range } from './explain-shape.ts';

/** Which condition on what happened did not hold, where it was no purchase. */
export function explainOccasion(why: OccasionUnmet, language: Language): string {
  switch (why.kind) {
    case 'paid-late': {
      const span = spanOf(why.within, language);
      return say(language, `فقط اگر تا ${span} پس از خرید پرداخت شود`, `Only if it is paid within ${span}`);
    }
    case 'nth-visit': {
      const [which, now] = [whichVisit(why.needs, language), formatNumber(why.was, language)];
      return say(language, `فقط ${which}؛ این مراجعه شماره ${now} بود`, `Only ${which}, was number ${now}`);
    }
    case 'data': {
      const [field, needs] = [quote(why.field, language), dataOf(why.needs, language)];
      const was =
        why.was === undefined
          ? say(language, 'فرستاده نشده بود', 'was not sent')
          : say(language, `${quote(String(why.was), 'fa')} بود`, `was ${quote(String(why.was), 'en')}`);
      return say(language, `${field} باید ${needs} باشد؛ ${was}`, `Needs ${field} to be ${needs}, ${was}`);
    }
  }
}

/** «نخستین مراجعه», «مراجعه شماره ۳», «هر ۱۰ مراجعه یک بار». */
export function whichVisit({ is, every = 1 }: Nth, language: Language): string {
  const number = (count: number) => formatNumber(count, language);
  if (is === 1) return say(language, 'نخستین مراجعه', 'the first visit');
  if (is !== undefined) return say(language, `مراجعه شماره ${number(is)}`, `visit number ${number(is)}`);
  const [one, two] = [number(every), number(2 * every)];
  return say(
    language,
    `هر ${one} مراجعه یک بار (مراجعه شماره ${one}، ${two} و …)`,
    `one in every ${one} visits (number ${one}, ${two} …)`,
  );
}

/** What a field of an event may be: «از ۴ به بالا», «"yes" یا "no"». */
export function dataOf(needs: Range | readonly string[], language: Language): string {
  if (!isList(needs)) return rangeOf(needs, language, (number) => formatNumber(number, language));
  return listOf(
    needs.map((one) => quote(one, language)),
    language,
    'or',
  );
}

function isList(needs: Range | readonly string[]): needs is readonly string[] {
  return Array.isArray(needs);
}
