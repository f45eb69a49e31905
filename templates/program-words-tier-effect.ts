/** Tiers that rules put members in, in words. */
import { labelIn, listOf, quote, say } from './explain-terms.ts';
import type { Label } from './explain-shape.ts';
import { formatDay, type Calendar, type Language } from './formats.ts';
import { ends } from './program-words-expiry.ts';
import type { DescribedProgram, Effect, Expiry, TierEffect } from './program-words-shape.ts';
import { lastDayOf, spanOf } from './program-words-times.ts';

export function isTierEffect(give: Effect): give is TierEffect {
  return 'tier' in give;
}

type Described = Pick<DescribedProgram, 'tiers' | 'calendar'>;

/** «سطح «طلایی» را (تا ۳ ماه پس از آن، تا پایان آن روز)»; a member does not fall below it until then. */
export function tierEffectWords(
  { tiers, calendar }: Described,
  give: TierEffect,
  language: Language,
): string {
  const found = tiers?.steps.find(({ id }) => id === give.tier);
  const name = quote(found ? labelIn(found.name, language) : give.tier, language);
  const until = untilOf(give.expires, calendar, language);
  return say(language, `سطح ${name} را (${until})`, `the tier ${name} (${until})`);
}

function untilOf(expires: Expiry = 'never', calendar: Calendar, language: Language): string {
  if (expires === 'never') return say(language, 'برای همیشه', 'for good');
  const { after, on = [], to = 'day' } = expires;
  if (after) {
    const span = spanOf(after, language);
    return say(language, `تا ${span} پس از آن، ${ends[to].fa}`, `for ${span}, ${ends[to].en}`);
  }
  const days = listOf(
    on.map((day) => lastDayOf(day, calendar, language)),
    language,
    'or',
  );
  return say(language, `تا پایان نخستین ${days} پس از آن`, `to the end of the next ${days}`);
}

/** A tier that a member was put in. */
export interface GivenTier {
  readonly name: Label;
  /** The last day on which she does not fall below it, `YYYY-MM-DD`; absent where it is for good. */
  readonly lastDay?: string | undefined;
  readonly calendar?: Calendar | undefined;
}

/** «سطح «طلایی» تا ۱۲ مرداد ۱۴۰۵»; «… برای همیشه». */
export function givenTierPhrase({ name, lastDay, calendar }: GivenTier, language: Language): string {
  const tier = quote(labelIn(name, language), language);
  if (lastDay === undefined) return say(language, `سطح ${tier} برای همیشه`, `the tier ${tier} for good`);
  const day = formatDay(lastDay, { language, calendar });
  return say(language, `سطح ${tier} تا ${day}`, `the tier ${tier} until ${day}`);
}
