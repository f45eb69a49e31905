import type { MessageChannel } from '../../channels/types.ts';
import type { Runtime } from '../runtime.ts';
import type { Tx } from '../store/tx.ts';
import { enrollMember, linkAddress } from './enroll-member.ts';
import type { Enrolled } from './enroll-member.ts';

export interface ChatLink {
  readonly channel: Exclude<MessageChannel, 'sms'>;
  /** The chat's id. */
  readonly address: string;
  /** The sender's own number, as the chat vouches for it; E.164. */
  readonly phone: string;
  /** What the button said that she pressed. */
  readonly words: string;
  readonly inboxId: number;
  /** The member who brought her. */
  readonly referrerId?: number;
  /** Shown in the simulator. */
  readonly simulated: boolean;
}

/** Ties a chat to the member whose number its owner has shown, and enrols her if she is none yet. */
export async function linkChat(runtime: Runtime, tx: Tx, link: ChatLink): Promise<Enrolled> {
  const { channel, address, words, inboxId, simulated } = link;
  const consent = { channel, address, words, inboxId };
  const enrolled = await enrollMember(runtime, tx, {
    phone: link.phone,
    ...(link.referrerId !== undefined && { referrerId: link.referrerId }),
    shopId: null,
    consent,
    actor: 'member',
    simulated,
  });
  const memberId = enrolled.member.id;
  await linkAddress(tx, { channel, address, memberId, simulated, now: runtime.clock.now() });
  return enrolled;
}
