/** What each rule did with a purchase, a line each, the most telling first. */
import { say } from './explain-terms.ts';
import { formatDay, formatMoney, formatNumber } from './formats.ts';
import type { Calendar, Language } from './formats.ts';
import { ruleName, sentence } from './names.ts';
import { gainsPhrase, lines } from './phrases.ts';
import type { Gains } from './template.ts';

/** What one rule did. */
export interface WhyLine {
  readonly name: string;
  /** What of it can be spent. */
  readonly gains: Gains;
  /** What of it waits and for what, in the language of the text. */
  readonly waits?: string | undefined;
  /** What it gave beside points and credit, in the language of the text. */
  readonly other?: string | undefined;
  /** In the language of the text. */
  readonly why: string;
  /** The reason as a stable code. */
  readonly code?: string | undefined;
}

/** A purchase and what each rule did with it. */
export interface WhyPurchase {
  /** Rial. */
  readonly amount: number;
  /** `YYYY-MM-DD`; `calendar` is the program's. */
  readonly day: string;
  readonly calendar: Calendar;
  readonly lines: readonly WhyLine[];
}

/** Reasons of rules that applied, though what they did stands with another rule or elsewhere. */
const applied: readonly string[] = ['multiplier', 'message'];

/** Reasons that tell her how near she was, or what she can do. */
const telling: readonly string[] = [
  ...['below-step', 'below-table', 'often-enough', 'resting', 'lost', 'rounded-away', 'round-already'],
  ...['amount', 'product-amount', 'product-pieces', 'not-reached', 'nth', 'nth-visit', 'tier'],
  ...['profile-incomplete', 'payment', 'promotions-stopped'],
];

type Told = Pick<WhyLine, 'gains' | 'other' | 'waits' | 'code'>;

/** 0 for a rule that gave, 1 for one whose gift waits, 2 and 3 for one that gave nothing. */
function rankOf({ gains, other, waits, code = '' }: Told): number {
  if (other !== undefined || gains.points !== 0 || gains.credit !== 0 || applied.includes(code)) return 0;
  if (waits !== undefined) return 1;
  return telling.includes(code) ? 2 : 3;
}

/** What gave something comes first, then what waits, then the most telling of what gave nothing. */
export function rankedLines(all: readonly WhyLine[]): WhyLine[] {
  return all
    .map((line) => ({ line, rank: rankOf(line) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ line }) => line);
}

const gaveNothing = (line: WhyLine) => rankOf(line) > 1;

/** The longest that a reason may be. */
const reasonMax = 200;

/** «- امتیاز خرید: ۱۸ امتیاز؛ به ازای هر …», the reason of at most so many UTF-16 units, left out for 0. */
export function whyLine(line: WhyLine, language: Language, lengthMax: number = reasonMax): string {
  const { name, gains, other, waits, why, code = '' } = line;
  const rule = ruleName(name, language);
  const reason = lengthMax === 0 ? '' : sentence(why, lengthMax, language);
  const gave = [gainsPhrase(gains, language) || (other ?? ''), waits ?? ''].filter((part) => part !== '');
  if (gave.length === 0 && !applied.includes(code)) gave.push(say(language, 'هیچ', 'nothing'));
  const said = [...gave, reason].filter((part) => part !== '').join(say(language, '؛ ', '; '));
  return rule === '' ? `- ${said}` : `- ${rule}: ${said}`;
}

/** «خرید ۱۸۵٬۰۰۰ تومان، ۱۲ مرداد ۱۴۰۵:». */
export function purchaseLine({ amount, day, calendar }: WhyPurchase, language: Language): string {
  const when = formatDay(day, { language, calendar });
  const money = formatMoney(amount, language);
  return say(language, `خرید ${money}، ${when}:`, `Purchase of ${money}, ${when}:`);
}

/** «۳ قاعده دیگر هم هست: در گفتگو یا پای صندوق.». */
function moreLine(count: number, language: Language): string {
  const number = formatNumber(count, language);
  return say(
    language,
    `${number} قاعده دیگر هم هست: در گفتگو یا پای صندوق ببینید.`,
    `${number} more: see the chat, or ask at the counter.`,
  );
}

/** How far reasons are cut so that all that gave something has room. */
const reasonsMax = [reasonMax, 120, 80, 50, 0] as const;
/** A line of which less is left says nothing. */
const cutMin = 40;

/** The opening, and below it the rules, as many as have room; where not all have, the last line tells how many more there are. */
export function whyThatFits(
  opening: string,
  purchase: WhyPurchase,
  { lengthMax, language }: { readonly lengthMax: number; readonly language: Language },
): string {
  const ranked = rankedLines(purchase.lines);
  const all = lines(opening, ...ranked.map((line) => whyLine(line, language)));
  if (all.length <= lengthMax) return all;
  const room = lengthMax - opening.length - moreLine(ranked.length, language).length - 1;
  const gave = ranked.filter((line) => !gaveNothing(line));
  const reasons =
    reasonsMax.find((max) => lengthOf(gave.map((line) => whyLine(line, language, max))) <= room) ?? 0;
  const shown = filled(
    ranked.map((line) => whyLine(line, language, reasons || (gaveNothing(line) ? reasonMax : 0))),
    { room, language },
  );
  return lines(
    opening,
    ...shown,
    shown.length === ranked.length ? '' : moreLine(ranked.length - shown.length, language),
  );
}

/** How much lines take, each with its line break. */
const lengthOf = (texts: readonly string[]) => texts.reduce((sum, text) => sum + text.length + 1, 0);

/** As many of the texts as have room, from the first on, and of the next one what there is room for. */
function filled(
  texts: readonly string[],
  { room, language }: { readonly room: number; readonly language: Language },
): string[] {
  const shown: string[] = [];
  for (const text of texts) {
    const left = room - lengthOf(shown) - 1;
    if (text.length <= left) shown.push(text);
    else if (left < cutMin) break;
    else shown.push(sentence(text, left, language));
  }
  return shown;
}
