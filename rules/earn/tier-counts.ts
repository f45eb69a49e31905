import { dayOf } from '../calendar.ts';
import type { CompiledProgram } from './compile.ts';
import { earnedSubject, spentSubject } from './facts.ts';
import type { PurchaseFacts } from './facts.ts';

/** A count, in the form of any other. */
interface TierCount {
  readonly of: 'member';
  readonly subject: string;
  readonly period: string;
  readonly times: number;
  readonly amount: number;
  readonly carried: number;
  readonly lastAt: number;
}

interface Given {
  readonly unit: string;
  readonly amount: number;
  readonly pending?: readonly { readonly amount: number }[];
}

/** Points that are given; those that wait only where the program counts them. */
export function pointsOf({ ladder }: CompiledProgram, awards: readonly Given[]): number {
  let points = 0;
  for (const { unit, amount, pending = [] } of awards) {
    if (unit !== 'points') continue;
    points += amount;
    if (ladder?.tiers.pending !== true) for (const part of pending) points -= part.amount;
  }
  return points;
}

/** What a purchase adds to what tiers go by; nothing where there are none. */
export function countSpent(
  compiled: CompiledProgram,
  { at, purchase }: { readonly at: number; readonly purchase: PurchaseFacts },
): TierCount[] {
  if (!compiled.ladder) return [];
  return counted(compiled, { at, subject: spentSubject, amount: compiled.base(purchase).amount });
}

/** What points that are given add to what tiers go by. */
export function countEarned(
  compiled: CompiledProgram,
  { at, points }: { readonly at: number; readonly points: number },
): TierCount[] {
  if (!compiled.ladder || points === 0) return [];
  return counted(compiled, { at, subject: earnedSubject, amount: points });
}

interface Counting {
  readonly at: number;
  readonly subject: string;
  readonly amount: number;
}

/** In all and by day: whatever time a ladder counts over is a sum of days, also when the program changes. */
function counted({ era }: CompiledProgram, { at, subject, amount }: Counting): TierCount[] {
  const change = { of: 'member', subject, times: 1, amount, carried: 0, lastAt: at } as const;
  return [
    { ...change, period: 'ever' },
    { ...change, period: `day:${dayOf(at, era.timeZone)}` },
  ];
}
