import type { Reader, Row, Tx } from './tx.ts';

/** Something that happened to a member beside purchases, as its row is made. */
export interface OccasionRecord {
  readonly id: number;
  readonly member: { readonly id: number };
  readonly trigger: string;
  readonly name?: string | undefined;
  readonly onceKey?: string | undefined;
  readonly shopId?: number | undefined;
  readonly actor: string;
  /** Kept as JSON. */
  readonly data?: unknown;
  readonly explanation: readonly unknown[];
  /** What was counted, for its undoing. */
  readonly counted?: readonly unknown[];
  readonly happened: { readonly at: number };
  readonly createdAt: number;
}

/** Whether what may happen once to a member has happened. */
export async function happenedBefore(reader: Reader, memberId: number, onceKey: string): Promise<boolean> {
  const sql = 'SELECT id FROM occasions WHERE member_id = ? AND once_key = ?';
  return (await reader.one(sql, [memberId, onceKey])) !== undefined;
}

/** Whether something of a kind and a name happened to a member after a moment. */
export async function happenedSince(
  reader: Reader,
  of: { readonly memberId: number; readonly kind: string; readonly name: string; readonly after: number },
): Promise<boolean> {
  const last = await reader.one(
    'SELECT id FROM occasions WHERE member_id = ? AND kind = ? AND name = ? AND occurred_at > ? LIMIT 1',
    [of.memberId, of.kind, of.name, of.after],
  );
  return last !== undefined;
}

export function insertOccasion(tx: Tx, record: OccasionRecord): Promise<void> {
  return insertOccasions(tx, [record]);
}

export function insertOccasions(tx: Tx, records: readonly OccasionRecord[]): Promise<void> {
  return tx.insert('occasions', records.map(rowOf));
}

function rowOf(record: OccasionRecord): Row {
  return {
    id: record.id,
    member_id: record.member.id,
    kind: record.trigger,
    name: record.name ?? '',
    once_key: record.onceKey ?? null,
    shop_id: record.shopId ?? null,
    actor: record.actor,
    data: record.data === undefined ? null : JSON.stringify(record.data),
    explanation: JSON.stringify(record.explanation),
    counted: record.counted === undefined ? null : JSON.stringify(record.counted),
    occurred_at: record.happened.at,
    created_at: record.createdAt,
  };
}

/** Something that happened, as it is kept. */
export interface KeptOccasion {
  readonly id: number;
  readonly memberId: number;
  readonly kind: string;
  readonly name: string;
  readonly shopId: number | null;
  /** As JSON. */
  readonly counted: string | null;
  readonly occurredAt: number;
  readonly createdAt: number;
  readonly undoneAt: number | null;
}

export function readOccasion(reader: Reader, id: number): Promise<KeptOccasion | undefined> {
  return reader.one<KeptOccasion>(
    `SELECT id, member_id AS memberId, kind, name, shop_id AS shopId, counted,
       occurred_at AS occurredAt, created_at AS createdAt,
       undone_at AS undoneAt FROM occasions WHERE id = ?`,
    [id],
  );
}

/** When something of its kind and name happened last that stands, apart from one; `null` for never. */
export async function lastBeside(
  reader: Reader,
  { id, memberId, kind, name }: Pick<KeptOccasion, 'id' | 'memberId' | 'kind' | 'name'>,
): Promise<number | null> {
  const row = await reader.one<{ at: number | null }>(
    `SELECT MAX(occurred_at) AS at FROM occasions
     WHERE member_id = ? AND kind = ? AND name = ? AND undone_at IS NULL AND id <> ?`,
    [memberId, kind, name, id],
  );
  return row?.at ?? null;
}

/** Its sender may send it again: the right one, under the same id. */
export async function markOccasionUndone(
  tx: Tx,
  { id, actor, now }: { readonly id: number; readonly actor: string; readonly now: number },
): Promise<void> {
  await tx.run('UPDATE occasions SET undone_at = ?, undone_by = ?, once_key = NULL WHERE id = ?', [
    ...[now, actor, id],
  ]);
}
