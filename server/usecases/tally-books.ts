import { noTally } from '../../rules/earn/facts.ts';
import type { MemberFacts, Tally, TallyChange } from '../../rules/earn/facts.ts';
import { tallyOwner } from '../store/tallies.ts';
import { openDays } from './day-counts.ts';
import type { TallyKey, TallyRow } from '../store/tallies.ts';

/** A change that was made, with what its undoing needs to know. */
export interface Counted extends TallyChange {
  readonly lastBefore: number | null;
}

type TallyOwner = Pick<TallyKey, 'memberId' | 'programId'>;

/** Running counts, read once; decisions that come one after the other see what those before them counted. */
export interface TallyBooks {
  of(memberId: number, programId: number): MemberFacts['tally'];
  daysOf(memberId: number, programId: number): NonNullable<MemberFacts['days']>;
  add(owner: TallyOwner, changes: readonly TallyChange[]): Counted[];
  /** Takes back what was counted; in any order, whatever was counted since. */
  takeBack(owner: TallyOwner, counted: readonly Counted[]): void;
  /** The counts that have changed. */
  changed(): TallyRow[];
}

export function openTallyBooks(rows: readonly TallyRow[]): TallyBooks {
  const kept = new Map(rows.map((row) => [rowKey(row), row]));
  const touched = new Set<string>();
  const days = openDays(rows);

  /** Answers how it stood before. */
  function change(owner: TallyOwner, of: TallyChange, work: (before: Tally) => Tally): Tally {
    const { programId } = owner;
    const { subject, period } = of;
    const memberId = tallyOwner(of.of, owner.memberId);
    const name = rowKey({ programId, memberId, subject, period });
    const before = kept.get(name) ?? noTally;
    const { times, amount, carried, lastAt } = work(before);
    const row = { programId, memberId, subject, period, times, amount, carried, lastAt };
    kept.set(name, row);
    days.keep(row);
    touched.add(name);
    return before;
  }

  return {
    of: (memberId, programId) => (of, subject, period) =>
      kept.get(rowKey({ programId, memberId: tallyOwner(of, memberId), subject, period })),
    daysOf: (memberId, programId) => (subject) => days.of(memberId, programId, subject),
    add: (owner, changes) =>
      changes.map((one) => {
        const { lastAt: lastBefore } = change(owner, one, (before) => sum(before, one));
        return { ...one, lastBefore };
      }),
    takeBack(owner, counted) {
      for (const one of counted) change(owner, one, (before) => less(before, one));
    },
    changed: () => [...touched].flatMap((name) => kept.get(name) ?? []),
  };
}

const rowKey = ({ programId, memberId, subject, period }: TallyKey): string =>
  `${programId} ${memberId} ${subject} ${period}`;

/** What was bought earlier and is logged later moves no time back. */
function sum(before: Tally, { times, amount, carried, lastAt }: TallyChange): Tally {
  return {
    times: before.times + times,
    amount: before.amount + amount,
    carried: before.carried + carried,
    lastAt: lastAt === null ? before.lastAt : Math.max(before.lastAt ?? lastAt, lastAt),
  };
}

function less(before: Tally, { times, amount, carried, lastAt, lastBefore }: Counted): Tally {
  return {
    times: before.times - times,
    amount: before.amount - amount,
    carried: before.carried - carried,
    lastAt: lastAt !== null && before.lastAt === lastAt ? lastBefore : before.lastAt,
  };
}
