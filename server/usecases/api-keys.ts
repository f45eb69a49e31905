import { createHash, randomBytes } from 'node:crypto';
import type { Runtime } from '../runtime.ts';
import type { Reader, Tx } from '../store/tx.ts';
import { recordAudit } from './audit.ts';

/** What a key may do, from the least to the most. */
export const keyRoles = ['pos', 'manager', 'owner'] as const;
export type KeyRole = (typeof keyRoles)[number];

/** A program's way in: a till, a web shop, another system. */
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

/** Makes a key. Only a digest of it is kept, so the answer is the one time it can be seen. */
export async function makeApiKey(
  { clock }: Pick<Runtime, 'clock'>,
  tx: Tx,
  { name, role, shopId, actor }: NewApiKey,
): Promise<{ readonly id: number; readonly key: string }> {
  const id = tx.id();
  const at = clock.now();
  const key = prefix + randomBytes(secretBytes).toString('base64url');
  await tx.insert('api_keys', [{ id, name, role, shop_id: shopId, hash: digest(key), created_at: at }]);
  const detail = { name, role, shopId };
  await recordAudit(tx, { actor, action: 'key.add', subject: `key:${id}`, detail, at });
  return { id, key };
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

/** A key as people see it in a list: all but the key itself, which nobody knows here. */
export interface ListedApiKey extends Omit<ApiKey, 'shopId'> {
  /** The code of its shop. */
  readonly shop: string;
  readonly createdAt: number;
  readonly revokedAt: number | null;
}

/** All keys, revoked ones too, oldest first. */
export function listApiKeys(reader: Reader): Promise<ListedApiKey[]> {
  return reader.all<ListedApiKey>(
    `SELECT api_keys.id, api_keys.name, api_keys.role, shops.code AS shop, api_keys.created_at AS createdAt,
       api_keys.last_used_at AS lastUsedAt, api_keys.revoked_at AS revokedAt
     FROM api_keys JOIN shops ON shops.id = api_keys.shop_id ORDER BY api_keys.id`,
  );
}

/** Ends a key for good: the next request with it is refused. */
export async function revokeApiKey(
  { clock }: Pick<Runtime, 'clock'>,
  tx: Tx,
  { id, actor }: { readonly id: number; readonly actor: string },
): Promise<'revoked' | 'already-revoked' | 'no-key'> {
  const at = clock.now();
  if (!(await tx.one('SELECT id FROM api_keys WHERE id = ?', [id]))) return 'no-key';
  const ended = await tx.run('UPDATE api_keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL', [
    at,
    id,
  ]);
  if (ended === 0) return 'already-revoked';
  await recordAudit(tx, { actor, action: 'key.revoke', subject: `key:${id}`, detail: {}, at });
  return 'revoked';
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
