import type { Inviter } from '../../rules/inviter.ts';
import type { Reply } from '../../templates/render.ts';
import type { Member } from '../store/members.ts';
import type { Enrolled } from '../usecases/enroll-member.ts';
import { invitationOf } from '../usecases/invitation.ts';
import type { JoiningGift } from '../usecases/give-for-joining.ts';
import type { Talk } from './talk.ts';
import { readStep, writeStep } from './conversation.ts';

/** Somebody who followed a link may take her time before she shows her number. */
const invitedMs = 30 * 24 * 3_600_000;

/** What a member passes on to those whom she wants to bring. */
export async function inviteOthers({ runtime, tx, club }: Talk, { id: memberId }: Member): Promise<Reply> {
  const { code, links } = await invitationOf(runtime, tx, memberId);
  const line = runtime.config.kavenegar?.sender;
  return { template: 'invitationForMember', params: { club, code, line, links } };
}

/** Keeps who brought a stranger until she shows her number; who was named last counts. */
export async function rememberInviter({ runtime, tx, row }: Talk, by: Inviter | undefined): Promise<void> {
  if (!by) return;
  const { channel, address } = row;
  const now = runtime.clock.now();
  await writeStep(tx, { channel, address, step: 'invited', data: by, now, lastsMs: invitedMs });
}

export async function rememberedInviter({ runtime, tx, row }: Talk): Promise<Inviter | undefined> {
  const step = await readStep(tx, row, runtime.clock.now());
  return step?.step === 'invited' ? (step.data as Inviter) : undefined;
}

/**
 * What of her gifts she is told at once. Who names a number is told the same whether it is a member's or not, so
 * that nobody finds out by joining; a code tells nothing of anybody.
 */
export function toldOfJoining(
  enrolled: Pick<Enrolled, 'gift' | 'gifts' | 'alone'>,
  by?: Inviter,
): JoiningGift {
  return by && 'phone' in by ? enrolled.alone : enrolled;
}
