import { partsOf } from '../decimals.ts';
import type { Effect } from './effect.ts';
import type { Rule } from './rule.ts';
import { mapAmounts } from './unit-amounts.ts';
import type { AmountParts } from './unit-amounts.ts';
import type { Units } from './units.ts';

/**
 * A program with its points in smallest parts, as deciding and the ledger have them. Where there are any, a part of a
 * step gives its part unless the rule says otherwise: that is what decimals are for.
 */
export function inParts<P extends AmountParts & { readonly units: Units }>(program: P): P {
  const { decimals } = program.units.points;
  if (decimals === 0) return program;
  const scaled = mapAmounts(program, (amount, isPoints) =>
    isPoints ? (partsOf(amount, decimals) ?? amount) : amount,
  );
  return { ...scaled, rules: scaled.rules.map((rule): Rule => ({ ...rule, give: rule.give.map(byParts) })) };
}

function byParts(effect: Effect): Effect {
  if (!('per' in effect) || !('unit' in effect) || effect.unit !== 'points') return effect;
  return { ...effect, partStep: effect.partStep ?? !effect.startedStep };
}
