import { marks } from '../store/tx.ts';
import type { Reader } from '../store/tx.ts';
import type { Message } from './message.ts';
import { openStates } from './states.ts';

/** How long a message that came too early is put back for. */
export const overtakenRestMs = 250;

/**
 * For a WHERE on `outbox ahead`: an earlier message to the address of a row of `of` is in somebody's hands. Its
 * parameters: the open states, and the present moment. Time decides what is earlier: each process takes its ids
 * from a block of its own.
 */
export function isAhead(of: string): string {
  return `ahead.channel = ${of}.channel AND ahead.address = ${of}.address
    AND (ahead.created_at < ${of}.created_at OR (ahead.created_at = ${of}.created_at AND ahead.id < ${of}.id))
    AND ahead.lease_token IS NOT NULL AND ahead.state IN (${marks(openStates)}) AND ahead.due_at > ?`;
}

/** Whether another sender has an earlier message to the same address in hand, so that this one would overtake it. */
export async function isOvertaking(
  reader: Reader,
  { id }: Message,
  { token, now }: { token: string; now: number },
): Promise<boolean> {
  const ahead = await reader.one(
    `SELECT 1 AS found FROM outbox mine JOIN outbox ahead ON ${isAhead('mine')}
     WHERE mine.id = ? AND ahead.lease_token <> ? LIMIT 1`,
    [...openStates, now, id, token],
  );
  return ahead !== undefined;
}
