import type { Condition } from './condition.ts';
import type { CrossFault } from './condition-faults.ts';
import type { Segments } from './segments.ts';

type Path = CrossFault['path'];

/** The segments that a condition and those nested in it name, with their places. */
function named(condition: Condition | undefined, path: Path): { readonly id: string; readonly path: Path }[] {
  if (condition === undefined) return [];
  const { segment } = condition;
  const own = segment === undefined ? [] : [{ id: segment, path: [...path, 'segment'] }];
  const nested = (['all', 'any', 'none'] as const).flatMap((nest) =>
    (condition[nest] ?? []).flatMap((inner, index) => named(inner, [...path, nest, index])),
  );
  return [...own, ...nested];
}

/** Segments that are named and not there. */
export function segmentFaults(
  segments: Segments,
  condition: Condition | undefined,
  path: Path,
): CrossFault[] {
  return named(condition, path)
    .filter(({ id }) => !Object.hasOwn(segments, id))
    .map(({ id, path: place }) => ({ path: place, message: `"${id}" is not in segments: add it there` }));
}

/** Segments are not made of segments, so none can go in a circle. */
export function segmentsWithin(condition: Condition, path: Path): CrossFault[] {
  return named(condition, path).map(({ path: place }) => ({
    path: place,
    message: 'a segment is not made of other segments: write out what must hold',
  }));
}
