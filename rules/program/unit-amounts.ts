import { countablesOf } from './effect.ts';
import type { Effect } from './effect.ts';
import type { Limit } from './limit.ts';
import type { Rule } from './rule.ts';
import type { StampCard } from './stamps.ts';
import type { Measure, Need, Tiers } from './tiers.ts';

type Path = readonly (string | number)[];

/** The parts of a program that speak of so and so many points. */
export interface AmountParts {
  readonly rules: readonly Rule[];
  readonly stampCards: readonly StampCard[];
  readonly rewards: readonly { readonly points: number }[];
  readonly tiers?: Tiers | undefined;
}

/** What becomes of an amount: `isPoints` is false where it is whole by its nature, such as rial, stamps or visits. */
export type MapAmount = (amount: number, isPoints: boolean, path: Path) => number;

/** A program with each amount that may be one of points become another. The one table of where they stand. */
export function mapAmounts<P extends AmountParts>(program: P, map: MapAmount): P {
  return {
    ...program,
    rules: program.rules.map((rule, index) => ruleWith(rule, map, ['rules', index])),
    stampCards: program.stampCards.map((card, index) => ({
      ...card,
      gives: effectsWith(card.gives, map, ['stampCards', index, 'gives']),
    })),
    rewards: program.rewards.map((reward, index) => ({
      ...reward,
      points: map(reward.points, true, ['rewards', index, 'points']),
    })),
    ...(program.tiers && { tiers: tiersWith(program.tiers, map) }),
  };
}

function ruleWith(rule: Rule, map: MapAmount, path: Path): Rule {
  const [only, another] = countablesOf(rule.give);
  const limits = rule.limits.map((limit, at): Limit => {
    if (limit.amount === undefined) return limit;
    const unit = limit.unit ?? (another === undefined ? only : undefined);
    return { ...limit, amount: map(limit.amount, unit === 'points', [...path, 'limits', at, 'amount']) };
  });
  return { ...rule, give: effectsWith(rule.give, map, [...path, 'give']), limits };
}

function effectsWith(give: readonly Effect[], map: MapAmount, path: Path): readonly Effect[] {
  return give.map((effect, at) => effectWith(effect, map, give.length === 1 ? path : [...path, at]));
}

/** Of what is given in points or credit; all else has amounts of its own kinds. */
function effectWith(effect: Effect, map: MapAmount, path: Path): Effect {
  if (!('unit' in effect) || 'multiply' in effect) return effect;
  const isPoints = effect.unit === 'points';
  if ('fixed' in effect) return { ...effect, fixed: map(effect.fixed, isPoints, [...path, 'fixed']) };
  if ('per' in effect) return { ...effect, give: map(effect.give, isPoints, [...path, 'give']) };
  if ('perPiece' in effect)
    return { ...effect, perPiece: map(effect.perPiece, isPoints, [...path, 'perPiece']) };
  if ('roundUpTo' in effect)
    return { ...effect, roundUpTo: map(effect.roundUpTo, isPoints, [...path, 'roundUpTo']) };
  if (!('table' in effect)) return effect;
  const table = effect.table.map((row, at) =>
    'give' in row ? { ...row, give: map(row.give, isPoints, [...path, 'table', at, 'give']) } : row,
  );
  return { ...effect, table };
}

const isOfPoints = (by: Measure) => by === 'earned' || by === 'balance';

function tiersWith(tiers: Tiers, map: MapAmount): Tiers {
  const ends = <T extends Need>(need: T, by: Measure, path: Path): T => ({
    ...need,
    ...(need.by && { by: measureWith(need.by, map, [...path, 'by']) }),
    ...(need.from !== undefined && { from: map(need.from, isOfPoints(by), [...path, 'from']) }),
    ...(need.above !== undefined && { above: map(need.above, isOfPoints(by), [...path, 'above']) }),
  });
  const needs = <T extends Needs>(said: T, path: Path): T => {
    const each = (list: 'all' | 'any') =>
      said[list]?.map((need, at) => ends(need, need.by ?? tiers.by, [...path, list, at]));
    const [all, any] = [each('all'), each('any')];
    return { ...ends(said, tiers.by, path), ...(all && { all }), ...(any && { any }) };
  };
  return {
    ...tiers,
    by: measureWith(tiers.by, map, ['tiers', 'by']),
    steps: tiers.steps.map((step, index) => {
      const path = ['tiers', 'steps', index];
      const { keep } = step;
      return { ...needs(step, path), ...(keep && { keep: needs(keep, [...path, 'keep']) }) };
    }),
  };
}

interface Needs extends Omit<Need, 'by'> {
  readonly by?: undefined;
  readonly all?: Need[] | undefined;
  readonly any?: Need[] | undefined;
}

/** Of a sum, how long the steps are that count. */
function measureWith(by: Measure, map: MapAmount, path: Path): Measure {
  if (typeof by === 'string') return by;
  const sum = by.sum.map((part, at) => ({
    ...part,
    per: map(part.per, isOfPoints(part.of), [...path, 'sum', at, 'per']),
  }));
  return { sum };
}
