import type { CalendarDate } from './calendar.ts';
import { lacksYear, parseDateText } from './date-text.ts';
import { foldText } from './fold.ts';
import { ENDINGS, FILLERS, INVITER_FILLERS } from './intent-fillers.ts';
import { withoutInviter } from './intent-inviter.ts';
import type { Word } from './intent-inviter.ts';
import type { Inviter } from './inviter.ts';

/**
 * What a text asks for; `thanks` wants nothing. `birthday-asked` is the keyword alone, `birthday-yearless` a day
 * without its year, `birthday-unclear` the keyword with something that is no date; `by` is the member who brought
 * her, «عضویت ۰۹۱۲۳۴۵۶۷۸۹»; `payload` is what a Telegram link carried, 1-64 of [A-Za-z0-9_-].
 */
export type Intent =
  | { readonly kind: Exclude<PlainKind, 'join'> }
  | { readonly kind: 'join'; readonly by?: Inviter }
  | { readonly kind: 'start'; readonly payload?: string }
  | { readonly kind: 'birthday'; readonly date: CalendarDate }
  | { readonly kind: 'birthday-asked' | 'birthday-yearless' | 'birthday-unclear' | 'unknown' };

/** All but birthday, which takes a date besides; where a text suits two, the earlier one wins. */
const PLAIN_KINDS = [
  'stop',
  'resume',
  'balance',
  'why',
  'thanks',
  'help',
  'refer',
  'join',
  'persian',
  'english',
] as const;

type PlainKind = (typeof PLAIN_KINDS)[number];

type Kind = PlainKind | 'birthday';

/** The words of each wish, as people write them, in all languages together; one may be several words or a sign. */
export type Keywords = Readonly<Record<Kind, readonly string[]>>;

interface Lexicon {
  /** Keywords as folded words. */
  readonly phrases: Readonly<Record<Kind, readonly (readonly string[])[]>>;
  /** Keywords without a letter or digit, as `?`. */
  readonly signs: ReadonlyMap<string, Kind>;
}

const TEXT_LENGTH_MAX = 200;
const WORDS = /\p{L}+|\p{N}+/gu;
const START = /^\/start(?:@\w+)?(?:\s+(.*))?$/is;
const PAYLOAD = /^[A-Za-z0-9_-]{1,64}$/;
/** Iran's rule for members' clubs: 11 stops, 12 comes back, and neither may mean anything else. */
const RESERVED: ReadonlyMap<string, Kind> = new Map([
  ['11', 'stop'],
  ['12', 'resume'],
]);
/** A question is neither a consent nor the end of a talk. */
const NEVER_ASKED: ReadonlySet<Kind> = new Set(['join', 'thanks']);
const EMOJI = /\p{Extended_Pictographic}/u;
const KINDS: readonly Kind[] = [...PLAIN_KINDS, 'birthday'];
const WITH_ENDINGS: ReadonlySet<Kind> = new Set(['balance', 'birthday']);
const ENDED_LENGTH_MIN = 3;
/** Only a memory of work done: the same keywords always give the same lexicon. */
const lexicons = new WeakMap<Keywords, Lexicon>();

/**
 * What a text asks for, in any spelling that `foldText` takes for the same. A text is taken for a wish when it is
 * a keyword of it with nothing but punctuation and filler words around («امتیازم چقدره؟», «لغو ۱۱», "STOP."); one
 * foreign word, or keywords of two wishes, make it unknown. 11 and 12 are always stop and resume, whatever the
 * keywords say; any other number counts only as the whole text; a question never joins nor thanks;
 * emoji alone are thanks. For a birthday the
 * keyword leads, or a date is the whole rest. Texts over 200 characters are unknown. Never throws.
 */
export function intentOf(text: string, keywords: Keywords): Intent {
  const trimmed = text.trim();
  if (trimmed.length > TEXT_LENGTH_MAX) return { kind: 'unknown' };
  const start = START.exec(trimmed);
  if (start !== null) return startOf(start[1]);
  const folded = foldText(trimmed.replace(/^\/(\w+)@\w+/, '$1'));
  const lexicon = lexiconOf(keywords);
  const words = wordsOf(folded);
  const kind = words.length === 0 ? signKind(folded, lexicon) : plainKind(words, folded, lexicon);
  if (kind === undefined) return joinBy(folded, words, lexicon) ?? birthdayOf(folded, words, lexicon);
  return { kind: kind === 'birthday' ? 'birthday-asked' : kind };
}

function startOf(payload: string | undefined): Intent {
  return payload !== undefined && PAYLOAD.test(payload) ? { kind: 'start', payload } : { kind: 'start' };
}

/** A joining that names who brought her: the digits aside, the words are nothing but a wish to join. */
function joinBy(folded: string, words: readonly Word[], lexicon: Lexicon): Intent | undefined {
  const told = withoutInviter(folded, words);
  if (!told || isQuestion(folded)) return undefined;
  const wish = told.rest.filter(({ text }) => !INVITER_FILLERS.has(text));
  return isAll(wish, 'join', lexicon) ? { kind: 'join', by: told.by } : undefined;
}

function wordsOf(folded: string): Word[] {
  return Array.from(folded.matchAll(WORDS), (found) => ({ text: found[0], from: found.index }));
}

/** A sign however often it is repeated, in either script. */
function signOf(folded: string): string {
  return folded.replaceAll('؟', '?').replace(/(.)\1+/gu, '$1');
}

function signKind(folded: string, { signs }: Lexicon): Kind | undefined {
  return signs.get(signOf(folded)) ?? (EMOJI.test(folded) && !isQuestion(folded) ? 'thanks' : undefined);
}

function isQuestion(folded: string): boolean {
  return /[?؟]/.test(folded);
}

function plainKind(words: readonly Word[], folded: string, lexicon: Lexicon): Kind | undefined {
  const asks = isQuestion(folded);
  return PLAIN_KINDS.find((kind) => !(asks && NEVER_ASKED.has(kind)) && isAll(words, kind, lexicon));
}

/** Whether the words are keywords of the kind and fillers, with one keyword at least. */
function isAll(words: readonly Word[], kind: PlainKind, lexicon: Lexicon): boolean {
  let isFound = false;
  for (let at = 0; at < words.length;) {
    const length = phraseLength(words, at, { kind, lexicon });
    const word = words[at]?.text ?? '';
    if (length === 0 && !FILLERS[kind].has(word)) return false;
    if (length > 0) isFound ||= words.length === 1 || RESERVED.has(word) || !/^\p{N}/u.test(word);
    at += Math.max(length, 1);
  }
  return isFound;
}

/** How many words from `at` on are the longest keyword of the kind that stands there; 0 if none does. */
function phraseLength(words: readonly Word[], at: number, of: { kind: Kind; lexicon: Lexicon }): number {
  const takesEndings = WITH_ENDINGS.has(of.kind);
  const here = of.lexicon.phrases[of.kind].filter((phrase) =>
    phrase.every((word, index) => isWord(words[at + index]?.text, word, takesEndings)),
  );
  return Math.max(0, ...here.map((phrase) => phrase.length));
}

function isWord(typed: string | undefined, word: string, takesEndings: boolean): boolean {
  if (typed === word) return true;
  if (typed === undefined || !takesEndings || word.length < ENDED_LENGTH_MIN) return false;
  return typed.startsWith(word) && ENDINGS.has(typed.slice(word.length));
}

function birthdayOf(folded: string, words: readonly Word[], lexicon: Lexicon): Intent {
  const { rest, leads } = withoutBirthday(folded, words, lexicon);
  if (leads === undefined) return { kind: 'unknown' };
  if (rest === '') return { kind: 'birthday-asked' };
  const told = birthdayIn(rest);
  return told.kind === 'birthday-unclear' && !leads ? { kind: 'unknown' } : told;
}

/** A text that can only be a birthday, because it was asked for: the date, or what is wrong with it. Never throws. */
export function birthdayIn(text: string): Intent {
  const date = parseDateText(text);
  if (date !== undefined) return { kind: 'birthday', date };
  return { kind: lacksYear(text) ? 'birthday-yearless' : 'birthday-unclear' };
}

/** The text less keywords and fillers, blank if no word is left; `leads` is undefined if there was no keyword. */
function withoutBirthday(folded: string, words: readonly Word[], lexicon: Lexicon) {
  let leads: boolean | undefined;
  let rest = '';
  let end = 0;
  for (let at = 0; at < words.length;) {
    const length = phraseLength(words, at, { kind: 'birthday', lexicon });
    const { text, from } = words[at + Math.max(length, 1) - 1] ?? { text: '', from: 0 };
    const isKept = length === 0 && !FILLERS.birthday.has(text);
    if (isKept) rest += folded.slice(end, from) + text;
    if (length > 0) leads ??= rest === '';
    if (!isKept) rest += rest === '' ? '' : ' ';
    end = from + text.length;
    at += Math.max(length, 1);
  }
  return { rest: rest.trim(), leads };
}

function lexiconOf(keywords: Keywords): Lexicon {
  const known = lexicons.get(keywords);
  if (known !== undefined) return known;
  const entries = KINDS.flatMap((kind) =>
    keywords[kind].map((keyword) => ({ kind, folded: foldText(keyword) })),
  );
  const signs = entries.filter(({ folded }) => folded !== '' && wordsOf(folded).length === 0);
  const lexicon: Lexicon = {
    phrases: {
      join: phrasesOf('join', entries),
      balance: phrasesOf('balance', entries),
      birthday: phrasesOf('birthday', entries),
      why: phrasesOf('why', entries),
      help: phrasesOf('help', entries),
      refer: phrasesOf('refer', entries),
      stop: phrasesOf('stop', entries),
      resume: phrasesOf('resume', entries),
      thanks: phrasesOf('thanks', entries),
      persian: phrasesOf('persian', entries),
      english: phrasesOf('english', entries),
    },
    signs: new Map(signs.map(({ kind, folded }) => [signOf(folded), kind])),
  };
  lexicons.set(keywords, lexicon);
  return lexicon;
}

function phrasesOf(kind: Kind, entries: readonly { kind: Kind; folded: string }[]): string[][] {
  const typed = entries
    .filter((entry) => entry.kind === kind)
    .map(({ folded }) => wordsOf(folded).map((word) => word.text));
  const reserved = [...RESERVED].filter(([, owner]) => owner === kind).map(([number]) => [number]);
  return [
    ...typed.filter((words) => words.length > 0 && words.every((word) => isOpenTo(kind, word))),
    ...reserved,
  ];
}

function isOpenTo(kind: Kind, word: string): boolean {
  return (RESERVED.get(word) ?? kind) === kind;
}
