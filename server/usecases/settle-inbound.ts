import type { Runtime } from '../runtime.ts';
import type { Tx } from '../store/tx.ts';
import { recordAudit } from './audit.ts';

/** What a person decides about a customer's message that could not be handled. */
export interface InboundDecision {
  readonly inboxId: number;
  readonly reason: string;
  readonly actor: string;
}

export type InboundSettled =
  | { readonly kind: 'settled' }
  | { readonly kind: 'no-message' }
  /** Only what was set aside waits for a person. */
  | { readonly kind: 'wrong-state'; readonly state: string };

/** Has a message that was set aside handled as if it had just come, with all of its tries before it. */
export async function retryInbound(
  runtime: Runtime,
  tx: Tx,
  decision: InboundDecision,
): Promise<InboundSettled> {
  const now = runtime.clock.now();
  const sql = `UPDATE inbox SET state = 'received', attempts = 0, due_at = ? WHERE id = ? AND state = 'failed'`;
  const changed = await tx.run(sql, [now, decision.inboxId]);
  if (changed > 0) tx.afterCommit(() => runtime.bell.ring('inbox'));
  return settle(tx, { decision, changed, action: 'inbox.retry', at: now });
}

/** Lets a message that was set aside be: nothing is done for it any more. */
export async function discardInbound(
  { clock }: Pick<Runtime, 'clock'>,
  tx: Tx,
  decision: InboundDecision,
): Promise<InboundSettled> {
  const now = clock.now();
  const sql = `UPDATE inbox SET state = 'ignored', handled_at = ? WHERE id = ? AND state = 'failed'`;
  const changed = await tx.run(sql, [now, decision.inboxId]);
  return settle(tx, { decision, changed, action: 'inbox.discard', at: now });
}

interface Settling {
  readonly decision: InboundDecision;
  readonly changed: number;
  readonly action: 'inbox.retry' | 'inbox.discard';
  readonly at: number;
}

async function settle(tx: Tx, { decision, changed, action, at }: Settling): Promise<InboundSettled> {
  const { inboxId: id, reason, actor } = decision;
  const row = await tx.one<{ state: string; error: string | null }>(
    'SELECT state, error FROM inbox WHERE id = ?',
    [id],
  );
  if (!row) return { kind: 'no-message' };
  if (changed === 0) return { kind: 'wrong-state', state: row.state };
  await recordAudit(tx, { actor, action, subject: `inbox:${id}`, detail: { reason, error: row.error }, at });
  return { kind: 'settled' };
}
