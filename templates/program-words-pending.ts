/** How long what is given waits, in words. */
import { listOf, paymentName, say } from './explain-terms.ts';
import type { Calendar, Language } from './formats.ts';
import { unitsGiven } from './program-words-effect.ts';
import type { DescribedProgram, Pending } from './program-words-shape.ts';
import { dateOf, spanOf } from './program-words-times.ts';

/** What is said of what was given: «تا ۳ روز در انتظار می‌ماند (تا آغاز روز پس از آن)». */
export function pendingOf(pending: Pending, calendar: Calendar, language: Language): string {
  if (pending === 'never') return say(language, 'بی‌درنگ قابل خرج است', 'can be spent at once');
  if ('for' in pending) {
    const [span, end] = [spanOf(pending.for, language), ends[endOf(pending)][language]];
    return say(
      language,
      `تا ${span} در انتظار می‌ماند و پس از آن قابل خرج است (${end})`,
      `waits for ${span} before it can be spent (${end})`,
    );
  }
  switch (pending.until) {
    case 'paid':
      return say(
        language,
        'سهم بخش پرداخت‌نشده خرید تا پرداخت آن در انتظار می‌ماند',
        'waits as far as the purchase is not paid: each payment frees its share',
      );
    case 'approved':
      return say(language, 'تا تأیید مدیر در انتظار می‌ماند', 'waits until a manager approves it');
    default: {
      const day = dateOf(pending.until, calendar, language);
      return pending.until.length > 5
        ? say(language, `تا آغاز ${day} در انتظار می‌ماند`, `waits until ${day} begins`)
        : say(
            language,
            `تا آغاز نخستین ${day} پس از دریافت در انتظار می‌ماند`,
            `waits until the next ${day} begins`,
          );
    }
  }
}

/** Hours end at their instant unless told, and all that is longer with the day. */
const endOf = ({ for: { hours }, to }: Extract<Pending, { for: unknown }>) =>
  to ?? (hours === undefined ? 'day' : 'instant');

const ends = {
  instant: { fa: 'تا همان لحظه', en: 'to the very instant' },
  day: { fa: 'تا آغاز روز پس از آن', en: 'to the start of the day after' },
} as const;

/** What holds where no rule says it; nothing where nothing waits. */
export function pendingLines({ pending, rules, calendar }: DescribedProgram, language: Language): string[] {
  if (pending === 'never' || rules.every((rule) => rule.pending !== undefined)) return [];
  const all = rules.every((rule) => rule.pending === undefined);
  const what = pendingOf(pending, calendar, language);
  const given = all
    ? say(language, 'آنچه داده می‌شود', 'What is given')
    : say(language, 'آنچه قاعده‌اش زمان دیگری نگفته', 'What is given by rules that do not say it themselves');
  return [`${given} ${what}.`];
}

/** What of a purchase that is paid later waits, and what does not; nothing where nothing waits. */
export function paidLaterLines(
  { payments, counts, rules, tiers }: DescribedProgram,
  language: Language,
): string[] {
  const isSold =
    counts.of === 'sold' ||
    rules.some(({ give }) => give.some((one) => 'of' in one && one.of?.of === 'sold'));
  const waiting = (['on_account', 'cheque'] as const).filter(
    (kind) => payments[kind].when === 'paid' && (payments[kind].earns || isSold),
  );
  if (waiting.length === 0 || !rules.some(({ on }) => on === 'purchase')) return [];
  const [fa, en] = (['fa', 'en'] as const).map((each) =>
    listOf(
      waiting.map((kind) => (each === 'fa' ? paymentName(kind, 'fa') : englishNames[kind])),
      each,
    ),
  );
  return [
    say(
      language,
      `امتیاز و اعتبار سهم ${fa} تا پرداخت آن در انتظار می‌ماند و با هر پرداخت به همان نسبت آزاد می‌شود.`,
      `Points and credit of what is bought ${en} wait until it is paid: each payment frees its share.`,
    ),
    ...atSaleLines({ rules, tiers }, language),
  ];
}

/** What is given at the sale however it is paid. */
function atSaleLines(
  { rules, tiers }: Pick<DescribedProgram, 'rules' | 'tiers'>,
  language: Language,
): string[] {
  const units = new Set(rules.flatMap(({ on, give }) => (onSale.has(on) ? unitsGiven(give) : [])));
  const given = [
    ...atSale.flatMap(([unit, words]) => (units.has(unit) ? [words[language]] : [])),
    ...(JSON.stringify(tiers ?? '').includes('"spent"')
      ? [say(language, 'مبلغ خرید برای سطح', 'what tiers count as spent')]
      : []),
  ];
  if (given.length === 0) return [];
  const list = listOf(given, language);
  return [
    say(
      language,
      `همان هنگام خرید داده یا حساب می‌شود: ${list}.`,
      `Given or counted at the sale all the same: ${list}.`,
    ),
  ];
}

const onSale: ReadonlySet<string> = new Set(['purchase', 'visit', 'referral', 'reached']);

const atSale = [
  ['stamps', { fa: 'مهر', en: 'stamps' }],
  ['gifts', { fa: 'هدیه', en: 'things' }],
  ['charity', { fa: 'سهم خیریه', en: 'shares to charities' }],
  ['tiers', { fa: 'سطحی که قاعده می‌دهد', en: 'tiers that rules give' }],
] as const;

const englishNames = { on_account: 'on account', cheque: 'by cheque' } as const;
