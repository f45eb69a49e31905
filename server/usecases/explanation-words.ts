import { dayOf } from '../../rules/calendar.ts';
import type { Program } from '../../rules/program.ts';
import { labelIn } from '../../rules/program/words.ts';
import { explain, explainChange } from '../../templates/explain.ts';
import { wentTo } from '../../templates/charity-words.ts';
import { explainCounted } from '../../templates/explain-counted.ts';
import { explainPending } from '../../templates/explain-pending.ts';
import { amountOf } from '../../templates/explain-terms.ts';
import { givenTierPhrase } from '../../templates/program-words-tier-effect.ts';
import { giftPhrase } from '../../templates/gifts.ts';
import type { ExplanationLine } from './purchase.ts';

/** What one rule did, in words. */
export interface ExplanationWords extends Pick<
  ExplanationLine,
  'program' | 'rule' | 'unit' | 'card' | 'gift' | 'amount'
> {
  readonly name: string;
  /** Who got it, where it went to a charity. */
  readonly charity?: { readonly id: string; readonly name: string };
  /** The tier that it put her in. */
  readonly tier?: { readonly id: string; readonly name: string };
  /** By how much it multiplied what others gave. */
  readonly times?: number;
  readonly why: string;
  /** The reason as a stable code. */
  readonly code: string;
  /** The parts of the amount that wait, with what they wait for. */
  readonly pending?: NonNullable<ExplanationLine['pending']>;
}

export interface ExplanationSetting {
  readonly language: 'fa' | 'en';
  /** In whose zone and calendar times are told. */
  readonly program: Pick<Program, 'timeZone' | 'calendar'>;
}

/** What each rule did with a purchase, in the words of a language. */
export function explanationWords(
  lines: readonly ExplanationLine[],
  { language, program: { timeZone, calendar } }: ExplanationSetting,
): ExplanationWords[] {
  const names = new Map(
    lines.map(({ program, rule, name }) => [`${program} ${rule}`, labelIn(name, language)]),
  );
  const between = language === 'fa' ? '؛ ' : '; ';
  return lines.map((line) => {
    const { program, rule, name, unit, card, charity, gift, placing, amount, counted, cancelled, pending } =
      line;
    const { why, change } = withheldByLimit(line);
    const nameOf = (other: string) => names.get(`${program} ${other}`);
    const reasons = amount > 0 ? thingOf(line, { language, program: { timeZone, calendar } }) : [];
    if (reasons.length === 0 || (why.kind !== 'gift' && why.kind !== 'placed'))
      reasons.push(explain(why, { language, nameOf, unit, timeZone, calendar }));
    const recipient = charity && { id: charity.id, name: labelIn(charity.name, language) };
    if (recipient && amount > 0) reasons.unshift(wentTo(recipient.name, amount, language));
    if (counted) reasons.push(explainCounted(counted, language));
    if (change) reasons.push(explainChange(change, { language, nameOf, unit }));
    if (cancelled) reasons.push(cancelledWords(amountOf(cancelled, unit, language), language));
    if (pending) reasons.push(explainPending(pending, { language, unit, timeZone, calendar }));
    const said = { program, rule, name: labelIn(name, language), unit, amount };
    const more = {
      ...(card !== undefined && { card }),
      ...(recipient && { charity: recipient }),
      ...(gift && { gift }),
      ...(placing && { tier: { id: placing.tier, name: labelIn(placing.name, language) } }),
      ...(why.kind === 'multiplier' && { times: why.times }),
      ...(pending && { pending }),
    };
    return { ...said, why: reasons.join(between), code: why.kind, ...more };
  });
}

function cancelledWords(amount: string, language: 'fa' | 'en'): string {
  return language === 'fa' ? `${amount} آن لغو شد` : `${amount} of it cancelled`;
}

/** A limit that left nothing is the reason, whether it counts amounts or times. */
function withheldByLimit(line: ExplanationLine): Pick<ExplanationLine, 'why' | 'change'> {
  const { amount, cancelled, change } = line;
  if (amount > 0 || cancelled || !change?.cut) return line;
  return { why: { kind: 'often-enough', limit: change.cut.limit } };
}

/** The thing or the tier that was given, in words. */
function thingOf(
  { gift, placing }: ExplanationLine,
  { language, program: { timeZone, calendar } }: ExplanationSetting,
): string[] {
  if (gift) return [giftPhrase(gift, language)];
  if (!placing) return [];
  const { name, until } = placing;
  // People are told the last day they have it.
  const lastDay = until === null ? undefined : dayOf(until - 1, timeZone);
  return [givenTierPhrase({ name, lastDay, calendar }, language)];
}
