import { explainGiven } from './explain-given.ts';
import { explainMultiplier } from './explain-multiplier.ts';
import type { Change, Countable, Why } from './explain-shape.ts';
import { amountOf, exactAmountOf, limitOf, quote, roundingName, say } from './explain-terms.ts';
import { explainUnmet } from './explain-unmet.ts';
import { explainWithheld, type ExplainOptions } from './explain-withheld.ts';
import { splitOf } from './tier-words.ts';
import { formatNumber, type Language } from './formats.ts';

export type { Change, Why } from './explain-shape.ts';
export type { ExplainOptions } from './explain-withheld.ts';

/**
 * A reason in words, for the counter, the API and the member who asks: «به ازای هر ۱۰٬۰۰۰ تومان ۱ امتیاز، از
 * ۱۸۵٬۰۰۰ تومان». `unit`, `nameOf` and the zone say more of those reasons that do not hold it themselves.
 */
export function explain(why: Why, options: ExplainOptions): string {
  const { language } = options;
  switch (why.kind) {
    case 'per-amount':
    case 'percent':
    case 'fixed':
    case 'gift':
    case 'message':
    case 'placed':
    case 'per-piece':
    case 'table':
    case 'table-percent':
    case 'round-up':
    case 'card-full':
      return explainGiven(why, language);
    case 'multiplier':
      return explainMultiplier(why, options);
    case 'amount':
    case 'shop':
    case 'no-product':
    case 'product-amount':
    case 'product-pieces':
    case 'payment':
    case 'weekday':
    case 'hours':
    case 'dates':
    case 'nth':
    case 'age':
    case 'profile-incomplete':
    case 'gender':
    case 'education':
    case 'customer-group':
    case 'tag':
    case 'tier':
    case 'reached-before':
    case 'joined-days':
    case 'bought':
    case 'last-purchase':
    case 'segment':
    case 'paid-late':
    case 'nth-visit':
    case 'not-reached':
    case 'data':
    case 'any':
    case 'excluded':
      return explainUnmet(why, language);
    case 'below-step':
    case 'below-table':
    case 'base-empty':
    case 'no-pieces':
    case 'round-already':
    case 'resting':
    case 'often-enough':
    case 'lost':
    case 'nothing-to-multiply':
    case 'nothing-to-tell':
    case 'promotions-stopped':
    case 'tier-held':
    case 'rounded-away':
    case 'below-minimum':
      return explainWithheld(why, options);
  }
}

/** In which words, and in which unit the rule gives: a change does not hold it. */
export interface ExplainChangeOptions {
  readonly language: Language;
  readonly unit: Countable;
  /** A rule's name from its id; `undefined` where nobody knows it. */
  readonly nameOf: (rule: string) => string | undefined;
}

/** What became of an amount on its way: «۲ برابر با «هفته یلدا»؛ سقف ماهانه ۵۰ امتیاز؛ ۸۰ می‌شد». */
export function explainChange(change: Change, options: ExplainChangeOptions): string {
  const { language, unit } = options;
  const said = change.multiplied.map((by) => multiplied(by, options));
  if (change.split) said.push(splitOf(change.split, language));
  if (change.rounded) {
    const exact = exactAmountOf(change.rounded.exact, unit, language);
    const how = roundingName(change.rounded.to, language);
    said.push(say(language, `گرد شده از ${exact} (${how})`, `rounded from ${exact} (${how})`));
  }
  if (change.cut) {
    const limit = limitOf(change.cut.limit, unit, language);
    const { wanted: whole } = change.cut;
    const wanted = unit === 'credit' ? amountOf(whole, unit, language) : formatNumber(whole, language);
    said.push(say(language, `${limit}؛ ${wanted} می‌شد`, `${limit}, would be ${wanted}`));
  }
  return said.join(say(language, '؛ ', '; '));
}

function multiplied(by: Change['multiplied'][number], { language, nameOf }: ExplainChangeOptions): string {
  const name = nameOf(by.rule);
  const times = formatNumber(by.times, language);
  if (name === undefined) return say(language, `${times} برابر`, `times ${times}`);
  const rule = quote(name, language);
  return say(language, `${times} برابر با ${rule}`, `times ${times} by ${rule}`);
}
