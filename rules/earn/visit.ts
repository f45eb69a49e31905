import type { CompiledProgram } from './compile.ts';
import { visitsSubject } from './facts.ts';
import type { MemberFacts, TallyChange } from './facts.ts';
import type { Moment } from './moment.ts';

interface Visiting {
  readonly member: MemberFacts;
  readonly moment: Moment;
}

/** Whether a purchase is a visit of its own: the first of its day. */
export function isVisit({ program }: CompiledProgram, visiting: Visiting): boolean {
  return program.visits.byPurchase && !cameToday(visiting);
}

/** Whether who comes is counted: once a day, where the program says so. */
export function isCounted({ program }: CompiledProgram, visiting: Visiting): boolean {
  return !program.visits.oncePerDay || !cameToday(visiting);
}

function cameToday({ member, moment }: Visiting): boolean {
  return (member.tally('member', visitsSubject, moment.periods.day)?.times ?? 0) > 0;
}

/**
 * What a visit adds to the counts: one more of all, and of its day; counted also where nothing asks for it, for what
 * does later. `part` where it came with a purchase.
 */
export function visitCounts({ at, periods }: Moment, part?: 'visit'): TallyChange[] {
  return [visitCount(at, periods.ever, part), visitCount(at, periods.day, part)];
}

function visitCount(at: number, period: string, part: 'visit' | undefined): TallyChange {
  const subject = visitsSubject;
  if (part) return { of: 'member', subject, period, times: 1, amount: 0, carried: 0, lastAt: at, part };
  return { of: 'member', subject, period, times: 1, amount: 0, carried: 0, lastAt: at };
}
