import type { Anniversary } from '../../rules/birthday.ts';
import type { Gains } from '../../templates/template.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { Runtime } from '../runtime.ts';
import { birthdayOf, lockMember } from '../store/members.ts';
import type { Member } from '../store/members.ts';
import type { Tx } from '../store/tx.ts';
import { openDeciding } from './deciding.ts';
import { postAwards } from './post-awards.ts';
import { readStanding } from './read-standing.ts';

export interface BirthdayGift {
  readonly memberId: number;
  /** The birthdays kept today. */
  readonly anniversaries: readonly Anniversary[];
  /** When the greeting is no longer worth sending. */
  readonly expiresAt: number;
}

/** Nobody has two birthdays within this time, however often she corrects the date. */
const betweenGiftsMs = 300 * 24 * 3_600_000;

/**
 * Gives a member the birthday gift of the year and congratulates her, once, whatever is run again. Who opted
 * out of promotional messages gets the gift without the message. False when there was nothing to give.
 */
export async function giveBirthdayGift(runtime: Runtime, tx: Tx, gift: BirthdayGift): Promise<boolean> {
  const member = await lockMember(tx, gift.memberId);
  const birthday = member && birthdayOf(member);
  const kept = gift.anniversaries.find(
    (one) => one.calendar === birthday?.calendar && one.month === birthday.month && one.day === birthday.day,
  );
  // Born this very year: the day of birth is no anniversary.
  if (!member || !birthday || !kept || kept.year <= birthday.year) return false;
  const now = runtime.clock.now();
  const onceKey = `birthday:${kept.calendar}:${kept.year}`;
  if (await hadGift(tx, { memberId: member.id, onceKey, now })) return false;
  const deciding = await openDeciding(runtime, tx, { memberIds: [member.id], moments: [now] });
  const { awards, stamped, earned } = deciding.occasion(member, 'birthday', { at: now });
  if (awards.every(({ amount }) => amount === 0)) return false;
  const context = {
    memberId: member.id,
    reason: 'birthday',
    onceKey,
    actor: 'job:birthdays',
    occurredAt: now,
  };
  await postAwards(runtime, tx, [{ awards, stamped, context }]);
  await deciding.write(tx);
  if (member.promotionsStoppedAt === null) {
    await congratulate(runtime, tx, { member, gift: earned, onceKey, expiresAt: gift.expiresAt });
  }
  return true;
}

interface Had {
  readonly memberId: number;
  readonly onceKey: string;
  readonly now: number;
}

/** Lately, or for the same year: who moves her birthday from its first month to its last has both far apart. */
async function hadGift(tx: Tx, { memberId, onceKey, now }: Had): Promise<boolean> {
  const since = [memberId, now - betweenGiftsMs, `${onceKey}:%`];
  const last = await tx.one(
    `SELECT id FROM ledger_entries
     WHERE member_id = ? AND reason = 'birthday' AND (occurred_at > ? OR once_key LIKE ?)
     UNION ALL
     SELECT id FROM pending
     WHERE member_id = ? AND reason = 'birthday' AND (earned_at > ? OR once_key LIKE ?) LIMIT 1`,
    [...since, ...since],
  );
  return last !== undefined;
}

interface Congratulation {
  readonly member: Member;
  readonly gift: Gains;
  readonly onceKey: string;
  readonly expiresAt: number;
}

async function congratulate(
  runtime: Runtime,
  tx: Tx,
  { member, gift, onceKey, expiresAt }: Congratulation,
): Promise<void> {
  const { balances } = await readStanding(runtime, tx, member);
  const params = { club: runtime.club.program.name, name: member.name ?? undefined, gift, balances };
  await enqueue(runtime, tx, [
    {
      to: { channel: 'sms', address: member.phone },
      memberId: member.id,
      language: member.language,
      reply: { template: 'birthdayGiftForMember', params },
      onceKey: `${member.id}:${onceKey}`,
      expiresAt,
    },
  ]);
}
