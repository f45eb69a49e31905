import type { Reader } from '../store/tx.ts';

/**
 * Whether a message tells of something that was undone since, a purchase or what else happened. While its fate was
 * open its member was told of the undoing; if it turns out that it never left, it must not leave any more.
 */
export async function tellsOfUndone(reader: Reader, messageId: number): Promise<boolean> {
  const undone = await reader.one(
    `SELECT outbox.id FROM outbox
       LEFT JOIN purchases ON purchases.id = outbox.purchase_id
       LEFT JOIN occasions ON occasions.id = outbox.occasion_id
     WHERE outbox.id = ? AND (purchases.undone_at IS NOT NULL OR occasions.undone_at IS NOT NULL)
       AND outbox.template NOT IN ('purchaseUndoneForMember', 'giftTakenBackForMember', 'occasionUndoneForMember')`,
    [messageId],
  );
  return undone !== undefined;
}
