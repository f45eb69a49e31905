import { marks } from '../store/tx.ts';
import type { Tx } from '../store/tx.ts';

/**
 * Somebody real uses these addresses: she writes from one, or staff do something for whom it belongs to. What
 * was only tried out in the simulator may be anybody's, so until then no provider is given a message for it.
 */
export async function markReal(tx: Tx, channel: string, addresses: readonly string[]): Promise<void> {
  await tx.run(
    `UPDATE addresses SET simulated = 0
     WHERE channel = ? AND address IN (${marks(addresses)}) AND simulated = 1`,
    [channel, ...addresses],
  );
}
