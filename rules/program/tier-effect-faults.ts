import type { CrossFault } from './condition-faults.ts';
import { isPlacing } from './effect.ts';
import type { Rule } from './rule.ts';

interface Parts {
  readonly tiers?: { readonly steps: readonly { readonly id: string }[] } | undefined;
}

/** A rule puts a member in one tier, which there is. */
export function tierEffectFaults(
  { tiers }: Parts,
  { give }: Rule,
  path: readonly (string | number)[],
): CrossFault[] {
  if (give.filter(isPlacing).length > 1) {
    return [{ path: [...path, 'give'], message: 'puts her in two tiers: write the higher one' }];
  }
  return give.flatMap((effect, at) => {
    if (!isPlacing(effect) || tiers?.steps.some(({ id }) => id === effect.tier)) return [];
    const place = give.length === 1 ? [...path, 'give'] : [...path, 'give', at];
    const cure = tiers
      ? `the ladder has ${tiers.steps.map(({ id }) => id).join(', ')}`
      : 'the program has none; add "tiers"';
    return [{ path: [...place, 'tier'], message: `"${effect.tier}" is no tier: ${cure}` }];
  });
}
