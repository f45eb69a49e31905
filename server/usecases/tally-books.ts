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
  const kept = new Map(rows.map((row) => [nameOf(row), row]));
  const touched = new Set<string>();
  const days = openDays(rows);

  function change(key: TallyKey, work: (before: Tally) => Tally): void {
    const name = nameOf(key);
    const row = { ...key, ...work(kept.get(name) ?? noTally) };
    kept.set(name, row);
    days.keep(row);
    touched.add(name);
  }

  const keyOf = ({ memberId, programId }: TallyOwner, { of, subject, period }: TallyChange): TallyKey => ({
    programId,
    memberId: tallyOwner(of, memberId),
    subject,
    period,
  });

  return {
    of: (memberId, programId) => (of, subject, period) =>
      kept.get(nameOf({ programId, memberId: tallyOwner(of, memberId), subject, period })),
    daysOf: (memberId, programId) => (subject) => days.of(memberId, programId, subject),
    add: (owner, changes) =>
      changes.map((one) => {
        const key = keyOf(owner, one);
        const lastBefore = kept.get(nameOf(key))?.lastAt ?? null;
        change(key, (before) => sum(before, one));
        return { ...one, lastBefore };
      }),
    takeBack(owner, counted) {
      for (const one of counted) change(keyOf(owner, one), (before) => less(before, one));
    },
    changed: () => [...touched].flatMap((name) => kept.get(name) ?? []),
  };
}

const nameOf = ({ programId, memberId, subject, period }: TallyKey): string =>
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
