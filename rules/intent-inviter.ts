import { inviterIn } from './inviter.ts';
import type { Inviter } from './inviter.ts';

/** A word of a folded text, or its digits in a row. */
export interface Word {
  readonly text: string;
  readonly from: number;
}

/** A number is typed in no more groups than this: +98 912 345 67 89. */
const groupsMax = 6;

/**
 * The member named in a text, and the words besides: digits that are a mobile number or a code of an invitation,
 * in one group or several. `undefined` where there is none. The digits may stand before or behind the words.
 */
export function withoutInviter(
  folded: string,
  words: readonly Word[],
): { readonly by: Inviter; readonly rest: readonly Word[] } | undefined {
  for (let first = 0; first < words.length; first++) {
    for (let count = Math.min(groupsMax, words.length - first); count > 0; count--) {
      const groups = words.slice(first, first + count);
      if (!groups.every(({ text }) => /^\d+$/.test(text))) continue;
      const by = inviterIn(typed(folded, groups));
      if (by) return { by, rest: [...words.slice(0, first), ...words.slice(first + count)] };
    }
  }
  return undefined;
}

/** The groups as they stand in the text, with the plus of a foreign number. */
function typed(folded: string, groups: readonly Word[]): string {
  const [first, last] = [groups[0], groups.at(-1)];
  if (!first || !last) return '';
  const plus = folded[first.from - 1] === '+' ? '+' : '';
  return plus + folded.slice(first.from, last.from + last.text.length);
}
