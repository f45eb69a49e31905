/** Tiers and what they go by, in the words that explanations and the description of a program share. */
import type { Label, Unmet } from './explain-shape.ts';
import { labelIn, listOf, quote, rangeOf, say } from './explain-terms.ts';
import { formatMoney, formatNumber, formatPoints, type Language } from './formats.ts';
import type { Measure } from './program-words-shape.ts';

export interface TierName {
  readonly id: string;
  readonly name: Label;
}

/** In which language, and the names of tiers. */
interface TierSpeech {
  readonly language: Language;
  readonly tiers?: readonly TierName[] | undefined;
}

type Wanted = readonly string[] | { readonly from?: string | undefined; readonly to?: string | undefined };

const isList = (wanted: Wanted): wanted is readonly string[] => Array.isArray(wanted);

/** «نقره‌ای» یا «طلایی»؛ «نقره‌ای» یا بالاتر. */
export function whichTiers(wanted: Wanted, { language, tiers }: TierSpeech): string {
  const nameOf = (id: string): Label => tiers?.find((tier) => tier.id === id)?.name ?? id;
  if (isList(wanted)) return namedTiers({ tiers: wanted.map(nameOf) }, language);
  const { from, to } = wanted;
  return namedTiers(
    { ...(from !== undefined && { from: nameOf(from) }), ...(to !== undefined && { to: nameOf(to) }) },
    language,
  );
}

/** «، فقط برای سطح «طلایی»»; '' for everybody. */
export function onlyFor(tiers: readonly string[] | undefined, speech: TierSpeech): string {
  if (tiers === undefined) return '';
  const which = whichTiers(tiers, speech);
  return say(speech.language, `، فقط برای سطح ${which}`, `, only for ${which}`);
}

type TierNeeds = Extract<Unmet, { kind: 'tier' }>['needs'];

function namedTiers({ tiers, from, to }: TierNeeds, language: Language): string {
  const name = (label: Label) => quote(labelIn(label, language), language);
  if (tiers) return listOf(tiers.map(name), language, 'or');
  const low = from === undefined ? '' : name(from);
  const high = to === undefined ? '' : name(to);
  if (high === '') return say(language, `${low} یا بالاتر`, `${low} or higher`);
  if (low === '') return say(language, `${high} یا پایین‌تر`, `${high} or lower`);
  return say(language, `از ${low} تا ${high}`, `${low} to ${high}`);
}

/** What a rule asked for, and which tier it was. */
export function needsTier({ needs, was }: Extract<Unmet, { kind: 'tier' }>, language: Language): string {
  const which = namedTiers(needs, language);
  const is =
    was === undefined ? say(language, 'سطحی نداشت', 'had none') : quote(labelIn(was, language), language);
  if (was === undefined) return say(language, `فقط برای سطح ${which}؛ ${is}`, `Only for ${which}, ${is}`);
  return say(language, `فقط برای سطح ${which}؛ سطح ${is} بود`, `Only for ${which}, was ${is}`);
}

/** So much of a measure: «۱۲۰ امتیاز», «۵۰٬۰۰۰ تومان», «۳ مراجعه»; of a sum, a bare number. */
export function amountBy(by: Measure, amount: number, language: Language): string {
  switch (by) {
    case 'earned':
    case 'balance':
      return formatPoints(amount, language);
    case 'spent':
    case 'paid':
      return formatMoney(amount, language);
    case 'visits': {
      const number = formatNumber(amount, language);
      return say(language, `${number} مراجعه`, amount === 1 ? `${number} visit` : `${number} visits`);
    }
    default:
      return formatNumber(amount, language);
  }
}

/** «۱۰ مراجعه به بالا», "more than 50,000 toman". */
export function thresholdOf(
  by: Measure,
  { from, above }: { readonly from?: number | undefined; readonly above?: number | undefined },
  language: Language,
): string {
  return rangeOf({ from, above }, language, (amount) => amountBy(by, amount, language));
}
