import type { Runtime } from '../runtime.ts';
import type { Tx } from '../store/tx.ts';
import { recordAudit } from './audit.ts';

/** Ends a key: the next request with it is refused. */
export async function revokeApiKey(
  { clock }: Pick<Runtime, 'clock'>,
  tx: Tx,
  { id, actor, reason }: { id: number; actor: string; reason: string },
): Promise<'revoked' | 'revoked-before' | 'no-key'> {
  const at = clock.now();
  const changed = await tx.run('UPDATE api_keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL', [
    at,
    id,
  ]);
  if (changed === 0) {
    return (await tx.one('SELECT id FROM api_keys WHERE id = ?', [id])) ? 'revoked-before' : 'no-key';
  }
  await recordAudit(tx, { actor, action: 'key.revoke', subject: `key:${id}`, detail: { reason }, at });
  return 'revoked';
}
