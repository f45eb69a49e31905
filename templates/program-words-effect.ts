/** What a rule gives, in words. */
import { amountOf, labelIn, listOf, quote, say } from './explain-terms.ts';
import { giftEffectWords, isGiftEffect } from './program-words-gifts.ts';
import { isMessageEffect, messageWords } from './program-words-messages.ts';
import { isTierEffect, tierEffectWords } from './program-words-tier-effect.ts';
import type { Countable, Unit } from './explain-shape.ts';
import { formatMoney, formatNumber, type Language } from './formats.ts';
import { charityGift, charitySentences } from './program-words-charity.ts';
import { countsParts } from './program-words-rounding.ts';
import { subjectOf } from './program-words-trigger.ts';
import type { DescribedProgram, Effect, Multiply, PerAmount, Rule, TableRow } from './program-words-shape.ts';

export { labelIn } from './explain-terms.ts';

/** Sentences without full stops: what happens, what is given for it, and what becomes of steps. */
export function effectSentences(program: DescribedProgram, rule: Rule, language: Language): string[] {
  const gifts = rule.give.filter((give): give is Gift => !('multiply' in give) && !('charity' in give));
  const who = subjectOf(program, rule, language);
  const what = listOf(
    gifts.map((give) => giftOf(program, give, language)),
    language,
  );
  return [
    ...(gifts.length === 0 ? [] : [say(language, `${who} ${what} می‌گیرد`, `${who} ${what}`)]),
    ...rule.give.flatMap((give) =>
      'charity' in give ? charitySentences(program, { rule, give }, language) : [],
    ),
    ...gifts.flatMap((give) => detailSentences(program, give, { alone: gifts.length === 1, language })),
    ...rule.give.flatMap((give) =>
      'multiply' in give ? multiplying(program, { rule, give }, language) : [],
    ),
  ];
}

interface Detailing {
  /** Whether the rule gives nothing else that the details could be meant for. */
  readonly alone: boolean;
  readonly language: Language;
}

function detailSentences(program: DescribedProgram, give: Gift, { alone, language }: Detailing): string[] {
  const said = [
    ...('carry' in give ? stepSentences({ ...give, partStep: countsParts(program, give) }, language) : []),
    ...('table' in give ? tableSentences(give.table, language) : []),
  ];
  if (alone) return said;
  const thing = giftName(give, language);
  return said.map((sentence) => {
    const inside = sentence.charAt(0).toLowerCase() + sentence.slice(1);
    return say(language, `برای ${thing}: ${inside}`, `For the ${thing}: ${inside}`);
  });
}

export type Gift = Exclude<Effect, Multiply>;

/** What is given, by its name: «امتیاز». */
export function giftName(give: Effect, language: Language): string {
  return unitNames[unitGiven(give) ?? 'points'][language];
}

const unitNames = {
  points: { fa: 'امتیاز', en: 'points' },
  credit: { fa: 'اعتبار', en: 'credit' },
  stamps: { fa: 'مهر', en: 'stamps' },
  charity: { fa: 'سهم خیریه', en: 'share of the charity' },
  gifts: { fa: 'هدیه', en: 'gift' },
  messages: { fa: 'پیامک', en: 'text' },
  tiers: { fa: 'سطح', en: 'tier' },
} as const;

/** What is given so and so much of. */
export function unitsGiven(give: readonly Effect[]): Countable[] {
  return [...new Set(give.flatMap((one) => unitGiven(one) ?? []))];
}

function unitGiven(give: Effect): Countable | undefined {
  if (isGiftEffect(give)) return 'gifts';
  if (isMessageEffect(give)) return 'messages';
  if (isTierEffect(give)) return 'tiers';
  if ('stamp' in give) return 'stamps';
  if ('charity' in give) return 'charity';
  return 'multiply' in give ? undefined : give.unit;
}

/** The thing that is given: «به ازای هر ۱۰٬۰۰۰ تومان ۱ امتیاز», «۱ مهر روی «کارت قهوه»». */
export function giftOf(
  program: Pick<DescribedProgram, 'stampCards' | 'charities' | 'rewards' | 'draws' | 'tiers' | 'calendar'>,
  give: Gift,
  language: Language,
): string {
  if ('charity' in give) return charityGift(program, give, language);
  if (isGiftEffect(give)) return giftEffectWords(program, give, language);
  if (isMessageEffect(give)) return messageWords(give, language);
  if (isTierEffect(give)) return tierEffectWords(program, give, language);
  if ('stamp' in give) {
    const card = program.stampCards.find(({ id }) => id === give.stamp);
    const name = quote(card ? labelIn(card.name, language) : give.stamp, language);
    const on = say(language, ` روی ${name}`, ` on ${name}`);
    if ('fixed' in give) return amountOf(give.fixed, 'stamps', language) + on;
    const stamps = amountOf(give.perPiece, 'stamps', language);
    return say(language, `برای هر عدد کالا ${stamps}`, `${stamps} for each piece`) + on;
  }
  if ('fixed' in give) return amountOf(give.fixed, give.unit, language);
  if ('per' in give) {
    const [amount, per] = [amountOf(give.give, give.unit, language), formatMoney(give.per, language)];
    return say(language, `به ازای هر ${per} ${amount}`, `${amount} for every ${per}`);
  }
  if ('percent' in give) return percentOf(give.percent, give.unit, language);
  if ('perPiece' in give) {
    const amount = amountOf(give.perPiece, give.unit, language);
    return say(language, `برای هر عدد کالا ${amount}`, `${amount} for each piece`);
  }
  if ('table' in give) return tableOf(give, language);
  const to = amountOf(give.roundUpTo, give.unit, language);
  return say(
    language,
    `آنچه را موجودی‌اش (با آنچه قاعده‌های پیش از این داده‌اند) تا مضرب بعدی ${to} کم دارد`,
    `what the balance (with what rules before this gave) lacks to the next multiple of ${to}`,
  );
}

function percentOf(percent: number, unit: Unit, language: Language): string {
  const number = formatNumber(percent, language);
  if (unit === 'points')
    return say(language, `${number} درصد مبلغ به امتیاز`, `${number} percent of the amount in points`);
  return say(language, `${number} درصد مبلغ اعتبار`, `${number} percent of the amount as credit`);
}

function tableOf({ unit, table }: Extract<Effect, { table: unknown }>, language: Language): string {
  const rows = table.map((row) => {
    const from = formatMoney(row.from, language);
    const give = 'give' in row ? amountOf(row.give, unit, language) : percentOf(row.percent, unit, language);
    return say(language, `از ${from} به بالا ${give}`, `${give} from ${from} on`);
  });
  return rows.join(say(language, '، ', ', '));
}

function tableSentences([first]: readonly TableRow[], language: Language): string[] {
  const last = say(
    language,
    'فقط بالاترین پله‌ای که به آن رسیده حساب است',
    'Only the highest row that is reached counts',
  );
  if (first === undefined || first.from === 0) return [last];
  const from = formatMoney(first.from, language);
  return [last, say(language, `کمتر از ${from} چیزی ندارد`, `Less than ${from} earns nothing`)];
}

function stepSentences({ startedStep, partStep, carry }: PerAmount, language: Language): string[] {
  if (carry && partStep) {
    return [
      say(
        language,
        'از پله ناتمام هم سهم آن داده می‌شود و باقی‌مانده به خرید بعدی می‌رود',
        'A part of a step gives its part, and what is left over goes on to the next purchase',
      ),
    ];
  }
  if (carry) {
    return [
      say(
        language,
        'آنچه از پله آخر بماند به خرید بعدی می‌رود',
        'What is left after the last full step goes on to the next purchase',
      ),
    ];
  }
  if (startedStep) {
    return [say(language, 'پله ناتمام هم کامل حساب می‌شود', 'A step that was only begun counts in full')];
  }
  if (partStep) {
    return [say(language, 'از پله ناتمام هم سهم آن داده می‌شود', 'A part of a step gives its part')];
  }
  return [say(language, 'پله ناتمام حساب نمی‌شود', 'Only full steps count')];
}

const things = {
  points: { fa: 'امتیازی که', en: 'The points that' },
  credit: { fa: 'اعتباری که', en: 'The credit that' },
  all: { fa: 'آنچه', en: 'What' },
} as const;

function multiplying(
  { rules }: DescribedProgram,
  { rule, give }: { readonly rule: Rule; readonly give: Multiply },
  language: Language,
): string[] {
  const before = rules.slice(0, rules.indexOf(rule)).filter(({ on }) => on === 'purchase');
  const meant = give.rules && before.filter(({ id }) => give.rules?.includes(id));
  const names = (meant ?? []).map(({ name }) => quote(labelIn(name, language), language));
  const giver =
    names.length === 0
      ? say(language, 'قاعده‌های خریدِ پیش از این می‌دهند', 'the purchase rules before this give')
      : say(
          language,
          `${listOf(names, 'fa')} ${names.length === 1 ? 'می‌دهد' : 'می‌دهند'}`,
          `${listOf(names, 'en')} ${names.length === 1 ? 'gives' : 'give'}`,
        );
  const [thing, times] = [things[give.unit ?? 'all'][language], formatNumber(give.multiply, language)];
  const filling = (meant ?? before).some((other) => other.give.some((one) => 'roundUpTo' in one));
  return [
    say(
      language,
      `${thing} ${giver} ${times} برابر می‌شود`,
      `${thing} ${giver} ${give.unit === 'points' ? 'are' : 'is'} multiplied by ${times}`,
    ),
    ...(filling
      ? [say(language, 'پر کردن موجودی چند برابر نمی‌شود', 'Filling up a balance is not multiplied')]
      : []),
  ];
}
