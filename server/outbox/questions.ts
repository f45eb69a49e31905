import assert from 'node:assert/strict';
import type { Reader, Row, Tx } from '../store/tx.ts';
import { marks } from '../store/tx.ts';
import { openStates } from './states.ts';

/** A channel on which, since a restore, it is only asked what became of messages. */
export interface AskingChannel {
  readonly channel: string;
  /** When the backup was taken; what was sent since is not known. */
  readonly takenAt: number;
  readonly restoredAt: number;
  /** Messages whose fate is still open. */
  readonly open: number;
}

export interface Restored {
  readonly takenAt: number;
  readonly now: number;
}

/**
 * After a restore nobody knows what was sent between the backup and the loss. So every message that was open in
 * the backup, and may have been due since, counts as handed over: the provider is asked for it by its id, and it
 * is sent only if it was never seen. Until the last of these questions is answered nothing else is sent on
 * their channel. Answers how many there are, by channel.
 */
export async function askAfterRestore(tx: Tx, { takenAt, now }: Restored): Promise<Map<string, number>> {
  // Of the moments at which it may have been sent the earliest counts: from then on the provider's memory fades.
  // MySQL assigns from left to right: what is read below must not be written above it.
  await tx.run(
    `UPDATE outbox SET attempted_at = CASE
         WHEN state = 'sending' AND attempted_at IS NOT NULL THEN attempted_at
         WHEN lease_token IS NULL AND due_at > ? THEN due_at
         ELSE ? END,
       code = ?, state = 'sending', due_at = ?, lease_token = NULL
     WHERE state IN (${marks(openStates)}) AND NOT (state <> 'sending' AND lease_token IS NULL AND due_at > ?)`,
    [takenAt, takenAt, restoredCode, now, ...openStates, now],
  );
  const asked = await tx.all<{ channel: string; open: number }>(
    `SELECT channel, COUNT(*) AS open FROM outbox WHERE state = 'sending' GROUP BY channel ORDER BY channel`,
  );
  const rows = asked.map(({ channel }) => ({ channel, taken_at: takenAt, restored_at: now }));
  await tx.upsert('restored_channels', ['channel'], rows);
  return new Map(asked.map(({ channel, open }) => [channel, open]));
}

/**
 * A row of `outbox` as it is put in while a restore fills the table: what `askAfterRestore` is to ask about counts
 * as handed over already and is due for nobody, so that not even a server that should not be there sends it.
 */
export function heldForRestore(row: Row, { takenAt, now }: Restored): Row {
  const { state, due_at: dueAt, lease_token: lease, attempted_at: attemptedAt } = row;
  assert(typeof dueAt === 'number', 'a message is due at some time');
  const isSending = state === 'sending';
  const isNotDue = !isSending && lease === null && dueAt > now;
  if (!openStates.some((open) => open === state) || isNotDue) return row;
  const untouched = lease === null && dueAt > takenAt ? dueAt : takenAt;
  return {
    ...row,
    ...{ state: 'sending', code: restoredCode, lease_token: null, due_at: Number.MAX_SAFE_INTEGER },
    attempted_at: isSending && typeof attemptedAt === 'number' ? attemptedAt : untouched,
  };
}

/** The code of what a restore leaves open. */
export const restoredCode = 'restored';

/** For the WHERE of a query on `outbox`: not held back by a question that is still open on its channel. */
export const mayGo = `(state = 'sending' OR channel NOT IN (SELECT channel FROM restored_channels))`;

/** Channels on which only questions go out. */
export function askingChannels(reader: Reader): Promise<AskingChannel[]> {
  return reader.all(
    `SELECT channel, taken_at AS takenAt, restored_at AS restoredAt,
       (SELECT COUNT(*) FROM outbox WHERE outbox.state = 'sending' AND outbox.channel = restored_channels.channel) AS open
     FROM restored_channels ORDER BY channel`,
  );
}

/** Lets the channels send again on which every question is answered; answers their names. */
export async function endQuestions(tx: Tx): Promise<string[]> {
  const answered = (await askingChannels(tx)).filter(({ open }) => open === 0).map(({ channel }) => channel);
  if (answered.length > 0) {
    await tx.run(`DELETE FROM restored_channels WHERE channel IN (${marks(answered)})`, answered);
  }
  return answered;
}
