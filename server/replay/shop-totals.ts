import { dayOf, startOfDayAt } from '../../rules/calendar.ts';
import type { Day } from '../../rules/calendar.ts';
import { sumWritten } from '../../rules/decimals.ts';
import { visitsSubject } from '../../rules/earn/facts.ts';
import { marks } from '../store/tx.ts';
import type { Runtime } from '../runtime.ts';
import { amountAsWritten } from '../usecases/as-written.ts';

type Past = Pick<Runtime, 'store' | 'club'>;

/** What a member did on one day. */
interface DayTotal {
  readonly at: number;
  readonly purchases: number;
  readonly visits: number;
  readonly spent: number;
  readonly paid: number;
  readonly earned: number;
}

/** What members of a club had done by a moment, day by day, without what was undone later; in four queries. */
export async function readTotals(
  past: Past,
  ids: readonly number[],
  at: number,
): Promise<Map<number, DayTotal[]>> {
  const days = openDayTotals(past);
  // Purchases first: the moment of their days is theirs.
  for (const { memberId, occurredAt, amount, unpaid } of await readBought(past, ids, at)) {
    days.add(memberId, { at: occurredAt, purchases: 1, spent: amount, paid: amount - unpaid });
  }
  for (const { memberId, occurredAt, amount } of await readSettled(past, ids, at)) {
    days.add(memberId, { at: occurredAt, paid: amount });
  }
  for (const { memberId, occurredAt, programId, amount } of await readEarned(past, ids, at)) {
    const { decimals } = past.club.lastOf(programId).rules;
    days.add(memberId, { at: occurredAt, earned: amountAsWritten('points', amount, decimals) });
  }
  for (const { memberId, period, times } of await readVisits(past, ids, at)) {
    days.add(memberId, { at: startOfDayAt(period.slice(dayPrefix.length), zoneOf(past)), visits: times });
  }
  return days.all();
}

const zoneOf = ({ club }: Past) => club.program.timeZone;

function openDayTotals(past: Past) {
  const members = new Map<number, Map<Day, DayTotal>>();
  return {
    add(memberId: number, one: Partial<DayTotal> & Pick<DayTotal, 'at'>): void {
      const own = members.get(memberId) ?? new Map<Day, DayTotal>();
      members.set(memberId, own);
      const day = dayOf(one.at, zoneOf(past));
      const sum = own.get(day) ?? { at: one.at, purchases: 0, visits: 0, spent: 0, paid: 0, earned: 0 };
      own.set(day, {
        at: one.purchases === undefined ? sum.at : Math.max(sum.at, one.at),
        purchases: sum.purchases + (one.purchases ?? 0),
        visits: sum.visits + (one.visits ?? 0),
        spent: sum.spent + (one.spent ?? 0),
        paid: sum.paid + (one.paid ?? 0),
        earned: Math.max(0, sumWritten([sum.earned, one.earned ?? 0])),
      });
    },
    all: () => new Map([...members].map(([id, days]) => [id, [...days.values()]])),
  };
}

interface Dated {
  readonly memberId: number;
  readonly occurredAt: number;
  readonly amount: number;
}

interface Bought extends Dated {
  /** What was promised at the sale. */
  readonly unpaid: number;
}

function readBought({ store }: Past, ids: readonly number[], at: number): Promise<Bought[]> {
  return store.all<Bought>(
    `SELECT member_id AS memberId, occurred_at AS occurredAt, amount, unpaid FROM purchases
     WHERE member_id IN (${marks(ids)}) AND created_at < ? AND undone_at IS NULL`,
    [...ids, at],
  );
}

/** What was promised and all of it was paid by then, as of its last payment. */
function readSettled({ store }: Past, ids: readonly number[], at: number): Promise<Dated[]> {
  return store.all<Dated>(
    `SELECT purchases.member_id AS memberId, purchases.unpaid AS amount, MAX(settlements.paid_at) AS occurredAt
     FROM settlements JOIN purchases ON purchases.id = settlements.purchase_id
     WHERE settlements.member_id IN (${marks(ids)}) AND settlements.created_at < ?
       AND purchases.undone_at IS NULL
     GROUP BY purchases.id, purchases.member_id, purchases.unpaid
     HAVING SUM(settlements.amount) = purchases.unpaid`,
    [...ids, at],
  );
}

/** What was taken back counts on the day of what it was taken back from. */
function readEarned({ store }: Past, ids: readonly number[], at: number) {
  return store.all<Dated & { readonly programId: number }>(
    `SELECT entry.member_id AS memberId, entry.program_id AS programId, entry.amount,
       COALESCE(corrected.occurred_at, entry.occurred_at) AS occurredAt
     FROM ledger_entries AS entry LEFT JOIN ledger_entries AS corrected ON corrected.id = entry.corrects_id
     WHERE entry.member_id IN (${marks(ids)}) AND entry.unit = 'points' AND entry.type IN ('accrual', 'reversal')
       AND (entry.created_at < ? OR (entry.type = 'reversal' AND corrected.created_at < ?))`,
    [...ids, at, at],
  );
}

interface VisitsRow {
  readonly memberId: number;
  readonly period: string;
  readonly times: number;
}

const dayPrefix = 'day:';

/** They are counted by day alone: those of the day of the moment itself are not told. */
function readVisits(past: Past, ids: readonly number[], at: number): Promise<VisitsRow[]> {
  const [own] = past.club.programs;
  return past.store.all<VisitsRow>(
    `SELECT member_id AS memberId, period, times FROM tallies
     WHERE program_id = ? AND member_id IN (${marks(ids)}) AND subject = ? AND period >= ? AND period < ?
       AND times > 0`,
    [own?.programId ?? 0, ...ids, visitsSubject, dayPrefix, `${dayPrefix}${dayOf(at, zoneOf(past))}`],
  );
}
