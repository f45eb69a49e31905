import type { Receipt } from '../../channels/types.ts';
import type { Tx } from '../store/tx.ts';
import type { Address } from './enqueue.ts';
import { isEnd } from './states.ts';
import type { MessageState } from './states.ts';

/** A message as the sender sees it. */
export interface Message {
  readonly id: number;
  readonly channel: Address['channel'];
  readonly address: string;
  readonly class: 'answer' | 'informational' | 'promotional';
  readonly body: string;
  /** JSON of rows of buttons. */
  readonly buttons: string | null;
  readonly state: MessageState;
  readonly attempts: number;
  readonly createdAt: number;
  readonly attemptedAt: number | null;
  readonly expiresAt: number | null;
}

export const messageColumns = `id, channel, address, class, body, buttons, state, attempts,
  created_at AS createdAt, attempted_at AS attemptedAt, expires_at AS expiresAt`;

/** What was learned about a message. */
export interface Outcome {
  readonly state: MessageState;
  /** The provider's or our own code for it, for people who look it up. */
  readonly code?: string;
  /** When to take it up again; left as it is where absent. */
  readonly dueAt?: number;
  readonly receipt?: Receipt;
}

/** Writes down what was learned, and gives the lease back. */
export async function writeOutcome(tx: Tx, id: number, outcome: Outcome & { now: number }): Promise<void> {
  const { state, code, dueAt, receipt, now } = outcome;
  await tx.run(
    `UPDATE outbox SET state = ?, code = ?, lease_token = NULL, due_at = COALESCE(?, due_at),
       provider_id = COALESCE(?, provider_id), charged_rial = COALESCE(?, charged_rial),
       wired_at = COALESCE(wired_at, ?), ended_at = ? WHERE id = ?`,
    [
      state,
      code ?? null,
      dueAt ?? null,
      receipt?.providerId ?? null,
      receipt?.costRial ?? null,
      receipt ? now : null,
      isEnd(state) ? now : null,
      id,
    ],
  );
}
