import { foldText } from '../../rules/fold.ts';
import { finglishWords } from '../../templates/keywords.ts';

const finglish: ReadonlySet<string> = new Set(finglishWords);

/**
 * The language a text is written in, by its letters; `undefined` where they do not tell: there are none («2», «?»),
 * or they write Persian in Latin letters ("salam").
 */
export function languageOf(text: string): 'fa' | 'en' | undefined {
  if (/\p{Script=Arabic}/u.test(text.replace(/[\p{Nd}\p{P}]/gu, ''))) return 'fa';
  const words = foldText(text.replace(/^\/start\b.*/s, '')).match(/\p{Script=Latin}+/gu) ?? [];
  return words.length === 0 || words.some((word) => finglish.has(word)) ? undefined : 'en';
}
