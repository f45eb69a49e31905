import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Reader, Tx } from './tx.ts';

const rowId = 1;

/**
 * What this installation is called, made at its first start: its processes find each other by it, wherever they
 * run and whatever its address is. Two installations that share a Redis never have the same.
 */
export async function ensureInstallation(tx: Tx, now: number): Promise<string> {
  await tx.insertNew('installation', [{ id: rowId, code: randomUUID(), created_at: now }]);
  const code = await installationCode(tx);
  assert(code !== undefined, 'the row was just made, unless it was there');
  return code;
}

/** `undefined` before the first start. */
export async function installationCode(reader: Reader): Promise<string | undefined> {
  const row = await reader.one<{ code: string }>('SELECT code FROM installation WHERE id = ?', [rowId]);
  return row?.code;
}
