import { dayOf } from '../../rules/calendar.ts';
import { countEarned } from '../../rules/earn/tier-counts.ts';
import type { Club } from '../club.ts';
import type { Runtime } from '../runtime.ts';
import { readTallies, writeTallies } from '../store/tallies.ts';
import type { Tx } from '../store/tx.ts';
import { daysAsked } from './day-counts.ts';
import type { CountedBy } from './settle-due.ts';
import { openTallyBooks } from './tally-books.ts';
import type { TallyBooks } from './tally-books.ts';
import { leaveReferral, readReferralRows, referralKeys } from './leave-referral.ts';
import { takeBackReached } from './unreached.ts';
import type { CountedAct, Unreached } from './unreached.ts';
import { visitKey, visitKeys } from './visit-keys.ts';
import type { GivenFor } from './visit-keys.ts';

/** What an undoing takes back beside the purchase itself, and what of it stays. */
export interface UndoScope {
  /** The purchases for which something was given that is taken back. */
  readonly purchaseIds: readonly number[];
  takes(row: GivenFor): boolean;
  /** Whether who brought the buyer keeps what she got for it, as another purchase stands. */
  readonly keepsReferral: boolean;
  /** Whether it was given for what is not reached any more. */
  isOf(gift: Unreached, row: GivenFor): boolean;
  /** Keeps the counts as they are then. `lostPoints` were given for what is not reached any more. */
  write(tx: Tx, lostPoints: (gift: Unreached) => number): Promise<void>;
}

/** The purchase that is undone. */
export interface Undone {
  readonly id: number;
  readonly memberId: number;
  readonly occurredAt: number;
  readonly createdAt: number;
  /** As JSON; `null` where nothing was noted. */
  readonly counted: string | null;
}

/** What a day can differ by from one zone to another. */
const aroundMs = 2 * 24 * 3_600_000;

/**
 * Takes back what a purchase counted. The visit that it was stays with another purchase of its day, or with her coming
 * once more that day, with all that it gave; what its being the first gave for bringing her stays with the next that
 * stands; and what others reached only together with it is taken back.
 */
export async function openUndoScope(
  { club }: Pick<Runtime, 'club'>,
  tx: Tx,
  { purchase, memberIds }: { readonly purchase: Undone; readonly memberIds: readonly number[] },
): Promise<UndoScope> {
  const acts = await readActs(tx, purchase);
  const mine = acts.filter(({ purchaseId }) => purchaseId === purchase.id).flatMap(({ counted }) => counted);
  const others = acts.filter(({ purchaseId }) => purchaseId !== purchase.id);
  const later = others.filter(({ isLater }) => isLater);
  const comes = await readComes(tx, purchase);
  const visits = leaveVisits(club, mine, { purchase, others, comes });
  const rows = await readReferralRows(tx, purchase.id);
  const { taken, kept } = leaveReferral(club, visits.taken, { purchase, others, rows });
  const moved = new Set([...visits.moved, ...kept]);
  const books = openTallyBooks(await readCounts(club, tx, { purchase, memberIds, acts }));
  for (const { programId, changes, memberId = purchase.memberId } of taken) {
    books.takeBack({ memberId, programId }, changes);
  }
  const lost = takeBackReached({ club, books, memberId: purchase.memberId, taken, later });
  const inherited = new Set(taken.flatMap((one) => [...visitKeys(one, one.visitOf), ...referralKeys(one)]));
  const ids = [
    ...taken.flatMap(({ visitOf, firstOf }) => visitOf ?? firstOf?.purchaseId ?? []),
    ...lost.map(({ act }) => act.purchaseId),
  ];
  return {
    purchaseIds: [...new Set([purchase.id, ...ids])],
    keepsReferral: kept.size > 0,
    takes(row) {
      if (row.purchaseId === purchase.id) return !moved.has(visitKey(row));
      return inherited.has(visitKey(row)) || lost.some((gift) => isOf(gift, row));
    },
    isOf,
    async write(to, lostPoints) {
      for (const gift of lost) uncountPoints(club, books, { gift, purchase, points: lostPoints(gift) });
      await writeTallies(to, books.changed());
      for (const { source, id, counted } of [...others, ...comes].filter(({ changed }) => changed)) {
        await to.run(`UPDATE ${source} SET counted = ? WHERE id = ?`, [JSON.stringify(counted), id]);
      }
    },
  };
}

const isOf = ({ act, programId, rule }: Unreached, row: GivenFor) =>
  row.reason === 'reached' &&
  row.purchaseId === act.purchaseId &&
  row.programId === programId &&
  row.rule === rule;

interface Act extends CountedAct {
  /** Recorded after what is undone. */
  readonly isLater: boolean;
}

/** What a visit of its day can be counted for. */
interface VisitHeir extends Pick<CountedAct, 'id' | 'at' | 'counted' | 'changed'> {
  readonly source: CountedAct['source'] | 'occasions';
}

interface ActRow extends Pick<CountedAct, 'source' | 'id' | 'purchaseId' | 'at'> {
  readonly createdAt: number;
  readonly counted: string | null;
}

/** What stands of the member around the day of a purchase or since it was recorded, and its own; the oldest first. */
async function readActs(tx: Tx, { id, memberId, occurredAt, createdAt }: Undone): Promise<Act[]> {
  const rows = await tx.all<ActRow>(
    `SELECT 'purchases' AS source, id, id AS purchaseId, occurred_at AS at, created_at AS createdAt, counted
     FROM purchases WHERE member_id = ? AND undone_at IS NULL
       AND (created_at >= ? OR (occurred_at > ? AND occurred_at < ?))
     UNION ALL
     SELECT 'settlements', settlements.id, purchase_id, paid_at, settlements.created_at, settlements.counted
     FROM settlements JOIN purchases ON purchases.id = settlements.purchase_id
     WHERE settlements.member_id = ? AND purchases.undone_at IS NULL
       AND (settlements.created_at >= ? OR purchase_id = ?)`,
    [memberId, createdAt, occurredAt - aroundMs, occurredAt + aroundMs, memberId, createdAt, id],
  );
  return rows
    .map(({ counted, ...row }) => ({
      ...row,
      counted: JSON.parse(counted ?? '[]') as readonly CountedBy[],
      changed: false,
      isLater: row.createdAt > createdAt || (row.createdAt === createdAt && row.id > id),
    }))
    .sort((a, b) => a.createdAt - b.createdAt || a.id - b.id);
}

/** How the member came around the day of a purchase beside purchases, the oldest first. */
async function readComes(tx: Tx, { memberId, occurredAt }: Undone): Promise<VisitHeir[]> {
  const rows = await tx.all<Pick<VisitHeir, 'id' | 'at'> & Pick<ActRow, 'counted'>>(
    `SELECT id, occurred_at AS at, counted FROM occasions
     WHERE member_id = ? AND kind = 'visit' AND undone_at IS NULL AND occurred_at > ? AND occurred_at < ?
     ORDER BY created_at, id`,
    [memberId, occurredAt - aroundMs, occurredAt + aroundMs],
  );
  return rows.map(({ counted, ...row }) => ({
    ...{ source: 'occasions', ...row, changed: false },
    counted: JSON.parse(counted ?? '[]') as readonly CountedBy[],
  }));
}

interface Standing {
  readonly purchase: Undone;
  readonly others: readonly Act[];
  readonly comes: readonly VisitHeir[];
}

/** Parts what is taken back from the visits that stay: these are counted for what else stands of their day then. */
function leaveVisits(club: Club, mine: readonly CountedBy[], standing: Standing) {
  const { purchase } = standing;
  const taken: CountedBy[] = [];
  const moved = new Set<string>();
  for (const one of mine) {
    const visit = one.changes.filter(({ part }) => part === 'visit');
    const heir = visit.length === 0 ? undefined : heirOf(club, one.programId, standing);
    if (heir === undefined) {
      taken.push(one);
      continue;
    }
    taken.push({ ...one, changes: one.changes.filter(({ part }) => part !== 'visit') });
    const { visitOf = purchase.id, ...rest } = one;
    const visited = { ...rest, changes: visit, visitOf };
    for (const key of visitKeys(visited, visitOf)) moved.add(key);
    heir.counted = [...heir.counted, visited];
    heir.changed = true;
  }
  return { taken: taken.filter(({ changes, firstOf }) => changes.length > 0 || firstOf), moved };
}

/** What her visit of the day of a purchase is without it: another purchase, or her coming. */
function heirOf(club: Club, programId: number, { purchase, others, comes }: Standing): VisitHeir | undefined {
  const { program, rules } = club.lastOf(programId);
  const { timeZone } = rules.era;
  const day = dayOf(purchase.occurredAt, timeZone);
  const isThatDay = ({ at }: VisitHeir) => dayOf(at, timeZone) === day;
  const bought = others.find((act) => act.source === 'purchases' && isThatDay(act));
  // Where each coming counts, it was counted by itself.
  return bought ?? (program.visits.oncePerDay ? comes.find(isThatDay) : undefined);
}

interface Counting {
  readonly purchase: Undone;
  readonly memberIds: readonly number[];
  readonly acts: readonly Act[];
}

function readCounts(club: Club, tx: Tx, { purchase, memberIds, acts }: Counting) {
  const all = acts.flatMap(({ counted }) => counted);
  const programIds = [...new Set(all.map(({ programId }) => programId))];
  const periods = [
    ...new Set(['ever', ...all.flatMap(({ changes }) => changes.map(({ period }) => period))]),
  ];
  const at = purchase.occurredAt;
  const days = daysAsked(club.programsAt(at).map((version) => ({ at, version })));
  return readTallies(tx, { programIds, memberIds, periods, days }, tx.forUpdate);
}

interface Uncounting {
  readonly gift: Unreached;
  readonly purchase: Undone;
  readonly points: number;
}

/** Tiers go by points: those that are taken back of a purchase that stands are noted with it. */
function uncountPoints(club: Club, books: TallyBooks, { gift, purchase, points }: Uncounting): void {
  const { act, programId } = gift;
  const by = club.programsAt(act.at).find((one) => one.programId === programId);
  if (!by || points === 0) return;
  const owner = { memberId: purchase.memberId, programId };
  const changes = books.add(owner, countEarned(by.rules, { at: act.at, points: -points }));
  act.counted = [...act.counted, { programId, changes }];
}
