import { labelIn, quote, rangeOf, say } from './explain-terms.ts';
import { formatMoney, formatNumber, type Language } from './formats.ts';
import { spanOf } from './program-words-times.ts';
import type { HistoryUnmet, Range } from './explain-shape.ts';

/** Which condition on a member's past did not hold. */
export function explainHistory(why: HistoryUnmet, language: Language): string {
  const number = (count: number) => formatNumber(count, language);
  const earlier = (count: number) =>
    say(
      language,
      `${number(count)} خرید`,
      `${number(count)} earlier ${count === 1 ? 'purchase' : 'purchases'}`,
    );
  const days = (count: number) => spanOf({ days: count }, language);
  switch (why.kind) {
    case 'joined-days': {
      const [needs, was] = [rangeOf(why.needs, language, days), days(why.was)];
      return say(language, `فقط ${needs} پس از عضویت؛ ${was} بود`, `Only ${needs} after joining, was ${was}`);
    }
    case 'bought': {
      const needs =
        why.of === 'count' ? rangeOf(why.needs, language, earlier) : boughtOf(why.of, why.needs, language);
      const was = why.of === 'count' ? number(why.was) : formatMoney(why.was, language);
      return why.of === 'count'
        ? say(language, `فقط اگر خریدهای پیشین ${needs} باشد؛ ${was} بود`, `Only with ${needs}, was ${was}`)
        : say(
            language,
            `فقط با جمع خرید پیشین ${needs}؛ ${was} بود`,
            `Only with earlier purchases of ${needs}, was ${was}`,
          );
    }
    case 'last-purchase': {
      const needs = rangeOf(why.needs, language, days);
      const only = say(
        language,
        `فقط اگر آخرین خرید ${needs} پیش باشد`,
        `Only where the last purchase was ${needs} ago`,
      );
      if (why.was === undefined) return only + say(language, '؛ خریدی نبود', ', there was none');
      return only + say(language, `؛ ${days(why.was)} بود`, `, was ${days(why.was)}`);
    }
    case 'segment': {
      const name = quote(labelIn(why.name, language), language);
      return say(language, `فقط اعضای بخش ${name}`, `Only members of the segment ${name}`);
    }
  }
}

/** A range of earlier purchases, by their number or by what they come to. */
export function boughtOf(of: 'count' | 'spent', range: Range, language: Language): string {
  return rangeOf(range, language, (value) =>
    of === 'count' ? formatNumber(value, language) : formatMoney(value, language),
  );
}
