import type { CrossFault } from './condition-faults.ts';
import { countablesOf, isGift, isMessage } from './effect.ts';
import { lettersMaxOf, placeholdersOf } from './message-text.ts';
import type { Placeholder } from './message-text.ts';
import type { MessageEffect } from './message.ts';
import type { Rule } from './rule.ts';

type Path = readonly (string | number)[];

interface Parts {
  readonly name: string;
  readonly tiers?: unknown;
}

/** How many parts of an SMS a text of a rule may take. */
export const messagePartsMax = 4;

/** What so many parts of a Persian SMS hold for sure: 67 each, less what an unsplittable letter may waste. */
const lettersIn = (parts: number) => (parts === 1 ? 70 : 67 * parts - 3 * (parts - 1));

/** «لغو۱۱» below it; the club's name above it, cut where it is long, perhaps with a word before it. */
const stopLine = 7;
const clubLine = (name: string) => Math.min(name.length, 32) + 8;

/** Letters that the text itself may have, filled in with the longest that there can be. */
export function messageRoom(club: string): number {
  return lettersIn(messagePartsMax) - stopLine - clubLine(club);
}

/** A rule sends one text, which fits, and names only what there is to fill in. */
export function messageFaults(program: Parts, rule: Rule, path: Path): CrossFault[] {
  const sent = rule.give.filter(isMessage);
  if (sent.length > 1) {
    return [{ path: [...path, 'give'], message: 'sends two messages: write them as one' }];
  }
  return rule.give.flatMap((effect, at) => {
    if (!isMessage(effect)) return [];
    const place = rule.give.length === 1 ? [...path, 'give'] : [...path, 'give', at];
    return textsOf(effect, [...place, 'message']).flatMap(([text, where]) =>
      [...idle(program, rule, text), ...tooLong(program, rule, text)].map((message) => ({
        path: where,
        message,
      })),
    );
  });
}

function textsOf({ message }: MessageEffect, path: Path): (readonly [text: string, path: Path])[] {
  if (typeof message === 'string') return [[message, path]];
  return [
    [message.fa, [...path, 'fa']],
    [message.en, [...path, 'en']],
  ];
}

/** What is named and can never be there. */
function idle(program: Parts, { on, give }: Rule, text: string): string[] {
  const units = countablesOf(give);
  const [points, credit] = [units.includes('points'), units.includes('credit')];
  const gifts = give.some(isGift);
  const faults: Readonly<Partial<Record<Placeholder, string | false>>> = {
    points: !points && 'the rule gives no points',
    credit: !credit && 'the rule gives no credit',
    given: !points && !credit && 'the rule gives neither points nor credit',
    amount: on !== 'purchase' && on !== 'settlement' && 'there is no purchase',
    tier: program.tiers === undefined && 'the program has no tiers',
    gift: !gifts && 'the rule gives no reward, voucher, gift card or ticket',
    code: !gifts && 'the rule gives no reward, voucher, gift card or ticket',
    until: !points && !credit && !gifts && 'the rule gives nothing that could end',
  };
  return placeholdersOf(text).flatMap((name) => {
    const why = faults[name];
    return why ? [`has nothing to say for {${name}}: ${why}; leave it out`] : [];
  });
}

function tooLong({ name }: Parts, { give }: Rule, text: string): string[] {
  const gifts = Math.max(1, give.filter(isGift).length);
  const [room, letters] = [messageRoom(name), lettersMaxOf(text, { gift: gifts, code: gifts })];
  if (letters <= room) return [];
  return [
    `may become ${letters} letters with the longest names and amounts, which ${messagePartsMax} parts of an SMS do not hold: make it ${letters - room} shorter`,
  ];
}
