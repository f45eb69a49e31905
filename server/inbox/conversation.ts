import type { Tx } from '../store/tx.ts';

/** Whom a conversation is with. */
export interface Party {
  readonly channel: string;
  readonly address: string;
}

/** The step somebody is at, with what it needs to remember. */
export interface Step {
  readonly step: string;
  readonly data: unknown;
  readonly updatedAt: number;
}

/** The step, unless it was left so long ago that whatever is said now is no answer to it. */
export async function readStep(tx: Tx, { channel, address }: Party, now: number): Promise<Step | undefined> {
  const row = await tx.one<{ step: string; data: string; updatedAt: number; expiresAt: number }>(
    `SELECT step, data, updated_at AS updatedAt, expires_at AS expiresAt FROM conversations
     WHERE channel = ? AND address = ?${tx.forUpdate}`,
    [channel, address],
  );
  if (!row || row.expiresAt <= now) return undefined;
  return { step: row.step, data: JSON.parse(row.data) as unknown, updatedAt: row.updatedAt };
}

export interface NewStep extends Party {
  readonly step: string;
  readonly data: unknown;
  readonly now: number;
  readonly lastsMs: number;
}

/** Puts somebody at a step for a while. */
export function writeStep(tx: Tx, { channel, address, step, data, now, lastsMs }: NewStep): Promise<void> {
  const kept = { step, data: JSON.stringify(data), updated_at: now, expires_at: now + lastsMs };
  return tx.upsert('conversations', ['channel', 'address'], [{ channel, address, ...kept }]);
}

/** The question was answered, or is no longer asked. */
export async function clearStep(tx: Tx, { channel, address }: Party): Promise<void> {
  await tx.run('DELETE FROM conversations WHERE channel = ? AND address = ?', [channel, address]);
}
