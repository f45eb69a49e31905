import type { ChannelName, DeliveryReport } from '../../channels/types.ts';
import type { Tx } from '../store/tx.ts';
import { isEnd, stateAfterReport } from './states.ts';
import type { MessageState } from './states.ts';

export type DeliveryOutcome =
  | { readonly kind: 'recorded'; readonly address: string; readonly memberId: number | null }
  /** The message had come further already. */
  | { readonly kind: 'stale'; readonly address: string; readonly memberId: number | null }
  /** No message has that id: not ours, or its receipt is not written yet. */
  | { readonly kind: 'no-message' };

/** Records what a provider reports of a message, whatever order the reports come in. */
export async function recordDelivery(
  tx: Tx,
  report: DeliveryReport & { readonly channel: ChannelName },
  now: number,
): Promise<DeliveryOutcome> {
  const message = await tx.one<{ id: number; state: MessageState; address: string; memberId: number | null }>(
    `SELECT id, state, address, member_id AS memberId FROM outbox
     WHERE channel = ? AND provider_id = ?${tx.forUpdate}`,
    [report.channel, report.providerId],
  );
  if (!message) return { kind: 'no-message' };
  const { id, address, memberId } = message;
  const next = stateAfterReport(message.state, report.state);
  if (!next) return { kind: 'stale', address, memberId };
  await tx.run('UPDATE outbox SET state = ?, code = ?, ended_at = ? WHERE id = ?', [
    next,
    report.code,
    isEnd(next) ? now : null,
    id,
  ]);
  return { kind: 'recorded', address, memberId };
}
