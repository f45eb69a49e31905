import type { Reader } from '../store/tx.ts';

/**
 * Whether a message tells of a purchase that was undone since. While its fate was open its member was told of the
 * undoing; if it turns out that it never left, it must not leave any more.
 */
export async function tellsOfUndone(reader: Reader, messageId: number): Promise<boolean> {
  const undone = await reader.one(
    `SELECT purchases.id FROM outbox JOIN purchases ON purchases.id = outbox.purchase_id
     WHERE outbox.id = ? AND outbox.template <> 'purchaseUndoneForMember' AND purchases.undone_at IS NOT NULL`,
    [messageId],
  );
  return undone !== undefined;
}
