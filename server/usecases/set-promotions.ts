import type { ChannelName } from '../../channels/types.ts';
import type { Runtime } from '../runtime.ts';
import type { Member } from '../store/members.ts';
import type { Tx } from '../store/tx.ts';

export interface PromotionsChoice {
  readonly channel: ChannelName;
  readonly address: string;
  /** The member the address belongs to, if it is a member's. */
  readonly member: Member | undefined;
  readonly wanted: boolean;
  /** What she wrote, or what told us of her choice. */
  readonly words: string;
  readonly inboxId?: number;
}

/**
 * Stops or resumes promotional messages. A member's choice holds for every address of hers, a stranger's for
 * the address she wrote from, also should she join later. Answers whether anything changed.
 */
export async function setPromotions({ clock }: Runtime, tx: Tx, choice: PromotionsChoice): Promise<boolean> {
  const { address, member, wanted } = choice;
  const channel = choice.channel === 'ussd' ? 'sms' : choice.channel;
  const now = clock.now();
  const at = wanted ? null : now;
  const unchanged = wanted ? 'IS NULL' : 'IS NOT NULL';
  await tx.insertNew('addresses', [
    { id: tx.id(), channel, address, member_id: member?.id ?? null, created_at: now },
  ]);
  const addresses = await tx.run(
    `UPDATE addresses SET promotions_stopped_at = ?
     WHERE ((channel = ? AND address = ?) OR member_id = ?) AND NOT (promotions_stopped_at ${unchanged})`,
    [at, channel, address, member?.id ?? null],
  );
  const members = await tx.run(
    `UPDATE members SET promotions_stopped_at = ?
     WHERE id = ? AND NOT (promotions_stopped_at ${unchanged})`,
    [at, member?.id ?? null],
  );
  if (addresses + members === 0) return false;
  await tx.insert('consents', [
    {
      id: tx.id(),
      member_id: member?.id ?? null,
      channel: choice.channel,
      address,
      kind: 'promotions',
      granted: wanted ? 1 : 0,
      words: choice.words.slice(0, 500),
      inbox_id: choice.inboxId ?? null,
      actor: 'member',
      created_at: now,
    },
  ]);
  return true;
}
