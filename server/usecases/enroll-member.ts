import type { ChannelName, MessageChannel } from '../../channels/types.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { Runtime } from '../runtime.ts';
import { lockMember, memberByPhone } from '../store/members.ts';
import type { Member } from '../store/members.ts';
import { writeProfile } from '../store/profiles.ts';
import type { ProfileChange } from '../store/profiles.ts';
import type { Tx } from '../store/tx.ts';
import { recordAudit } from './audit.ts';
import { completeProfile } from './complete-profile.ts';
import { giveForJoining, noJoiningGift } from './give-for-joining.ts';
import type { JoiningGift } from './give-for-joining.ts';
import { keepBirthdayAtOnce } from './keep-birthday-at-once.ts';
import { markReal } from './simulated-address.ts';

/** Where and in which words a person agreed to join. */
export interface Consent {
  readonly channel: ChannelName | 'counter' | 'api';
  /** The number or chat she wrote from; her number where staff or a till enrolled her. */
  readonly address: string;
  readonly words: string;
  readonly inboxId?: number;
}

export interface Enrollment {
  /** E.164. */
  readonly phone: string;
  readonly name?: string;
  readonly language?: 'fa' | 'en';
  /** What else is known of her, without faults. */
  readonly profile?: ProfileChange;
  /** The member who brought her, see `findReferrer`. */
  readonly referrerId?: number;
  readonly shopId: number | null;
  readonly consent: Consent;
  readonly actor: string;
  /** Tried out in the simulator: no provider is given a message for her yet. */
  readonly simulated?: boolean;
  /** She was a member before, since then: there is no joining gift. */
  readonly memberSince?: number;
}

const nothing = { ...noJoiningGift, alone: noJoiningGift };

export interface Enrolled extends JoiningGift {
  readonly member: Member;
  /** False when she was a member already: then nothing was changed. */
  readonly isNew: boolean;
  /** What she would have got without anybody who brought her. */
  readonly alone: JoiningGift;
}

/**
 * Makes somebody a member: her record, the addresses she can be reached at, her consent, and the joining gift.
 * Once a number, whatever is repeated. Where staff or a till enrolled her, she is told by SMS.
 */
export async function enrollMember(runtime: Runtime, tx: Tx, enrollment: Enrollment): Promise<Enrolled> {
  const { simulated = false } = enrollment;
  const known = await memberByPhone(tx, enrollment.phone);
  if (known) {
    if (!simulated) await markReal(tx, 'sms', [known.phone]);
    return { member: known, isNew: false, ...nothing };
  }
  const referrer =
    enrollment.referrerId === undefined ? undefined : await lockMember(tx, enrollment.referrerId);
  const memberId = tx.id();
  const now = runtime.clock.now();
  // The address first: from here on nobody else can opt out from it without our seeing it.
  await linkAddress(tx, { channel: 'sms', address: enrollment.phone, memberId, simulated, now });
  await insertMember(runtime, tx, { ...enrollment, memberId, now });
  // Before the gift: rules may ask for it.
  if (enrollment.profile) await writeProfile(tx, memberId, enrollment.profile);
  await recordConsent(tx, { ...enrollment, memberId, now });
  const member = await memberByPhone(tx, enrollment.phone);
  if (!member) throw new Error('the member just enrolled is not there');
  if (enrollment.memberSince !== undefined) return { member, isNew: true, ...nothing };
  const given = await giveForJoining(runtime, tx, { member, referrer, actor: enrollment.actor });
  await completeProfile(runtime, tx, { memberId, actor: enrollment.actor });
  if (enrollment.profile?.birthday) {
    await keepBirthdayAtOnce(runtime, tx, { memberId, actor: enrollment.actor });
  }
  if (isByOthers(enrollment.consent)) {
    const { actor } = enrollment;
    await recordAudit(tx, {
      actor,
      action: 'member.enroll',
      subject: `member:${memberId}`,
      detail: {},
      at: now,
    });
    await tellJoined(runtime, tx, { member, ...given });
  }
  return { member, isNew: true, ...given };
}

interface Insert extends Enrollment {
  readonly memberId: number;
  readonly now: number;
}

async function insertMember({ club }: Runtime, tx: Tx, insert: Insert): Promise<void> {
  // Who opted out before she joined stays opted out until she says otherwise herself.
  const stopped = await tx.one<{ at: number | null }>(
    'SELECT promotions_stopped_at AS at FROM addresses WHERE channel = ? AND address = ?',
    ['sms', insert.phone],
  );
  await tx.insert('members', [
    {
      id: insert.memberId,
      phone: insert.phone,
      name: insert.name ?? null,
      language: insert.language ?? club.program.language,
      joined_at: insert.memberSince ?? insert.now,
      joined_channel: insert.consent.channel,
      joined_shop_id: insert.shopId,
      promotions_stopped_at: stopped?.at ?? null,
      referrer_id: insert.referrerId ?? null,
    },
  ]);
}

export interface AddressLink {
  readonly channel: MessageChannel;
  readonly address: string;
  readonly memberId: number;
  readonly simulated: boolean;
  readonly now: number;
}

/** Makes an address reach a member; one that reached somebody else before reaches her from now on. */
export async function linkAddress(tx: Tx, link: AddressLink): Promise<void> {
  const { channel, address, memberId, now } = link;
  const simulated = link.simulated ? 1 : 0;
  const row = { id: tx.id(), channel, address, member_id: memberId, simulated, created_at: now };
  if ((await tx.insertNew('addresses', [row])) > 0) return;
  await tx.run(
    'UPDATE addresses SET member_id = ?, simulated = ?, dead_at = NULL WHERE channel = ? AND address = ?',
    [memberId, simulated, channel, address],
  );
}

async function recordConsent(tx: Tx, { memberId, consent, actor, now }: Insert): Promise<void> {
  await tx.insert('consents', [
    {
      id: tx.id(),
      member_id: memberId,
      channel: consent.channel,
      address: consent.address,
      kind: 'membership',
      granted: 1,
      words: consent.words.slice(0, 500),
      inbox_id: consent.inboxId ?? null,
      actor,
      created_at: now,
    },
  ]);
}

/** She did not do it herself, so no answer tells her. */
function isByOthers({ channel }: Consent): boolean {
  return channel === 'counter' || channel === 'api';
}

/** Tells a new member by SMS what she got, where no answer of ours can or where it does not stay with her. */
export async function tellJoined(
  runtime: Runtime,
  tx: Tx,
  { member, gift, gifts }: JoiningGift & Pick<Enrolled, 'member'>,
): Promise<void> {
  await enqueue(runtime, tx, [
    {
      to: { channel: 'sms', address: member.phone },
      memberId: member.id,
      language: member.language,
      reply: {
        template: 'memberJoinedByStaff',
        params: { club: runtime.club.program.name, gift, balances: gift, gifts },
      },
    },
  ]);
}
