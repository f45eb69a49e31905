import type { Award } from './award.ts';
import type { StampedCard } from './cards.ts';
import type { TallyChange } from './facts.ts';

/** What was decided: the awards of each rule of the trigger in the program's order (one where it gave nothing as a whole), and what is counted for it. */
export interface Decision {
  readonly awards: readonly Award[];
  readonly tallies: readonly TallyChange[];
  /** The stamp cards that were stamped. What full ones give is among the awards, after those of the rules. */
  readonly stamped: readonly StampedCard[];
}
