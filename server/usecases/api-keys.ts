import { createHash, randomBytes } from 'node:crypto';
import type { Runtime } from '../runtime.ts';
import type { Reader, Tx } from '../store/tx.ts';
import { recordAudit } from './audit.ts';

/** What a key may do, from the least to the most. */
export const keyRoles = ['pos', 'manager', 'owner'] as const;
export type KeyRole = (typeof keyRoles)[number];

/** A system's way in: a till, a web shop, a CRM. */
export interface ApiKey {
  readonly id: number;
  readonly name: string;
  readonly role: KeyRole;
  /** The shop it acts for. */
  readonly shopId: number;
  readonly lastUsedAt: number | null;
}

export interface NewApiKey {
  /** For people: which till, which system. */
  readonly name: string;
  readonly role: KeyRole;
  readonly shopId: number;
  readonly actor: string;
}

/** So that a key is known for one wherever it turns up. */
const prefix = 'vafa_';
const secretBytes = 32;

/**
 * Makes a key. Only a digest of it is kept, so the answer is the one time it can be seen. In a transaction of its
 * own, before which it is drawn: run again after a commit whose answer was lost, another key would be made while
 * the first is good and nobody's.
 */
export async function makeApiKey(
  { store, clock }: Pick<Runtime, 'store' | 'clock'>,
  asked: NewApiKey,
): Promise<{ readonly id: number; readonly key: string }> {
  const key = prefix + randomBytes(secretBytes).toString('base64url');
  const drawn = { ...asked, hash: digest(key), at: clock.now() };
  return { id: await store.transaction((tx) => keepKey(tx, drawn)), key };
}

interface DrawnKey extends NewApiKey {
  readonly hash: string;
  readonly at: number;
}

async function keepKey(tx: Tx, { name, role, shopId, actor, hash, at }: DrawnKey): Promise<number> {
  const before = await tx.one<{ id: number }>('SELECT id FROM api_keys WHERE hash = ?', [hash]);
  if (before) return before.id;
  const id = tx.id();
  await tx.insert('api_keys', [{ id, name, role, shop_id: shopId, hash, created_at: at }]);
  const detail = { name, role, shopId };
  await recordAudit(tx, { actor, action: 'key.add', subject: `key:${id}`, detail, at });
  return id;
}

/** The key that was made as `key`, unless it was revoked. */
export async function findApiKey(reader: Reader, key: string): Promise<ApiKey | undefined> {
  if (!key.startsWith(prefix)) return undefined;
  return reader.one<ApiKey>(
    `SELECT id, name, role, shop_id AS shopId, last_used_at AS lastUsedAt
     FROM api_keys WHERE hash = ? AND revoked_at IS NULL`,
    [digest(key)],
  );
}

const useNotedMs = 3_600_000;

/** Writes down that a key is in use, once an hour: enough to find the keys that nobody uses. */
export async function noteKeyUse({ store, clock }: Runtime, key: ApiKey): Promise<void> {
  const now = clock.now();
  if (key.lastUsedAt !== null && now - key.lastUsedAt < useNotedMs) return;
  await store.transaction((tx) => tx.run('UPDATE api_keys SET last_used_at = ? WHERE id = ?', [now, key.id]));
}

function digest(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
