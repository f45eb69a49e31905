/** The language a text is written in, by its letters; `undefined` where it has none («2», «?»). */
export function languageOf(text: string): 'fa' | 'en' | undefined {
  if (/\p{Script=Arabic}/u.test(text.replace(/[\p{Nd}\p{P}]/gu, ''))) return 'fa';
  return /\p{Script=Latin}/u.test(text.replace(/^\/start\b.*/s, '')) ? 'en' : undefined;
}
