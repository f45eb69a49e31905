import { laterBy } from './later.ts';
import { endOfPeriodAt } from './periods.ts';
import type { Era } from './periods.ts';
import type { Boundary } from './program/expiry.ts';
import type { Span } from './program/words.ts';

/** A moment at which a lot loses a part of what is left of it. */
export interface Step {
  readonly at: number;
  /** Percent, with up to two decimals. */
  readonly lose: number;
}

/** The end of a lot whose member does nothing; it knows its own zone, so that no later program moves it. */
export interface Idle extends Era {
  /** When the lot was earned, or could first be spent. */
  readonly since: number;
  readonly span: Span;
  readonly to: Boundary;
  /** What begins the time anew. */
  readonly acts: readonly string[];
}

/** What takes from a lot beside its fixed end. */
export interface Fading {
  /** In the order of time. */
  readonly steps?: readonly Step[];
  readonly idle?: Idle;
}

/** When a member last did something, by the name of the act. */
export type LastActs = Readonly<Partial<Record<string, number>>>;

/** The end of a length of time, by the boundary it runs to: the first instant that is past it. */
export function endAfter(at: number, { span, to }: Pick<Idle, 'span' | 'to'>, era: Era): number {
  const then = laterBy(at, span, era);
  return to === 'instant' ? then : endOfPeriodAt(to, then, era);
}

/** The first instant at which a lot has ended for want of acts, where none follows those that happened. */
export function idleEndOf(idle: Idle, last: LastActs): number {
  const since = idle.acts.reduce((latest, act) => Math.max(latest, last[act] ?? latest), idle.since);
  return endAfter(since, idle, idle);
}

/** What a step takes of what is left: whole, rounded down, exact at any amount. */
export function stepLoss(remaining: number, lose: number): number {
  const hundredths = Math.round(lose * 100);
  const rest = remaining % 10_000;
  return ((remaining - rest) / 10_000) * hundredths + Math.floor((rest * hundredths) / 10_000);
}
