import { z } from 'zod';
import { oneOf } from './words.ts';

/** What a text can be filled in with, and how many letters that takes at most (in UTF-16 units, as an SMS counts). */
export const placeholders = {
  name: { lettersMax: 24, says: 'her name' },
  club: { lettersMax: 40, says: "the club's name" },
  rule: { lettersMax: 28, says: "the rule's name" },
  points: { lettersMax: 20, says: 'the points that the rule gave' },
  credit: { lettersMax: 32, says: 'the credit that the rule gave, as money' },
  given: { lettersMax: 70, says: 'points and credit that the rule gave, with their units' },
  balance: { lettersMax: 80, says: 'points and credit that she can spend then, with their units' },
  amount: { lettersMax: 32, says: 'the amount of the purchase' },
  tier: { lettersMax: 28, says: 'her tier' },
  gift: { lettersMax: 80, says: 'what the rule gave: a reward, a voucher …' },
  code: { lettersMax: 14, says: 'its code' },
  until: { lettersMax: 22, says: 'the last day on which what the rule gave can be used' },
} as const;
export type Placeholder = keyof typeof placeholders;

/** Letters of a text as they stand, or something to be filled in; `otherwise` stands where there is nothing to say. */
export type MessagePart = string | { readonly placeholder: Placeholder; readonly otherwise: string };

const isPlaceholder = (name: string): name is Placeholder => Object.hasOwn(placeholders, name);

/** The parts of a text without faults. */
export function messageParts(text: string): MessagePart[] {
  return text.split(/(\{[^{}]*\})/u).flatMap((part): MessagePart[] => {
    if (!part.startsWith('{')) return part === '' ? [] : [part];
    const { name, otherwise } = inBraces(part);
    return isPlaceholder(name) ? [{ placeholder: name, otherwise }] : [];
  });
}

function inBraces(part: string): { readonly name: string; readonly otherwise: string } {
  const inside = part.slice(1, -1);
  const bar = inside.indexOf('|');
  const name = bar === -1 ? inside : inside.slice(0, bar);
  return { name: name.trim(), otherwise: bar === -1 ? '' : inside.slice(bar + 1).trim() };
}

/** What a text names to be filled in, each once. */
export function placeholdersOf(text: string): Placeholder[] {
  return [
    ...new Set(messageParts(text).flatMap((part) => (typeof part === 'string' ? [] : [part.placeholder]))),
  ];
}

/** The most letters that a text can become; `each` says of which placeholders there can be several, and how many. */
export function lettersMaxOf(
  text: string,
  each: Readonly<Partial<Record<Placeholder, number>>> = {},
): number {
  return messageParts(text).reduce((sum, part) => {
    if (typeof part === 'string') return sum + part.length;
    const { placeholder, otherwise } = part;
    return sum + Math.max(placeholders[placeholder].lettersMax * (each[placeholder] ?? 1), otherwise.length);
  }, 0);
}

/** A text filled in. Where there is nothing to say, no space is left behind. */
export function filledIn(text: string, values: Readonly<Partial<Record<Placeholder, string>>>): string {
  const valueOf = (name: Placeholder) => (values[name] === '' ? undefined : values[name]);
  const said = messageParts(text)
    .map((part) => (typeof part === 'string' ? part : (valueOf(part.placeholder) ?? part.otherwise)))
    .join('');
  return said
    .split('\n')
    .map((line) =>
      line
        .replace(/ {2,}/gu, ' ')
        .replace(/ +(?=[!?.,;:؟،؛])/gu, '')
        .trim(),
    )
    .filter((line) => line !== '')
    .join('\n');
}

const lettersMax = 600;
/** Invisible marks that turn a text around or hide in it; the joiner of Persian and the new line are none. */
const hidden = /(?![\n\u200c])[\p{C}\u2028\u2029]/u;

/** A text to a member, as the shop writes it. */
const messageText = z
  .string()
  .trim()
  .min(1)
  .max(lettersMax)
  .superRefine((text, context) => {
    for (const message of textFaults(text)) context.addIssue({ code: 'custom', message });
  });

function textFaults(text: string): string[] {
  const rest = text.replace(/\{[^{}]*\}/gu, '');
  return [
    ...(/[{}]/u.test(rest) ? ['has a brace that stands alone: write what is filled in as {name}'] : []),
    ...(hidden.test(rest) ? ['has an invisible control character: type the text anew'] : []),
    ...(/لغو ?[۱1]{2}/u.test(rest) ? ['has «لغو۱۱» in it: leave it out, it is added by itself'] : []),
    ...[...text.matchAll(/\{[^{}]*\}/gu)].flatMap(([part]) => unknown(part)),
  ];
}

function unknown(part: string): string[] {
  const { name } = inBraces(part);
  if (isPlaceholder(name)) return [];
  const known = Object.keys(placeholders).map((one) => `{${one}}`);
  return [`has no {${name}} to fill in: it may have ${known.join(', ')}`];
}

/** The text in the program's language, or one for each language. */
export const messageTexts = z.union(
  [
    messageText,
    z.strictObject({ fa: messageText.describe('In Persian.'), en: messageText.describe('In English.') }),
  ],
  { error: oneOf('write a text, or {"fa": "…", "en": "…"}') },
);
