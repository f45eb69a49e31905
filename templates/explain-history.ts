import { labelIn, quote, rangeOf, say } from './explain-terms.ts';
import { formatMoney, formatNumber, type Language } from './formats.ts';
import type { HistoryUnmet, Range } from './explain-shape.ts';

/** Which condition on a member's past did not hold. */
export function explainHistory(why: HistoryUnmet, language: Language): string {
  const number = (count: number) => formatNumber(count, language);
  switch (why.kind) {
    case 'joined-days': {
      const [needs, was] = [rangeOf(why.needs, language, number), number(why.was)];
      return say(
        language,
        `فقط ${needs} روز پس از عضویت؛ ${was} روز بود`,
        `Only ${needs} days after joining, was ${was}`,
      );
    }
    case 'bought': {
      const needs = boughtOf(why.of, why.needs, language);
      const was = why.of === 'count' ? number(why.was) : formatMoney(why.was, language);
      return why.of === 'count'
        ? say(
            language,
            `فقط با ${needs} خرید پیشین؛ ${was} بود`,
            `Only with ${needs} earlier purchases, was ${was}`,
          )
        : say(
            language,
            `فقط با جمع خرید پیشین ${needs}؛ ${was} بود`,
            `Only with earlier purchases of ${needs}, was ${was}`,
          );
    }
    case 'last-purchase': {
      const needs = rangeOf(why.needs, language, number);
      const only = say(
        language,
        `فقط اگر آخرین خرید ${needs} روز پیش باشد`,
        `Only where the last purchase was ${needs} days ago`,
      );
      if (why.was === undefined) return only + say(language, '؛ خریدی نبود', ', there was none');
      return only + say(language, `؛ ${number(why.was)} روز بود`, `, was ${number(why.was)}`);
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
