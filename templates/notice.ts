import { firstThatFits, lines, linesThatFit, otherProgramLine, stopLine, charactersIn } from './phrases.ts';
import { withGifts } from './gifts.ts';
import type { GivenGift } from './gifts.ts';
import type { Language } from './formats.ts';
import { stampedLines } from './stamps.ts';
import type { StampedCard } from './stamps.ts';
import type { OtherProgram } from './template.ts';

/** What some texts tell beside points and credit. */
export interface Gifts {
  /** Things that she was given, each with its code. */
  readonly gifts?: readonly GivenGift[] | undefined;
}

/** The same. */
export interface Stamps {
  /** The cards that were stamped. */
  readonly stampCards?: readonly StampedCard[] | undefined;
}

/** Things that are given take more than two parts: a code that is left out is worth nothing. */
export const giftPartsMax = 4;

/** What `lines` may take of so many parts when «لغو۱۱» comes after them. */
export const charactersBeforeStop = (parts: number) => charactersIn(parts) - stopLine.length - 1;

/** Within two parts: what happened, what it changed and the total. Amounts beyond any shop leave the last ones out. */
export function notice([club, event, change, total]: readonly [string, string, string, string]): string {
  return firstThatFits(charactersBeforeStop(2), [
    lines(club, event, `${change} ${total}`.trim()),
    lines(club, event, change),
    lines(club, event),
  ]);
}

/** What a purchase did, each in words with a shorter form; '' for none. */
export interface Earning {
  /** First with thanks, then without. */
  readonly event: readonly [string, string];
  /** What was earned. */
  readonly gains: string;
  /** What waits, with its amounts and without; the same twice where it is all that the purchase gave. */
  readonly waits: readonly [string, string];
  readonly total: string;
}

/** Within two parts, as `notice`; what was earned is left out last of all, where even by itself it has no room. */
export function earningNotice(club: string, { event, gains, waits, total }: Earning): string {
  const [thanks, bare] = event;
  const [all, brief] = waits;
  const said = (waiting: string) => `${gains} ${waiting}`.trim();
  return firstThatFits(charactersBeforeStop(2), [
    lines(club, thanks, `${said(all)} ${total}`.trim()),
    lines(club, thanks, said(all)),
    lines(club, thanks, said(brief)),
    lines(club, bare, said(brief)),
    lines(club, said(brief)),
    lines(club, gains || brief),
    said(brief),
    gains || lines(club, thanks),
    lines(club, thanks),
  ]);
}

/** A notice, and below it what was given, with its codes, and the cards that were stamped. */
export function belowNotice(
  text: string,
  { gifts = [], stampCards = [] }: Gifts & Stamps,
  language: Language,
): string {
  const lengthMax = charactersBeforeStop(gifts.length === 0 ? 2 : giftPartsMax);
  const told = withGifts(text, gifts, { lengthMax, language });
  return linesThatFit(lengthMax, [{ text: told, rank: 0 }, ...stampedLines(stampCards, language)]);
}

/** A line for each program beside the club's own, the last to be kept. */
export function otherLines(others: readonly OtherProgram[] = [], language: Language) {
  return others.map((one, index) => ({ text: otherProgramLine(one, language), rank: 100 + index }));
}
