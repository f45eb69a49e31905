/**
 * Names in texts: of the club, of a person, of a reward. They come from outside, so they are cleaned and cut here,
 * and placed so that they read properly without bidi marks, which would cost characters in every SMS:
 * a name stands on a line of its own or at the end of one, and a line never begins with a name of the
 * other direction. (A Latin name pulls a number that follows it to its own side.)
 */
import type { Language } from './formats.ts';

const clubMax = 32;
const personMax = 24;
const rewardMax = 28;

/** What is looked at of a name; the rest is beyond any cut, and nobody makes us work through a novel. */
const readMax = 400;

const graphemes = new Intl.Segmenter('fa', { granularity: 'grapheme' });

/** The first line of a text: the club's name, with «باشگاه» or "Club" before one of the other direction. */
export function clubLine(club: string, language: Language): string {
  const name = cut(clean(club), clubMax, language);
  if (name === '') return language === 'fa' ? 'باشگاه ما' : 'Our club';
  const [firstLetter = ''] = /\p{L}/u.exec(name) ?? [];
  const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(firstLetter);
  if (language === 'fa') return rightToLeft ? name : `باشگاه ${name}`;
  return rightToLeft || firstLetter === '' ? `Club ${name}` : name;
}

/** A person's name: letters and what joins them, nothing that could carry a number or a link; '' if none is left. */
export function personName(name: string | undefined, language: Language): string {
  const letters = clean(name ?? '').replace(/[^\p{L}\p{M}\u200c'’ -]/gu, ' ');
  return cut(collapse(letters), personMax, language);
}

/** A reward's name in quotation marks. */
export function rewardName(name: string, language: Language): string {
  const cleaned = cut(clean(name), rewardMax, language);
  return language === 'fa' ? `«${cleaned}»` : `"${cleaned}"`;
}

/** A rule's name within a line. */
export function ruleName(name: string, language: Language): string {
  return cut(clean(name), rewardMax, language);
}

/** A sentence that has names from outside in it, as one clean line. */
export function sentence(text: string, lengthMax: number, language: Language): string {
  return cut(clean(text), lengthMax, language);
}

/** Drops controls, bidi and other invisible characters, lone surrogates, emoji and piled-up marks; folds ي and ك. */
function clean(name: string): string {
  const visible = name
    .slice(0, readMax)
    .normalize('NFC')
    .replace(/\s/gu, ' ')
    .replace(/(?!\u200c)[\p{C}\p{Me}\p{Extended_Pictographic}\p{Regional_Indicator}\ufe0e\ufe0f]/gu, '')
    .replace(/(\p{M})\p{M}+/gu, '$1')
    .replace(/[يى]/g, 'ی')
    .replace(/ك/g, 'ک');
  return collapse(visible);
}

function collapse(name: string): string {
  return name
    .replace(/\u200c{2,}/g, '\u200c')
    .replace(/(?:\u200c| )* (?:\u200c| )*/g, ' ')
    .replace(/^[\u200c ]+|[\u200c ]+$/g, '');
}

/** Cuts between characters as people see them; UTF-16 units are what an SMS and `lengthMax` count. */
function cut(name: string, lengthMax: number, language: Language): string {
  if (name.length <= lengthMax) return name;
  const ellipsis = language === 'fa' ? '…' : '...';
  let kept = '';
  for (const { segment } of graphemes.segment(name)) {
    if (kept.length + segment.length > lengthMax - ellipsis.length) break;
    kept += segment;
  }
  return kept.trimEnd() + ellipsis;
}
