/** Until when something can be spent, and what takes from it on the way, in words. */
import { listOf, quote, say } from './explain-terms.ts';
import { formatNumber, type Calendar, type Language } from './formats.ts';
import type { Expiry, ExpiryTerms } from './program-words-shape.ts';
import { lastDayOf, spanOf } from './program-words-times.ts';

export const ends = {
  instant: { fa: 'تا همان لحظه', en: 'to the very instant' },
  day: { fa: 'تا پایان آن روز', en: 'to the end of that day' },
  month: { fa: 'تا پایان آن ماه', en: 'to the end of that month' },
  season: { fa: 'تا پایان آن فصل', en: 'to the end of that season' },
  year: { fa: 'تا پایان آن سال', en: 'to the end of that year' },
} as const;

/** What is said of what was given: «تا ۱۲ ماه پس از دریافت قابل خرج است (تا پایان آن روز)». */
export function expiryOf(expiry: Expiry, calendar: Calendar, language: Language): string {
  if (expiry === 'never') return say(language, 'هرگز منقضی نمی‌شود', 'never expires');
  const losses = [...idleLoss(expiry, language), ...stepLosses(expiry, language)];
  const fixed = fixedEnd(expiry, calendar, language);
  if (losses.length === 0) return fixed;
  return `${fixed}${say(language, '، ولی ', ', but ')}${losses.join(say(language, '؛ ', '; '))}`;
}

const starts = {
  earning: { fa: 'پس از دریافت', en: '' },
  activation: { fa: 'پس از قابل خرج شدن', en: ' from when it can first be spent' },
} as const;

function fixedEnd(
  { after, on, to = 'day', from = 'earning' }: ExpiryTerms,
  calendar: Calendar,
  language: Language,
): string {
  const start = starts[from][language];
  if (after) {
    const [span, end] = [spanOf(after, language), ends[to][language]];
    return say(
      language,
      `تا ${span} ${start} قابل خرج است (${end})`,
      `can be spent for ${span}${start} (${end})`,
    );
  }
  if (!on) return say(language, 'قابل خرج است', 'can be spent');
  const list = listOf(
    on.map((day) => lastDayOf(day, calendar, language)),
    language,
    'or',
  );
  return on.length === 1
    ? say(
        language,
        `تا پایان نخستین ${list} ${start} قابل خرج است`,
        `can be spent until the end of the next ${list}${start}`,
      )
    : say(
        language,
        `تا پایان نزدیک‌ترین این روزها ${start} قابل خرج است: ${list}`,
        `can be spent until the end of the next of these days${start}: ${list}`,
      );
}

/** «با ۶ ماه بدون خرید یا مراجعه همه آنچه مانده از دست می‌رود (تا پایان آن روز)». */
function idleLoss({ inactive, acts = [], to = 'day' }: ExpiryTerms, language: Language): string[] {
  if (!inactive) return [];
  const span = spanOf(inactive, language);
  const without = listOf(
    acts.map((act) => actOf(act, language)),
    language,
    'or',
  );
  return [
    say(
      language,
      `با ${span} بدون ${without} همه آنچه مانده از دست می‌رود (${ends[to].fa})`,
      `all that is left is lost after ${span} without ${without} (${ends[to].en})`,
    ),
  ];
}

const actNames: Readonly<Record<string, { readonly fa: string; readonly en: string }>> = {
  purchase: { fa: 'خرید', en: 'a purchase' },
  visit: { fa: 'مراجعه', en: 'a visit' },
  redemption: { fa: 'خرج کردن', en: 'spending' },
  message: { fa: 'پیام یا تماس', en: 'a message or call' },
};

function actOf(act: string, language: Language): string {
  const name = quote(act.replace(/^event:/, ''), language);
  return actNames[act]?.[language] ?? say(language, `رویداد ${name}`, `the event ${name}`);
}

/** «۶ ماه پس از دریافت ۵۰ درصد آنچه مانده و ۱۲ ماه پس از دریافت همه آنچه مانده از دست می‌رود (…)». */
function stepLosses({ steps, to = 'day', from = 'earning' }: ExpiryTerms, language: Language): string[] {
  if (!steps) return [];
  const list = listOf(
    steps.map(({ after, lose }) => {
      const [span, part] = [spanOf(after, language), partOf(lose, language)];
      return say(language, `${span} ${starts[from].fa} ${part}`, `${part} after ${span}`);
    }),
    language,
  );
  return [
    say(
      language,
      `${list} از دست می‌رود (${ends[to].fa}؛ آنچه کم می‌شود رو به پایین گرد می‌شود)`,
      `${list}${starts[from].en} is lost (${ends[to].en}; the loss is rounded down)`,
    ),
  ];
}

function partOf(percent: number, language: Language): string {
  if (percent === 100) return say(language, 'همه آنچه مانده', 'all that is left');
  const number = formatNumber(percent, language);
  return say(language, `${number} درصد آنچه مانده`, `${number} percent of what is left`);
}
