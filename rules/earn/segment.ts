import type { Segments } from '../program/segments.ts';
import { compileCondition } from './condition.ts';
import type { MemberFacts } from './facts.ts';
import { momentOf } from './moment.ts';
import type { Era } from '../periods.ts';

/** Makes the function that says whether a member is in a segment at an instant. */
export function compileSegment(
  { when }: Segments[string],
  era: Era,
): (member: MemberFacts, at: number) => boolean {
  const unmet = compileCondition(when, era.calendar);
  const nothing = { purchase: undefined, base: { amount: 0, pieces: 0 } };
  return (member, at) => unmet({ moment: momentOf(at, era), member, ...nothing }) === undefined;
}
