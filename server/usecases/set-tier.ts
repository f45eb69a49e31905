import { floored } from '../../rules/tiers/standing.ts';
import type { Runtime } from '../runtime.ts';
import { lockMember } from '../store/members.ts';
import type { Tx } from '../store/tx.ts';
import { recordAudit } from './audit.ts';
import { catchUp } from './deciding.ts';
import { openTierDesk } from './tier-desk.ts';

/** A tier that people give a member, whatever she has earned. */
export interface TierSetting {
  readonly memberId: number;
  /** The code of a program; the club's own where absent. */
  readonly program?: string | undefined;
  /** Its id; `null` takes back the one that was given. */
  readonly tier: string | null;
  /** The first instant at which she no longer has it by this; `null` for good. */
  readonly until: number | null;
  readonly reason: string;
  readonly actor: string;
}

export type SetTierResult =
  | { readonly kind: 'set' }
  | { readonly kind: 'no-program' }
  | { readonly kind: 'no-tiers' }
  /** The ladder has others. */
  | { readonly kind: 'no-tier'; readonly tiers: readonly string[] }
  /** It would be over already. */
  | { readonly kind: 'over' }
  /** There is nothing to take back. */
  | { readonly kind: 'not-given' };

/**
 * Gives a member a tier below which she does not fall, for good or for a time, or takes it back. What she earns goes
 * on beside it; it gives none of the gifts of reaching a tier. The last one given replaces the one before.
 */
export async function setTier(runtime: Runtime, tx: Tx, setting: TierSetting): Promise<SetTierResult> {
  const { memberId, program, tier, until, reason, actor } = setting;
  const at = runtime.clock.now();
  await lockMember(tx, memberId);
  await catchUp(runtime, tx, { memberIds: [memberId], dueAt: at });
  await runtime.club.refresh(tx);
  const { programs } = runtime.club;
  const by = program === undefined ? programs[0] : programs.find((one) => one.program.code === program);
  if (!by) return { kind: 'no-program' };
  const { ladder } = by.rules;
  if (!ladder) return { kind: 'no-tiers' };
  const tiers = ladder.rungs.map(({ id }) => id);
  if (tier !== null && !tiers.includes(tier)) return { kind: 'no-tier', tiers };
  if (until !== null && until <= at) return { kind: 'over' };
  const desk = await openTierDesk(tx, { memberIds: [memberId], versions: [by], now: at, pointsOf: () => 0 });
  const where = { memberId, by };
  const state = desk.stateOf(where);
  if (tier === null && !state.floors.some(({ by }) => by === null)) return { kind: 'not-given' };
  desk.apply(where, floored(ladder, state, { tier, until, at }), { actor, reason });
  await desk.write(tx);
  await recordAudit(tx, {
    ...{ actor, action: tier === null ? 'tier.take-back' : 'tier.set', subject: `member:${memberId}`, at },
    detail: { program: by.program.code, tier, until, reason },
  });
  return { kind: 'set' };
}
