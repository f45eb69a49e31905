import { dayOf } from '../../rules/calendar.ts';
import { ruleSubject } from '../../rules/earn/facts.ts';
import { comeTogether } from '../../rules/earn/reached.ts';
import type { Club } from '../club.ts';
import type { CountedBy } from './settle-due.ts';
import type { Counted, TallyBooks } from './tally-books.ts';

/** What was counted with an act of a member that stands: a purchase, or its payment. */
export interface CountedAct {
  readonly source: 'purchases' | 'settlements';
  readonly id: number;
  readonly purchaseId: number;
  readonly at: number;
  counted: readonly CountedBy[];
  changed: boolean;
}

/** A gift for what was reached, which does not hold any more. */
export interface Unreached {
  readonly programId: number;
  readonly rule: string;
  readonly act: CountedAct;
}

interface Scope {
  readonly club: Club;
  /** Without what was undone. */
  readonly books: TallyBooks;
  readonly memberId: number;
  /** What was counted for what was undone. */
  readonly taken: readonly CountedBy[];
  /** Acts of the member that came after it, the oldest first. */
  readonly later: readonly CountedAct[];
}

/**
 * The gifts that later acts gave for what came together with one that is undone, where what is left is not enough.
 * What they used up and what limits counted for them is taken back.
 */
export function takeBackReached(scope: Scope): Unreached[] {
  const lost: Unreached[] = [];
  for (const { programId, memberId, changes } of scope.taken) {
    if (memberId !== undefined && memberId !== scope.memberId) continue;
    for (const change of changes) {
      if (!change.subject.startsWith('reached:') || change.amount === 0) continue;
      const act = scope.later.find(({ counted }) =>
        changesOf(counted, programId).some((one) => one.carried > 0 && isSame(one, change)),
      );
      const rule = change.subject.slice('reached:'.length);
      if (act && !isHeld(scope, { programId, rule, act })) {
        forget(scope, { programId, rule, act });
        lost.push({ programId, rule, act });
      }
    }
  }
  return lost;
}

function changesOf(counted: readonly CountedBy[], programId: number): Counted[] {
  return counted.filter((one) => one.programId === programId).flatMap(({ changes }) => changes);
}

const isSame = (one: Counted, other: Counted) => one.subject === other.subject && one.period === other.period;

const subjectOf = ({ rule }: Unreached) => `reached:${rule}`;

/** What a gift used up of each day, without what its act counted itself. */
function usedBy(gift: Unreached): Counted[] {
  return changesOf(gift.act.counted, gift.programId)
    .filter(({ subject, carried }) => subject === subjectOf(gift) && carried !== 0)
    .map((one) => ({ ...one, times: 0, amount: 0, lastAt: null }));
}

/** Whether enough has come together without what is undone; if not, what was used up is there again. */
function isHeld({ club, books, memberId }: Scope, gift: Unreached): boolean {
  const { programId, rule, act } = gift;
  const by = club.programsAt(act.at).find((one) => one.programId === programId);
  const compiled = by?.rules.rules.reached.find((one) => one.rule.id === rule);
  if (!by || !compiled?.reach || compiled.rule.on !== 'reached') return true;
  const owner = { memberId, programId };
  const used = usedBy(gift);
  books.takeBack(owner, used);
  const member = { tally: books.of(memberId, programId), days: books.daysOf(memberId, programId) };
  const day = dayOf(act.at, by.rules.era.timeZone);
  if (comeTogether(compiled.reach, { member, moment: { day } }) < compiled.rule.from) return false;
  books.add(owner, used);
  return true;
}

function forget({ books, memberId }: Scope, gift: Unreached): void {
  const { programId, rule, act } = gift;
  const own = ruleSubject(rule);
  const isLimit = ({ subject }: Counted) => subject === own || subject.startsWith(`${own}/`);
  books.takeBack({ memberId, programId }, changesOf(act.counted, programId).filter(isLimit));
  act.changed = true;
  act.counted = act.counted.map((one) =>
    one.programId === programId
      ? {
          ...one,
          changes: one.changes
            .filter((change) => !isLimit(change))
            .map((change) => (change.subject === subjectOf(gift) ? { ...change, carried: 0 } : change))
            .filter(({ times, amount, carried }) => times !== 0 || amount !== 0 || carried !== 0),
        }
      : one,
  );
}
