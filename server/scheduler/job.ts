import type { Day } from '../../rules/calendar.ts';
import type { Runtime } from '../runtime.ts';
import type { Reader, Tx } from '../store/tx.ts';

/** One member that a run has to look at. */
export interface Target {
  readonly memberId: number;
}

/** Which members come next. */
export interface Page {
  readonly day: Day;
  /** The last member already dealt with. */
  readonly after: number;
  readonly limit: number;
}

/**
 * Something that happens by itself once a day. A run walks the members by key; what it does to one member
 * happens once whatever is repeated, so a run may be broken off anywhere and taken up again.
 */
export interface Job {
  readonly name: string;
  /** What it does, for people. */
  readonly title: string;
  /** The minute of the day from which it runs, in the program's time zone. */
  readonly fromMinute: number;
  /**
   * What a day means on which it never began. Where the next run does all that is due, it is nothing; where it
   * is for that day alone, what was skipped is shown to the operator (`vafa doctor`), who may run it by hand.
   */
  readonly missedDays: 'skipped' | 'covered by the next run';
  /** It moves no points and decides nothing: it is left out where nothing is said to anybody. */
  readonly onlySays?: true;
  /** Members it may concern, by id, at most `page.limit` of them. */
  targets(runtime: Runtime, reader: Reader, page: Page): Promise<Target[]>;
  /** Does it to one member; answers whether there was anything to do. */
  apply(runtime: Runtime, tx: Tx, work: { memberId: number; day: Day }): Promise<boolean>;
}
