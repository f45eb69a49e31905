import type { LastActs } from '../../rules/fading.ts';
import { marks } from './tx.ts';
import type { Tx } from './tx.ts';

/** Something a member did that keeps alive what would end by inactivity: `visit`, `redemption`, `event:login`. */
export interface Act {
  readonly memberId: number;
  readonly act: string;
  readonly at: number;
}

/** For SELECTs that join members; what `lastActsOf` reads. */
export const actColumns = 'members.last_purchase_at AS lastPurchaseAt, members.last_acts AS lastActs';

export interface ActColumns {
  readonly lastPurchaseAt: number | null;
  readonly lastActs: string | null;
}

/** When a member last did what. */
export function lastActsOf({ lastPurchaseAt, lastActs }: ActColumns): LastActs {
  const acts = lastActs === null ? {} : (JSON.parse(lastActs) as LastActs);
  return lastPurchaseAt === null ? acts : { ...acts, purchase: lastPurchaseAt };
}

/**
 * Keeps when members last did something, never moved back by what comes to be known late. Purchases keep their own
 * time. The members must be locked, and what is overdue of their lots written off before: see `noteActs`.
 */
export async function writeActs(tx: Tx, acts: readonly Act[]): Promise<void> {
  const ids = [...new Set(acts.map(({ memberId }) => memberId))];
  if (ids.length === 0) return;
  const rows = await tx.all<{ id: number; lastActs: string | null }>(
    `SELECT id, last_acts AS lastActs FROM members WHERE id IN (${marks(ids)})`,
    ids,
  );
  const kept = new Map(
    rows.map(({ id, lastActs }) => [
      id,
      new Map(Object.entries(lastActs === null ? {} : (JSON.parse(lastActs) as Record<string, number>))),
    ]),
  );
  for (const { memberId, act, at } of acts) {
    const own = kept.get(memberId);
    own?.set(act, Math.max(own.get(act) ?? at, at));
  }
  const all = [...kept].map(([id, own]) => [id, JSON.stringify(Object.fromEntries(own))]);
  await tx.run(
    `UPDATE members SET last_acts = CASE id ${all.map(() => 'WHEN ? THEN ?').join(' ')} END
     WHERE id IN (${marks(all)})`,
    [...all.flat(), ...kept.keys()],
  );
}

/** Moves back when a member last did something that is undone, where it was the last. She must be locked. */
export async function moveActBack(tx: Tx, { memberId, act, at }: Act, before: number | null): Promise<void> {
  const row = await tx.one<{ lastActs: string | null }>(
    'SELECT last_acts AS lastActs FROM members WHERE id = ?',
    [memberId],
  );
  const acts = new Map(Object.entries(JSON.parse(row?.lastActs ?? '{}') as Record<string, number>));
  if (acts.get(act) !== at) return;
  if (before === null) acts.delete(act);
  else acts.set(act, before);
  const kept = JSON.stringify(Object.fromEntries(acts));
  await tx.run('UPDATE members SET last_acts = ? WHERE id = ?', [kept, memberId]);
}
