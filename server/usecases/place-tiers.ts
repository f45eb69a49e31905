import type { Floor } from '../../rules/tiers/floors.ts';
import { placed } from '../../rules/tiers/standing.ts';
import type { ProgramAward } from './awards.ts';
import { isGivenOnce } from './given-once.ts';
import type { At, TierCause, TierDesk } from './tier-desk.ts';

/** What tiers of rules are given for: what they go with when it is undone. */
export function floorCause({ purchaseId, occasionId }: TierCause, at: number): string {
  if (purchaseId !== undefined) return `purchase:${purchaseId}`;
  return occasionId === undefined ? `act:${at}` : `occasion:${occasionId}`;
}

/** What is given once for bringing a buyer is given for all her purchases: it stays as long as one of them does. */
export const firstPurchaseCause = (buyerId: number) => `first-purchase:${buyerId}`;

interface Placing {
  readonly awards: readonly ProgramAward[];
  readonly cause: TierCause;
  /** When it happened, and now: what is over by now places nobody. */
  readonly at: number;
  readonly now: number;
}

/** Puts a member in the tiers that awards give her. Answers the one she had before where hers is a higher one now. */
export function placeTiers(
  desk: TierDesk,
  where: At,
  { awards, cause, at, now }: Placing,
): { readonly from: string | null } | undefined {
  const { ladder } = where.by.rules;
  let raised: { readonly from: string | null } | undefined;
  for (const { placing, amount, rule, expiresAt: until } of awards) {
    if (!ladder || !placing || amount === 0 || (until !== null && until <= now)) continue;
    const { buyerId } = cause;
    const isOnce = buyerId !== undefined && isGivenOnce(where.by, rule);
    const by = isOnce ? firstPurchaseCause(buyerId) : floorCause(cause, at);
    const floor: Floor = { tier: placing.tier, until, by, at };
    const move = placed(ladder, desk.stateOf(where), floor);
    desk.apply(where, move, cause);
    if (move.from !== move.to) raised ??= { from: move.from };
  }
  return raised;
}
