import { dayOf } from '../../rules/calendar.ts';
import { earnedSubject, ruleSubject } from '../../rules/earn/facts.ts';
import type { Club, ProgramVersion } from '../club.ts';
import type { Tx } from '../store/tx.ts';
import { isGivenOnce } from './given-once.ts';
import type { CountedBy } from './settle-due.ts';
import type { Counted } from './tally-books.ts';
import type { CountedAct } from './unreached.ts';

/** Something that was given for bringing the buyer, with a purchase of hers. */
export interface ReferralRow {
  readonly memberId: number;
  readonly programId: number;
  readonly rule: string;
  /** `thing` for what is neither points nor credit nor stamps. */
  readonly unit: string;
  readonly amount: number;
  readonly at: number;
  readonly isWaiting: 0 | 1;
}

/** What stands of what a purchase gave for bringing the buyer; in one query. */
export function readReferralRows(tx: Tx, purchaseId: number): Promise<ReferralRow[]> {
  return tx.all<ReferralRow>(
    `SELECT member_id AS memberId, program_id AS programId, rule, unit, amount, occurred_at AS at, 0 AS isWaiting
     FROM ledger_entries WHERE purchase_id = ? AND reason = 'referral' AND type = 'accrual'
     UNION ALL
     SELECT member_id, program_id, rule, unit, remaining, earned_at, 1
     FROM pending WHERE purchase_id = ? AND reason = 'referral' AND remaining > 0
     UNION ALL
     SELECT member_id, program_id, rule, 'thing', 0, given_at, 0
     FROM gifts WHERE purchase_id = ? AND reason = 'referral' AND state <> 'cancelled'`,
    [purchaseId, purchaseId, purchaseId],
  );
}

interface Leaving {
  readonly purchase: { readonly id: number; readonly memberId: number; readonly occurredAt: number };
  /** Acts of the buyer that stand, the oldest first. */
  readonly others: readonly CountedAct[];
  readonly rows: readonly ReferralRow[];
}

interface Parted {
  readonly taken: readonly CountedBy[];
  /** What stays, as `referralKeys` names it. */
  readonly kept: ReadonlySet<string>;
}

/**
 * Parts what is taken back from what is given once, with the first purchase, for bringing the buyer: that stays as it
 * was given as long as one purchase of hers stands, and is counted for the oldest of these then.
 */
export function leaveReferral(club: Club, mine: readonly CountedBy[], leaving: Leaving): Parted {
  const { purchase, others, rows } = leaving;
  const kept = new Set<string>();
  const inherit = (heir: CountedAct, one: CountedBy): void => {
    heir.counted = [...heir.counted, one];
    heir.changed = true;
    for (const key of referralKeys(one)) kept.add(key);
  };
  let taken = mine.filter((one) => {
    const heir = one.firstOf && heirOf(others, one.programId);
    if (heir) inherit(heir, one);
    return !heir;
  });
  for (const by of club.programsAt(purchase.occurredAt)) {
    const { programId } = by;
    const heir = heirOf(others, programId);
    if (!heir) continue;
    const own = rows.filter((row) => row.programId === programId && isGivenOnce(by, row.rule));
    for (const memberId of new Set(own.map((row) => row.memberId))) {
      const given = own.filter((row) => row.memberId === memberId);
      const whose = { programId, ...(memberId !== purchase.memberId && { memberId }) };
      const parted = partCounts(taken, whose, countsOf(by, given));
      ({ taken } = parted);
      const firstOf = { purchaseId: purchase.id, rules: [...new Set(given.map(({ rule }) => rule))] };
      inherit(heir, { ...whose, firstOf, changes: parted.left });
    }
  }
  return { taken, kept };
}

/** What rows that a purchase has inherited are known by: program, the purchase they were given with, and rule. */
export function referralKeys({ programId, firstOf }: CountedBy): string[] {
  if (!firstOf) return [];
  return firstOf.rules.map((rule) => `${programId}/${firstOf.purchaseId}/referral:${rule}`);
}

/** The oldest purchase of the buyer that stands and that this program knows of. */
function heirOf(others: readonly CountedAct[], programId: number): CountedAct | undefined {
  return others.find(
    ({ source, counted }) =>
      source === 'purchases' &&
      counted.some((one) => one.programId === programId && one.memberId === undefined),
  );
}

/** What was counted for what stays: by the limits of its rules, and of its points by day. */
interface Staying {
  readonly subjects: readonly string[];
  readonly points: readonly { readonly period: string; readonly amount: number }[];
}

function countsOf({ rules }: ProgramVersion, given: readonly ReferralRow[]): Staying {
  const counted = given.filter(
    ({ unit, isWaiting }) => unit === 'points' && (isWaiting === 0 || rules.ladder?.tiers.pending === true),
  );
  const points = counted.flatMap(({ amount, at }) =>
    ['ever', `day:${dayOf(at, rules.era.timeZone)}`].map((period) => ({ period, amount })),
  );
  return { subjects: [...new Set(given.map(({ rule }) => ruleSubject(rule)))], points };
}

function partCounts(
  taken: readonly CountedBy[],
  { programId, memberId }: Pick<CountedBy, 'programId' | 'memberId'>,
  { subjects, points }: Staying,
): { readonly taken: CountedBy[]; readonly left: readonly Counted[] } {
  const left: Counted[] = [];
  const rest = new Map(points.map(({ period }) => [period, 0]));
  for (const { period, amount } of points) rest.set(period, (rest.get(period) ?? 0) + amount);
  const isOfRule = ({ subject }: Counted) =>
    subjects.some((own) => subject === own || subject.startsWith(`${own}/`));
  const parted = taken.map((one) => {
    if (one.programId !== programId || one.memberId !== memberId || one.firstOf) return one;
    const changes = one.changes.flatMap((change): Counted[] => {
      if (isOfRule(change)) {
        left.push(change);
        return [];
      }
      const stays =
        change.subject === earnedSubject ? Math.min(rest.get(change.period) ?? 0, change.amount) : 0;
      if (stays <= 0) return [change];
      rest.set(change.period, (rest.get(change.period) ?? 0) - stays);
      left.push({ ...change, times: 0, amount: stays });
      return [{ ...change, amount: change.amount - stays }];
    });
    return { ...one, changes };
  });
  return { taken: parted, left };
}
