import type { CrossFault } from './condition-faults.ts';
import { countablesOf, isGift, isMessage, isPlacing } from './effect.ts';
import type { Effect } from './effect.ts';
import type { StampCard } from './stamps.ts';

interface Parts {
  readonly rules: readonly { readonly id: string }[];
  readonly stampCards: readonly StampCard[];
}

/** A full card's gift stands in the ledger under the card's id: no rule and no other card may have it. */
export function stampCardFaults({ rules, stampCards }: Parts): CrossFault[] {
  const ids = new Set(rules.map(({ id }) => id));
  return stampCards.flatMap(({ id, gives, expires }, index): CrossFault[] => {
    const faults: CrossFault[] = [];
    const path = ['stampCards', index];
    if (ids.has(id)) {
      const message = `"${id}" is the id of a rule or of another card already; give each its own id`;
      faults.push({ path: [...path, 'id'], message });
    }
    ids.add(id);
    if (expires !== 'never' && expires.steps) {
      const message = 'a stamp loses nothing in steps: say when it ends';
      faults.push({ path: [...path, 'expires', 'steps'], message });
    }
    if (!gives.every(isWhole)) {
      const message =
        'a full card gives so much, or a thing: no stamps, no tier, no message, and nothing that rounds a balance up';
      faults.push({ path: [...path, 'gives'], message });
    } else if (countablesOf(gives).length < gives.filter((effect) => !isGift(effect)).length) {
      faults.push({ path: [...path, 'gives'], message: 'gives the same unit twice: give it once' });
    }
    return faults;
  });
}

const isWhole = (effect: Effect) =>
  !('stamp' in effect) && !('roundUpTo' in effect) && !isMessage(effect) && !isPlacing(effect);

interface Stamping {
  readonly give: readonly Effect[];
  readonly group?: string | undefined;
}

/** A rule stamps a card that there is, and stamps cannot be compared with points. */
export function stampFaults(
  { stampCards }: Pick<Parts, 'stampCards'>,
  { give }: Stamping,
  path: readonly (string | number)[],
): CrossFault[] {
  return give.flatMap((effect, at) => {
    if (!('stamp' in effect) || stampCards.some(({ id }) => id === effect.stamp)) return [];
    const place = give.length === 1 ? [...path, 'give'] : [...path, 'give', at];
    return [
      { path: [...place, 'stamp'], message: `"${effect.stamp}" is no stamp card: add it to stampCards` },
    ];
  });
}
