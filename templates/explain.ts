import { formatMoney, formatNumber, formatPoints, type Language } from './formats.ts';

/** What is earned in. Points are whole; credit is in rial. */
type Unit = 'points' | 'credit';

/** Why a rule gave something. Amounts of money are rial; `give` and `amount` are in `unit`. */
type AwardWhy =
  | {
      readonly kind: 'per-amount';
      /** What was counted. */
      readonly base: number;
      readonly per: number;
      readonly give: number;
      readonly unit: Unit;
      /** What was left of `base` after the last whole step. */
      readonly cut?: number | undefined;
    }
  /** A share of `base`, as credit. */
  | { readonly kind: 'percent'; readonly base: number; readonly percent: number }
  | { readonly kind: 'fixed'; readonly amount: number; readonly unit: Unit };

/** Why a rule gave nothing. Amounts are rial; `per` is the step that `was` does not fill. */
type SkipWhy =
  | { readonly kind: 'below-minimum'; readonly needs: number; readonly was: number }
  | { readonly kind: 'below-step'; readonly per: number; readonly was: number }
  | { readonly kind: 'base-empty' };

/** The reason behind one rule's result. The rules produce this shape. */
export type Why = AwardWhy | SkipWhy;

/** A reason in words, for the counter and the API: «به ازای هر ۱۰٬۰۰۰ تومان ۱ امتیاز، از ۱۸۵٬۰۰۰ تومان». */
export function explain(why: Why, { language }: { readonly language: Language }): string {
  return why.kind === 'per-amount' || why.kind === 'percent' || why.kind === 'fixed'
    ? explainAward(why, language)
    : explainSkipped(why, language);
}

/** Why a rule gave what it gave. */
function explainAward(why: AwardWhy, language: Language): string {
  const fa = language === 'fa';
  if (why.kind === 'fixed') {
    const amount = amountOf(why.amount, why.unit, language);
    return fa ? `هدیه ثابت ${amount}` : `fixed gift of ${amount}`;
  }
  if (why.kind === 'percent') {
    const [percent, base] = [formatNumber(why.percent, language), formatMoney(why.base, language)];
    return fa ? `${percent} درصد اعتبار، از ${base}` : `${percent} percent credit, of ${base}`;
  }
  const give = amountOf(why.give, why.unit, language);
  const [per, base, cut] = [why.per, why.base, why.cut ?? 0].map((rial) => formatMoney(rial, language));
  const rest = (why.cut ?? 0) === 0 ? '' : fa ? `؛ ${cut} باقی ماند` : `; ${cut} left over`;
  return (fa ? `به ازای هر ${per} ${give}، از ${base}` : `${give} for every ${per}, of ${base}`) + rest;
}

/** Why a rule gave nothing. */
function explainSkipped(why: SkipWhy, language: Language): string {
  const fa = language === 'fa';
  const money = (rial: number) => formatMoney(rial, language);
  switch (why.kind) {
    case 'below-minimum':
      return fa
        ? `از ${money(why.needs)} به بالا؛ این خرید ${money(why.was)} بود`
        : `Needs ${money(why.needs)}, was ${money(why.was)}`;
    case 'below-step':
      return fa
        ? `برای هر ${money(why.per)} کامل؛ این خرید ${money(why.was)} بود`
        : `Counts every full ${money(why.per)}, was ${money(why.was)}`;
    case 'base-empty':
      return fa ? 'مبلغی برای محاسبه نماند' : 'No amount was left to count';
  }
}

function amountOf(amount: number, unit: Unit, language: Language): string {
  if (unit === 'points') return formatPoints(amount, language);
  const money = formatMoney(amount, language);
  return language === 'fa' ? `${money} اعتبار` : `${money} credit`;
}
