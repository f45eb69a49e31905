import type { Rule } from '../program/rule.ts';

/** What another system told of: its name, and what it said with it. */
export interface EventFacts {
  readonly name: string;
  readonly data: Readonly<Record<string, number | string | boolean>>;
}

/** What is known of what happened beside its moment, where that was no purchase. */
export interface OccasionFacts {
  /** The code of the shop that was visited. */
  readonly shop?: string;
  readonly event?: EventFacts;
}

/** Whether a rule of the trigger is of this very thing. */
export function concerns(rule: Rule, { event }: OccasionFacts): boolean {
  return rule.on !== 'event' || rule.event === event?.name;
}
