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
/** What a visit can give, which stays with what else she did that day; and a first purchase, with any other. */
const inheritable: ReadonlySet<string> = new Set(['visit', 'reached', 'referral']);

/**
 * The first row that stands though its purchase was undone. Gifts of a visit may: they belong to the purchase or
 * the coming that has taken the visit over; and what was given once for bringing the buyer, with her first purchase. Everything is to be read as of one instant.
 */
export async function leftBehind(reader: Reader, { table, stands }: Given): Promise<LeftBehind | undefined> {
  for (let after = 0; ;) {
    const rows = await reader.all<LeftBehind>(
      `SELECT ${table}.id, ${table}.member_id AS memberId, ${table}.purchase_id AS purchaseId,
         ${table}.program_id AS programId, ${table}.reason
       FROM ${table} JOIN purchases ON purchases.id = ${table}.purchase_id
       WHERE purchases.undone_at IS NOT NULL AND ${table}.id > ? AND ${stands} ORDER BY ${table}.id LIMIT ?`,
      [after, batchSize],
    );
    const kept = await inherited(reader, rows);
    const left = rows.find((row) => !inheritable.has(row.reason) || !kept.has(keyOf(row)));
    const last = rows.at(-1);
    if (left || !last || rows.length < batchSize) return left;
    after = last.id;
  }
}

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

type Kept = Pick<LeftBehind, 'programId' | 'purchaseId'> & { readonly isReferral: boolean };

const nameOf = ({ programId, purchaseId, isReferral }: Kept) => `${programId}/${purchaseId}/${isReferral}`;
const keyOf = (row: LeftBehind) => nameOf({ ...row, isReferral: row.reason === 'referral' });

interface Heir {
  readonly programId: number;
  readonly visitOf?: number;
  readonly firstOf?: { readonly purchaseId: number };
}

/** What other purchases and comings of the buyers have taken over from undone purchases. */
async function inherited(reader: Reader, rows: readonly LeftBehind[]): Promise<ReadonlySet<string>> {
  const ids = [
    ...new Set(rows.filter(({ reason }) => inheritable.has(reason)).map(({ purchaseId }) => purchaseId)),
  ];
  if (ids.length === 0) return new Set();
  const heirs = await reader.all<{ counted: string }>(
    `SELECT counted FROM purchases
     WHERE member_id IN (SELECT member_id FROM purchases WHERE id IN (${marks(ids)})) AND undone_at IS NULL
       AND (counted LIKE '%"visitOf":%' OR counted LIKE '%"firstOf":%')
     UNION ALL
     SELECT counted FROM occasions
     WHERE member_id IN (SELECT member_id FROM purchases WHERE id IN (${marks(ids)})) AND undone_at IS NULL
       AND kind = 'visit' AND counted LIKE '%"visitOf":%'`,
    [...ids, ...ids],
  );
  return new Set(heirs.flatMap(({ counted }) => (JSON.parse(counted) as readonly Heir[]).flatMap(namesOf)));
}

function namesOf({ programId, visitOf, firstOf }: Heir): string[] {
  const visit = visitOf === undefined ? [] : [{ programId, purchaseId: visitOf, isReferral: false }];
  const first = firstOf ? [{ programId, purchaseId: firstOf.purchaseId, isReferral: true }] : [];
  return [...visit, ...first].map(nameOf);
}
