/** What became of what a rule gave on its way to the amount. */
import type { Change, Countable, Label, Multiplied, SplitPart } from './explain-shape.ts';
import {
  amountOf,
  exactAmountOf,
  labelIn,
  limitOf,
  listOf,
  quote,
  roundingName,
  say,
} from './explain-terms.ts';
import { formatMoney, formatNumber, type Language } from './formats.ts';

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
  if (change.split) said.push(splitOf(change.split, options));
  if (change.rounded) said.push(rounded(change.rounded, options));
  if (change.sum) said.push(sumOf(change.sum, options));
  if (change.cut) {
    const limit = limitOf(change.cut.limit, unit, language);
    const { wanted: whole } = change.cut;
    // Money is kept in rial and said in toman; what else is counted is named with the limit.
    const isMoney = unit === 'credit' || unit === 'charity';
    const wanted = isMoney ? amountOf(whole, unit, language) : formatNumber(whole, language);
    said.push(say(language, `${limit}؛ ${wanted} می‌شد`, `${limit}, would be ${wanted}`));
  }
  return said.join(say(language, '؛ ', '; '));
}

function multiplied({ rule, times: number, tier }: Multiplied, options: ExplainChangeOptions): string {
  const { language, nameOf } = options;
  const name = nameOf(rule);
  const times = formatNumber(number, language);
  const what = say(language, `${times} برابر`, `times ${times}`);
  const by = name === undefined ? '' : say(language, ` با ${quote(name, 'fa')}`, ` by ${quote(name, 'en')}`);
  return what + by + ofTier(tier, language);
}

/** « (سطح «نقره‌ای»)»; '' for none. */
export function ofTier(tier: Label | undefined, language: Language): string {
  if (tier === undefined) return '';
  const name = quote(labelIn(tier, language), language);
  return say(language, ` (سطح ${name})`, ` (tier ${name})`);
}

/** «۴۰٬۰۰۰ تومان در سطح «نقره‌ای» ۴ امتیاز و ۶۰٬۰۰۰ تومان در سطح «طلایی» ۱۲ امتیاز (۲ برابر)». */
function splitOf(split: readonly SplitPart[], options: ExplainChangeOptions): string {
  const { language, unit } = options;
  const parts = split.map(({ tier, amount, gave, multiplied: by }) => {
    const name = tier === undefined ? undefined : quote(labelIn(tier, language), language);
    const money = formatMoney(amount, language);
    const given = exactAmountOf(gave, unit, language);
    // The part says its tier already.
    const times = by.map(({ rule, times: often }) => multiplied({ rule, times: often }, options));
    const how = times.length === 0 ? '' : ` (${listOf(times, language)})`;
    return name === undefined
      ? say(language, `${money} بی سطح ${given}${how}`, `${money} without a tier ${given}${how}`)
      : say(language, `${money} در سطح ${name} ${given}${how}`, `${money} at ${name} ${given}${how}`);
  });
  return listOf(parts, language);
}

function rounded(
  { exact, to, once }: NonNullable<Change['rounded']>,
  { language, unit }: ExplainChangeOptions,
): string {
  const amount = exactAmountOf(exact, unit, language);
  if (once) return say(language, `به خودی خود ${amount}`, `${amount} by itself`);
  const how = roundingName(to, language);
  return say(language, `گرد شده از ${amount} (${how})`, `rounded from ${amount} (${how})`);
}

function sumOf(
  { exact, whole: number, to }: NonNullable<Change['sum']>,
  { language, unit }: ExplainChangeOptions,
): string {
  const [amount, whole] = [exactAmountOf(exact, unit, language), amountOf(number, unit, language)];
  const how = roundingName(to, language);
  return say(
    language,
    `جمع خرید از ${amount} به ${whole} گرد شد (${how})`,
    `the sum of the purchase, ${amount}, is rounded to ${whole} (${how})`,
  );
}
