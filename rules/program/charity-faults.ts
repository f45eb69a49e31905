import type { CrossFault } from './condition-faults.ts';
import { countablesOf } from './effect.ts';
import type { Effect } from './effect.ts';

interface Parts {
  readonly charities: readonly { readonly id: string }[];
}

interface Giving {
  readonly give: readonly Effect[];
  readonly expires?: unknown;
}

/** A rule gives to a charity that there is, and what is given away never expires. */
export function charityFaults(
  { charities }: Parts,
  { give, expires }: Giving,
  path: readonly (string | number)[],
): CrossFault[] {
  const kinds = countablesOf(give);
  const away = kinds.length > 0 && kinds.every((kind) => kind === 'charity');
  const message = 'what a charity gets does not expire: leave it out';
  return [
    ...missingCharities({ charities }, give, [...path, 'give']),
    ...(away && expires !== undefined ? [{ path: [...path, 'expires'], message }] : []),
  ];
}

/** Names of charities that are not in the program, where something is given to them. */
export function missingCharities(
  { charities }: Parts,
  give: readonly Effect[],
  path: readonly (string | number)[],
): CrossFault[] {
  return give.flatMap((effect, at) => {
    if (!('charity' in effect) || charities.some(({ id }) => id === effect.charity)) return [];
    const place = give.length === 1 ? path : [...path, at];
    return [
      { path: [...place, 'charity'], message: `"${effect.charity}" is no charity: add it to charities` },
    ];
  });
}
