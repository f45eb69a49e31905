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
    occurred_at: record.happened.at,
    created_at: record.createdAt,
  };
}
