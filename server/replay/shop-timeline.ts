import type { Reader } from '../store/tx.ts';

/** What a club's own books tell of, in the order in which things of one moment happened. */
const momentKinds = [
  'join',
  'jobs',
  'profile',
  'purchase',
  'settle',
  'occasion',
  'decision',
  'undo',
  'undo-occasion',
] as const;
export type MomentKind = (typeof momentKinds)[number];

/** Something that happened, by the row that tells of it. */
export interface Moment {
  readonly at: number;
  readonly kind: MomentKind;
  readonly id: number;
}

/** Where each kind is found: id and moment alone, so that a long past fits into memory. */
const sources: Readonly<Record<MomentKind, string>> = {
  join: 'SELECT id, joined_at AS at FROM members WHERE joined_at >= ?',
  jobs: 'SELECT id, started_at AS at FROM job_runs WHERE started_at >= ?',
  profile: `SELECT id, at FROM audit WHERE at >= ? AND action = 'member.profile'`,
  purchase: 'SELECT id, created_at AS at FROM purchases WHERE created_at >= ?',
  settle: 'SELECT id, created_at AS at FROM settlements WHERE created_at >= ?',
  occasion: `SELECT id, created_at AS at FROM occasions WHERE created_at >= ? AND kind IN ('event', 'visit')`,
  decision: `SELECT id, at FROM audit
    WHERE at >= ? AND action IN ('pending.approve', 'pending.decline', 'tier.set', 'tier.take-back')`,
  undo: 'SELECT id, undone_at AS at FROM purchases WHERE undone_at >= ?',
  'undo-occasion': 'SELECT id, undone_at AS at FROM occasions WHERE undone_at >= ?',
};

/** All that happened in a club since a moment, in order. */
export async function readTimeline(reader: Reader, from: number): Promise<Moment[]> {
  const moments: Moment[] = [];
  for (const kind of momentKinds) {
    const rows = await reader.all<{ id: number; at: number }>(sources[kind], [from]);
    for (const { id, at } of rows) moments.push({ at, kind, id });
  }
  const rank = new Map(momentKinds.map((kind, index) => [kind, index]));
  const rankOf = ({ kind }: Moment) => rank.get(kind) ?? 0;
  return moments.sort((a, b) => a.at - b.at || rankOf(a) - rankOf(b) || a.id - b.id);
}
