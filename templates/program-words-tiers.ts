/** The ladder of tiers, in words. */
import { labelIn, listOf, quote, say } from './explain-terms.ts';
import { formatNumber, type Language } from './formats.ts';
import type { Speech } from './program-words-condition.ts';
import type {
  DescribedProgram,
  DescribedTiers,
  Measure,
  PlainMeasure,
  TierNeed,
  TierNeeds,
  TierStep,
} from './program-words-shape.ts';
import { spanOf } from './program-words-times.ts';
import { amountBy, thresholdOf } from './tier-words.ts';

/** What tiers go by, each of them, and how they are lost. */
export function tierLines({ tiers }: DescribedProgram, { language }: Speech): string[] {
  if (!tiers) return [];
  return [
    measureLine(tiers, language),
    ...(JSON.stringify(tiers).includes('"paid"')
      ? [
          say(
            language,
            'آنچه نسیه یا با چک خریده شود فقط وقتی همه‌اش پرداخت شد برای سطح حساب می‌شود.',
            'What is bought on account or by cheque counts for tiers only once all of it is paid.',
          ),
        ]
      : []),
    ...(tiers.pending === true
      ? [
          say(
            language,
            'امتیازی که در انتظار است هم برای سطح حساب می‌شود.',
            'Points that wait count for tiers as well.',
          ),
        ]
      : []),
    ...tiers.steps.map((step, index) => stepLine(tiers, { step, index }, language)),
    say(language, 'سطح بالاتر همان دم به دست می‌آید.', 'A higher tier is reached at once.'),
    crossings[tiers.crossing][language],
    ...reviewLines(tiers, language),
    ...(JSON.stringify(tiers).includes('"balance"')
      ? []
      : [say(language, 'خرج کردن امتیاز سطح را پایین نمی‌آورد.', 'Spending points never lowers a tier.')]),
  ];
}

const measures: Readonly<Record<PlainMeasure, Readonly<Record<Language, string>>>> = {
  earned: { fa: 'امتیازهایی که گرفته', en: 'the points earned' },
  spent: { fa: 'مبلغ حساب‌شده خریدها', en: 'the amount counted of purchases' },
  paid: { fa: 'مبلغ پرداخت‌شده خریدها', en: 'the amount counted of purchases, once it is paid' },
  visits: { fa: 'تعداد مراجعه‌ها', en: 'the number of visits' },
  balance: { fa: 'امتیازی که می‌تواند خرج کند', en: 'the points that can be spent' },
};

function measureOf(by: Measure, language: Language): string {
  if (typeof by === 'string') return measures[by][language];
  const parts = by.sum.map(({ of, give, per }) => {
    const [number, step] = [formatNumber(give, language), amountBy(of, per, language)];
    const what = measures[of][language];
    return say(language, `${number} برای هر ${step} (${what})`, `${number} for every ${step} (${what})`);
  });
  return say(language, `جمع ${listOf(parts, 'fa')}`, `the sum of ${listOf(parts, 'en')}`);
}

function measureLine({ by, over }: DescribedTiers, language: Language): string {
  const [what, time] = [measureOf(by, language), overOf(over, language)];
  return say(language, `سطح هر عضو با ${what} سنجیده می‌شود، ${time}.`, `Tiers go by ${what}, ${time}.`);
}

const times = {
  lifetime: { fa: 'از آغاز عضویت', en: 'ever since joining' },
  month: { fa: 'در همان ماه', en: 'in the month' },
  season: { fa: 'در همان فصل', en: 'in the season' },
  year: { fa: 'در همان سال', en: 'in the year' },
} as const;

function overOf(over: DescribedTiers['over'], language: Language): string {
  if (typeof over === 'string') return times[over][language];
  const span = spanOf(over.last, language);
  return say(language, `در ${span} گذشته`, `over the last ${span}`);
}

function stepLine(
  tiers: DescribedTiers,
  { step, index }: { readonly step: TierStep; readonly index: number },
  language: Language,
): string {
  const name = quote(labelIn(step.name, language), language);
  const needs = needsOf(tiers, step, language);
  const reach = needs === '' ? say(language, 'سطح همه عضوها', 'every member has it') : needs;
  const keep = step.keep ? needsOf(tiers, step.keep, language) : '';
  const kept = keep === '' ? '' : say(language, `؛ برای نگه داشتن: ${keep}`, `; to keep it: ${keep}`);
  return `${formatNumber(index + 1, language)}. ${name}: ${reach}${kept}.`;
}

function needsOf(tiers: DescribedTiers, { from, above, all, any }: TierNeeds, language: Language): string {
  if (from !== undefined || above !== undefined) return thresholdOf(tiers.by, { from, above }, language);
  const list = (all ?? any ?? []).map((need) => needOf(tiers, need, language));
  return list.join(any ? say(language, ' یا ', ' or ') : say(language, ' و ', ' and '));
}

function needOf({ by }: DescribedTiers, need: TierNeed, language: Language): string {
  const own = need.by ?? by;
  const threshold = thresholdOf(own, need, language);
  if (typeof own === 'string' && own !== 'balance' && own !== 'paid') return threshold;
  return `${threshold} (${measureOf(own, language)})`;
}

const crossings = {
  old: {
    fa: 'خریدی که با آن به سطحی می‌رسد، با سطح پیش از آن امتیاز می‌گیرد.',
    en: 'The purchase that reaches a tier earns at the tier before it.',
  },
  new: {
    fa: 'خریدی که با آن به سطحی می‌رسد، با همان سطح تازه امتیاز می‌گیرد.',
    en: 'The purchase that reaches a tier earns at the new one.',
  },
  split: {
    fa: 'خریدی که با آن به سطحی می‌رسد، تا مرز با سطح پیشین و از آن به بعد با سطح تازه امتیاز می‌گیرد.',
    en: 'The purchase that reaches a tier earns at the old one up to the threshold, and at the new one beyond it.',
  },
} as const;

function reviewLines({ downgrade, review, grace }: DescribedTiers, language: Language): string[] {
  if (downgrade === 'none' || review === 'never') {
    return [say(language, 'سطحی که به دست آمد از دست نمی‌رود.', 'A tier that was reached is never lost.')];
  }
  const lines = [whenReviewed(review, language), downgrades[downgrade][language]];
  if (!grace) return lines;
  const days = spanOf({ days: grace.days }, language);
  return [
    ...lines,
    say(
      language,
      `پیش از پایین آمدن ${days} مهلت دارد و آنچه در آن انجام دهد هم حساب است.`,
      `Before that there ${grace.days === 1 ? 'is' : 'are'} ${days} of grace, and what happens in them counts.`,
    ),
  ];
}

const beginnings = {
  month: { fa: 'هر ماه', en: 'month' },
  season: { fa: 'هر فصل', en: 'season' },
  year: { fa: 'هر سال', en: 'year' },
} as const;

const endings = {
  instant: { fa: 'درست در همان ساعت', en: 'at that very instant' },
  day: { fa: 'در پایان آن روز', en: 'at the end of that day' },
  month: { fa: 'در پایان آن ماه', en: 'at the end of that month' },
  season: { fa: 'در پایان آن فصل', en: 'at the end of that season' },
  year: { fa: 'در پایان آن سال', en: 'at the end of that year' },
} as const;

function whenReviewed(review: Exclude<DescribedTiers['review'], 'never'>, language: Language): string {
  if ('after' in review) {
    const span = spanOf(review.after, language);
    return say(
      language,
      `سطح ${span} پس از به دست آمدن، و ${span} پس از هر تمدید بازبینی می‌شود، ${endings[review.to].fa}.`,
      `A tier is reviewed ${span} after it was reached, and ${span} after each renewal, ${endings[review.to].en}.`,
    );
  }
  const each = beginnings[review.each];
  const first = review.atLeast && spanOf(review.atLeast, language);
  return (
    say(
      language,
      `سطح‌ها آغاز ${each.fa} بازبینی می‌شوند`,
      `Tiers are reviewed when each ${each.en} begins`,
    ) +
    (first === undefined
      ? '.'
      : say(language, `، و نه زودتر از ${first} پس از به دست آمدن.`, `, not before ${first} have passed.`))
  );
}

const downgrades = {
  'one-step': {
    fa: 'اگر کافی نباشد یک سطح پایین می‌آید.',
    en: 'Where there is too little, the tier goes one step down.',
  },
  'to-earned': {
    fa: 'اگر کافی نباشد تا سطحی که به دست آورده پایین می‌آید.',
    en: 'Where there is too little, the tier goes down to what was earned.',
  },
} as const;
