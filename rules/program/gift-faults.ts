import type { CrossFault } from './condition-faults.ts';
import type { Effect } from './effect.ts';

interface Parts {
  readonly rewards: readonly { readonly id: string }[];
  readonly draws: readonly { readonly id: string }[];
}

/** A reward and a draw that are given are there. */
export function giftFaults(
  { rewards, draws }: Parts,
  give: readonly Effect[],
  path: readonly (string | number)[],
): CrossFault[] {
  return give.flatMap((effect, at) => {
    const place = give.length === 1 ? path : [...path, at];
    if ('reward' in effect && !rewards.some(({ id }) => id === effect.reward)) {
      return [{ path: [...place, 'reward'], message: `"${effect.reward}" is no reward: add it to rewards` }];
    }
    if ('ticket' in effect && !draws.some(({ id }) => id === effect.ticket)) {
      return [{ path: [...place, 'ticket'], message: `"${effect.ticket}" is no draw: add it to draws` }];
    }
    return [];
  });
}
