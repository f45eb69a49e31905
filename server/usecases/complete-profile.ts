import type { Runtime } from '../runtime.ts';
import { lockMember } from '../store/members.ts';
import { knownOf } from '../store/profiles.ts';
import type { Tx } from '../store/tx.ts';
import { recordOccasion } from './record-occasion.ts';

/** Gives what there is for a profile that is complete now, where a program has a rule for it. Nothing twice. */
export async function completeProfile(
  runtime: Runtime,
  tx: Tx,
  { memberId, actor }: { memberId: number; actor: string },
): Promise<void> {
  const at = runtime.clock.now();
  await runtime.club.refresh(tx, [at]);
  const asked = runtime.club.programsAt(at).some(({ rules }) => rules.rules.profile.length > 0);
  const member = asked ? await lockMember(tx, memberId) : undefined;
  if (!member) return;
  const happened = { at, known: await knownOf(tx, member) };
  await recordOccasion(runtime, tx, { member, trigger: 'profile', happened, actor, keep: false });
}
