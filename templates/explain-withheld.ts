import { carriedOn } from './explain-given.ts';
import type { Countable, Withheld } from './explain-shape.ts';
import { amountOf, exactAmountOf, limitOf, quote, say } from './explain-terms.ts';
import { explainUnmet } from './explain-unmet.ts';
import { formatMoney, type Calendar, type Language } from './formats.ts';
import { momentWords } from './moments.ts';

/** In which words, and with what else that a reason does not hold itself. */
export interface ExplainOptions {
  readonly language: Language;
  /** The rule's; without it the reason does without the amounts that need it. */
  readonly unit?: Countable | undefined;
  /** A rule's name from its id; `undefined` where nobody knows it. */
  readonly nameOf?: ((rule: string) => string | undefined) | undefined;
  /** The program's; Asia/Tehran and Persian unless told. */
  readonly timeZone?: string | undefined;
  readonly calendar?: Calendar | undefined;
}

/** Why a rule whose condition held gave nothing. */
export function explainWithheld(why: Withheld, options: ExplainOptions): string {
  const { language, unit } = options;
  const money = (rial: number) => formatMoney(rial, language);
  switch (why.kind) {
    case 'below-step':
      return belowStep(why, options);
    case 'below-table': {
      const [from, was] = [money(why.from), money(why.was)];
      return say(
        language,
        `جدول از ${from} آغاز می‌شود؛ این خرید ${was} بود`,
        `The table begins at ${from}, was ${was}`,
      );
    }
    case 'base-empty':
      return say(language, 'مبلغی برای محاسبه نماند', 'No amount was left to count');
    case 'no-pieces':
      return say(language, 'کالایی برای شمردن نبود', 'There were no pieces to count');
    case 'round-already': {
      const [balance, to] = [why.balance, why.to].map((amount) => amountOf(amount, why.unit, language));
      return say(
        language,
        `موجودی ${balance} خود مضرب ${to} است`,
        `The balance of ${balance} is a multiple of ${to} already`,
      );
    }
    case 'resting':
      return resting(why.until, options);
    case 'often-enough': {
      const limit = limitOf(why.limit, unit ?? 'points', language);
      return say(language, `به سقف رسیده است: ${limit}`, `Its limit is reached: ${limit}`);
    }
    case 'lost':
      return lost(why, options);
    case 'nothing-to-multiply':
      return say(language, 'چیزی برای چند برابر کردن نبود', 'There was nothing to multiply');
    case 'nothing-to-tell':
      return say(language, 'چیزی که پیامش از آن می‌گوید داده نشد', 'What its message tells of was not given');
    case 'tier-held':
      return say(
        language,
        'سطحی به همین بلندی را تا همان زمان دارد',
        'A tier as high has been given for as long',
      );
    case 'promotions-stopped':
      return say(language, 'پیام تبلیغاتی نمی‌خواهد', 'Promotional messages are not wanted');
    case 'rounded-away':
      return roundedAway(why, language);
    case 'below-minimum':
      return explainUnmet({ kind: 'amount', needs: { from: why.needs }, was: why.was }, language);
  }
}

function belowStep(
  why: Extract<Withheld, { kind: 'below-step' }>,
  { language, unit }: ExplainOptions,
): string {
  const [per, was] = [why.per, why.was].map((rial) => formatMoney(rial, language));
  const what = say(
    language,
    `برای هر ${per} کامل؛ این خرید ${was} بود`,
    `Counts every full ${per}, was ${was}`,
  );
  return why.carried ? what + carriedOn(why.carried, { per: why.per, unit }, language) : what;
}

function resting(until: number, options: ExplainOptions): string {
  const { date, time } = momentWords(until, options);
  return say(
    options.language,
    `تا ${date} ساعت ${time} دوباره داده نمی‌شود`,
    `Not given again until ${date}, ${time}`,
  );
}

function lost({ to, wanted }: Extract<Withheld, { kind: 'lost' }>, options: ExplainOptions): string {
  const { language, unit, nameOf } = options;
  const name = nameOf?.(to);
  const winner =
    name === undefined
      ? say(language, 'قاعده دیگری از گروهش', 'another rule of its group')
      : quote(name, language);
  const instead = say(language, `به جای آن ${winner} حساب شد`, `${winner} was taken instead`);
  if (unit === undefined || wanted === 0) return instead;
  const amount = amountOf(wanted, unit, language);
  return instead + say(language, `؛ این ${amount} می‌شد`, `; this would be ${amount}`);
}

function roundedAway(
  { exact, unit, once }: Extract<Withheld, { kind: 'rounded-away' }>,
  language: Language,
): string {
  if (Number(exact) === 0) return say(language, 'چیزی از آن نماند', 'Nothing was left of it');
  const amount = exactAmountOf(exact, unit, language);
  if (once) {
    return say(
      language,
      `${amount} به خودی خود؛ در جمع خرید آمد`,
      `${amount} by itself, part of the sum of the purchase`,
    );
  }
  return say(language, `${amount} می‌شد که گرد شد و چیزی نماند`, `Would be ${amount}, rounded to nothing`);
}
