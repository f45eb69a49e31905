import { dayOf } from '../calendar.ts';
import type { CompiledProgram } from './compile.ts';
import { earnedSubject, spentSubject, unpaidSubject } from './facts.ts';

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
  for (const { unit, amount, pending } of awards) {
    if (unit !== 'points') continue;
    points += amount;
    if (pending === undefined || ladder?.tiers.pending === true) continue;
    for (const part of pending) points -= part.amount;
  }
  return points;
}

/** An instant, and the key of its day. */
interface When {
  readonly at: number;
  readonly periods: { readonly day: string };
}

/** What a purchase adds to what tiers go by, in rial: counted also where there are none, for those that come later. */
export function countSpent(when: When, amount: number): TierCount[] {
  return counted(when, spentSubject, amount);
}

/**
 * What tiers go by that count only what is paid: of a purchase what is not paid at the sale, and below zero what is
 * paid later. Most purchases leave nothing to count.
 */
export function countUnpaid(when: When, amount: number): TierCount[] {
  return amount === 0 ? [] : counted(when, unpaidSubject, amount);
}

/** What points that are given add to what tiers go by. */
export function countEarnedWhen(when: When, points: number): TierCount[] {
  return points === 0 ? [] : counted(when, earnedSubject, points);
}

/** As `countEarnedWhen`, at any instant. */
export function countEarned(
  { era }: CompiledProgram,
  { at, points }: { readonly at: number; readonly points: number },
): TierCount[] {
  return countEarnedWhen({ at, periods: { day: `day:${dayOf(at, era.timeZone)}` } }, points);
}

/** In all and by day: whatever time a ladder counts over is a sum of days, also when the program changes. */
function counted({ at, periods }: When, subject: string, amount: number): TierCount[] {
  const of = 'member';
  return [
    { of, subject, period: 'ever', times: 1, amount, carried: 0, lastAt: at },
    { of, subject, period: periods.day, times: 1, amount, carried: 0, lastAt: at },
  ];
}
