import { amountOf, say } from './explain-terms.ts';
import { formatMoney, formatNumber, formatStamps, type Language } from './formats.ts';
import type { Carried, Countable, Given } from './explain-shape.ts';

/** Why a rule gave what it gave. */
export function explainGiven(why: Exclude<Given, { kind: 'multiplier' }>, language: Language): string {
  const money = (rial: number) => formatMoney(rial, language);
  switch (why.kind) {
    case 'per-amount':
      return perAmount(why, language);
    case 'percent': {
      const [share, base] = [shareOf(why, language), money(why.base)];
      return say(language, `${share}، از ${base}`, `${share}, of ${base}`);
    }
    case 'fixed': {
      const amount = amountOf(why.amount, why.unit, language);
      return say(language, `هدیه ثابت ${amount}`, `fixed gift of ${amount}`);
    }
    case 'gift':
      return say(language, 'هدیه', 'a gift');
    case 'placed':
      return say(language, 'سطح', 'a tier');
    case 'message':
      return why.of === 'promotional'
        ? say(language, 'پیامک تبلیغاتی', 'a promotional text')
        : say(language, 'پیامک', 'a text');
    case 'per-piece': {
      const [give, pieces] = [amountOf(why.give, why.unit, language), formatNumber(why.pieces, language)];
      return say(
        language,
        `هر عدد ${give}، برای ${pieces} عدد`,
        `${give} for each piece, ${pieces} ${why.pieces === 1 ? 'piece' : 'pieces'}`,
      );
    }
    case 'table':
      return byTable(amountOf(why.give, why.unit, language), why, language);
    case 'table-percent':
      return byTable(shareOf(why, language), why, language);
    case 'round-up': {
      const [balance, to] = [why.balance, why.to].map((amount) => amountOf(amount, why.unit, language));
      return say(
        language,
        `موجودی ${balance} تا مضرب بعدی ${to} پر شد`,
        `balance of ${balance} filled up to the next multiple of ${to}`,
      );
    }
    case 'card-full': {
      const stamps = formatStamps(why.stamps, language);
      const full = say(language, `کارت با ${stamps} پر شد`, `card filled with ${stamps}`);
      if (why.times === 1) return full;
      return say(language, `${full}، ${formatNumber(why.times, 'fa')} بار`, `${full}, ${why.times} times`);
    }
  }
}

/** «۵ درصد اعتبار», or «۵ درصد به امتیاز (هر امتیاز ۱۰۰ تومان)». */
function shareOf(
  { percent: number, worth, unit }: { percent: number; worth?: number; unit?: 'charity' },
  language: Language,
): string {
  const percent = formatNumber(number, language);
  if (unit === 'charity') return say(language, `${percent} درصد`, `${percent} percent`);
  if (worth === undefined) return say(language, `${percent} درصد اعتبار`, `${percent} percent credit`);
  const each = formatMoney(worth, language);
  return say(
    language,
    `${percent} درصد به امتیاز (هر امتیاز ${each})`,
    `${percent} percent in points (${each} each)`,
  );
}

function byTable(
  give: string,
  why: { readonly base: number; readonly from: number },
  language: Language,
): string {
  const [from, base] = [why.from, why.base].map((rial) => formatMoney(rial, language));
  return say(
    language,
    `از ${from} به بالا ${give}؛ این خرید ${base} بود`,
    `${give} from ${from} on, of ${base}`,
  );
}

function perAmount(why: Extract<Given, { kind: 'per-amount' }>, language: Language): string {
  const give = amountOf(why.give, why.unit, language);
  const [per, base] = [why.per, why.base].map((rial) => formatMoney(rial, language));
  const what = say(language, `به ازای هر ${per} ${give}، از ${base}`, `${give} for every ${per}, of ${base}`);
  if (why.carried)
    return what + carriedOn(why.carried, { per: why.per, give: why.give, unit: why.unit }, language);
  return what + restOf(why, language);
}

/** What became of the step that was only begun. */
function restOf({ base, per, cut }: { base: number; per: number; cut?: number }, language: Language): string {
  if (cut === undefined) return '';
  if (cut > 0) {
    const rest = formatMoney(cut, language);
    return say(language, `؛ ${rest} باقی ماند`, `; ${rest} left over`);
  }
  if (base % per === 0) return '';
  return say(language, '؛ پله ناتمام آخر هم کامل حساب شد', '; the last step, only begun, counts in full');
}

/** The rule's step, and what it gives, of what: where that is known. */
interface NextStep {
  readonly per: number;
  readonly give?: number;
  readonly unit: Countable | undefined;
}

/** What came over from purchases before, and what is missing to the next step. The unit is not always known. */
export function carriedOn(
  { before, after, step }: Carried,
  { per, give, unit }: NextStep,
  language: Language,
): string {
  const [over, missing] = [Math.abs(before), (step?.per ?? per) - after].map((rial) =>
    formatMoney(rial, language),
  );
  const came =
    before === 0
      ? ''
      : before > 0
        ? say(language, `، با ${over} مانده از پیش`, `, with ${over} left from before`)
        : say(language, `، پس از کسر ${over} بابت خرید لغوشده`, `, less ${over} for an undone purchase`);
  const next = nextStep(step?.give ?? give, unit, language);
  return came + say(language, `؛ ${missing} تا ${next}`, `; ${missing} to ${next}`);
}

function nextStep(give: number | undefined, unit: Countable | undefined, language: Language): string {
  if (unit === 'points' && give !== undefined && give !== 1) {
    const points = amountOf(give, unit, language);
    return say(language, `${points} بعدی`, `the next ${points}`);
  }
  return {
    points: say(language, 'امتیاز بعدی', 'the next point'),
    credit: say(language, 'اعتبار بعدی', 'the next credit'),
    unknown: say(language, 'پله بعدی', 'the next step'),
  }[unit === 'points' || unit === 'credit' ? unit : 'unknown'];
}
