import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import type { Reader, Tx } from './tx.ts';

const rowId = 1;

/**
 * What this installation is called, made at its first start: its processes find each other by it, wherever they
 * run and whatever its address is. Two installations that share a Redis never have the same.
 */
export async function ensureInstallation(tx: Tx, now: number): Promise<string> {
  return (await lockRow(tx, now)).code;
}

/** What all processes must have alike, on whatever machine they run. */
export interface SharedSecrets {
  readonly channelSecret: string;
  readonly sessionSecret: string;
}

/**
 * Compares the secrets of this process with those of the first server that was started, of which only digests are
 * kept: answers the names of those that differ. Where none are kept, these become the ones to compare with.
 */
export async function compareSecrets(
  tx: Tx,
  secrets: SharedSecrets,
  now: number,
): Promise<(keyof SharedSecrets)[]> {
  const kept = await lockRow(tx, now);
  const ours = digestsOf(kept.code, secrets);
  if (kept.channelSecret === null || kept.sessionSecret === null) await keep(tx, ours);
  return names.filter((name) => kept[name] !== null && kept[name] !== ours[name]);
}

/** Makes the secrets of this process those that every other one must have from its next start. */
export async function replaceSecrets(tx: Tx, secrets: SharedSecrets, now: number): Promise<void> {
  await keep(tx, digestsOf((await lockRow(tx, now)).code, secrets));
}

/** `undefined` before the first start. */
export async function installationCode(reader: Reader): Promise<string | undefined> {
  const row = await reader.one<{ code: string }>('SELECT code FROM installation WHERE id = ?', [rowId]);
  return row?.code;
}

const names = ['channelSecret', 'sessionSecret'] as const;

interface Kept extends Readonly<Record<keyof SharedSecrets, string | null>> {
  readonly code: string;
}

/** Of processes that start together, one makes the row, and each sees what the one before it has kept. */
async function lockRow(tx: Tx, now: number): Promise<Kept> {
  const there = await readLocked(tx);
  if (there) return there;
  await tx.insertNew('installation', [{ id: rowId, code: randomUUID(), created_at: now }]);
  const made = await readLocked(tx);
  assert(made, 'the row was just made, by this process or another');
  return made;
}

function readLocked(tx: Tx): Promise<Kept | undefined> {
  return tx.one<Kept>(
    `SELECT code, channel_secret AS channelSecret, session_secret AS sessionSecret
     FROM installation WHERE id = ?${tx.forUpdate}`,
    [rowId],
  );
}

/** With the installation's name in it, so that the digests of two cannot be told to be of one secret. */
function digestsOf(code: string, secrets: SharedSecrets): Record<keyof SharedSecrets, string> {
  const digest = (name: keyof SharedSecrets) =>
    createHmac('sha256', secrets[name]).update(`${name} of installation ${code}`).digest('hex');
  return { channelSecret: digest('channelSecret'), sessionSecret: digest('sessionSecret') };
}

async function keep(
  tx: Tx,
  { channelSecret, sessionSecret }: Record<keyof SharedSecrets, string>,
): Promise<void> {
  await tx.run('UPDATE installation SET channel_secret = ?, session_secret = ? WHERE id = ?', [
    ...[channelSecret, sessionSecret, rowId],
  ]);
}
