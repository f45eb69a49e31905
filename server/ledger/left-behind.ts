import { marks } from '../store/tx.ts';
import type { Reader } from '../store/tx.ts';

/** A row that was given for a purchase. */
export interface LeftBehind {
  readonly id: number;
  readonly memberId: number;
  readonly purchaseId: number;
  readonly programId: number;
  readonly reason: string;
}

interface Given {
  readonly table: 'gifts' | 'charity_entries';
  /** Of those that still stand, in SQL. */
  readonly stands: string;
}

const batchSize = 500;
/** What a visit can give; and a visit stays with another purchase of its day. */
const byVisits: ReadonlySet<string> = new Set(['visit', 'reached']);

/**
 * The first row that stands though its purchase was undone. Gifts of a visit may: they belong to the purchase that
 * has taken the visit over. Everything is to be read as of one instant.
 */
export async function leftBehind(reader: Reader, { table, stands }: Given): Promise<LeftBehind | undefined> {
  for (let after = 0; ;) {
    const rows = await reader.all<LeftBehind>(
      `SELECT ${table}.id, ${table}.member_id AS memberId, ${table}.purchase_id AS purchaseId,
         ${table}.program_id AS programId, ${table}.reason
       FROM ${table} JOIN purchases ON purchases.id = ${table}.purchase_id
       WHERE purchases.undone_at IS NOT NULL AND ${table}.id > ? AND ${stands}
         AND NOT (${table}.reason IN ('visit', 'reached') AND ${cameThatDay(table)}) ORDER BY ${table}.id LIMIT ?`,
      [after, batchSize],
    );
    const kept = await visitsKept(reader, rows);
    const left = rows.find((row) => !byVisits.has(row.reason) || !kept.has(visitKey(row)));
    const last = rows.at(-1);
    if (left || !last || rows.length < batchSize) return left;
    after = last.id;
  }
}

/** A visit stays as well where she came once more on its day. */
const cameThatDay = (table: Given['table']) =>
  `EXISTS (SELECT 1 FROM occasions WHERE occasions.member_id = ${table}.member_id AND occasions.kind = 'visit'
     AND occasions.undone_at IS NULL
     AND ABS(occasions.occurred_at - purchases.occurred_at) < 86400000)`;

/** The first row that stands though the visit or event that it was given for was undone. */
export function leftByOccasion(
  reader: Reader,
  { table, stands }: Given,
): Promise<Pick<LeftBehind, 'id' | 'memberId'> | undefined> {
  return reader.one(
    `SELECT ${table}.id, ${table}.member_id AS memberId
     FROM ${table} JOIN occasions ON occasions.id = ${table}.occasion_id
     WHERE occasions.undone_at IS NOT NULL AND ${stands} ORDER BY ${table}.id LIMIT 1`,
  );
}

const visitKey = ({ programId, purchaseId }: Pick<LeftBehind, 'programId' | 'purchaseId'>) =>
  `${programId}/${purchaseId}`;

/** The visits of undone purchases that other purchases have taken over. */
async function visitsKept(reader: Reader, rows: readonly LeftBehind[]): Promise<ReadonlySet<string>> {
  const ids = [...new Set(rows.filter(({ reason }) => byVisits.has(reason)).map(({ memberId }) => memberId))];
  if (ids.length === 0) return new Set();
  const heirs = await reader.all<{ counted: string }>(
    `SELECT counted FROM purchases
     WHERE member_id IN (${marks(ids)}) AND undone_at IS NULL AND counted LIKE '%"visitOf":%'`,
    ids,
  );
  return new Set(
    heirs.flatMap(({ counted }) =>
      (JSON.parse(counted) as readonly { readonly programId: number; readonly visitOf?: number }[]).flatMap(
        ({ programId, visitOf }) =>
          visitOf === undefined ? [] : [visitKey({ programId, purchaseId: visitOf })],
      ),
    ),
  );
}
