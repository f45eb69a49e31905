import type { ReferralFacts } from './occasion.ts';

/** A joining, from the side of who was brought, or of who brought her. */
export const joiningReferral = {
  referred: { side: 'referred', at: ['joining'] },
  referrer: { side: 'referrer', at: ['joining'] },
} as const satisfies Record<string, ReferralFacts>;

const [first, later] = [['first-purchase', 'every-purchase'] as const, ['every-purchase'] as const];

/** A purchase of who was brought, from one of the two sides. */
export function purchaseReferral(side: ReferralFacts['side'], isFirst: boolean): ReferralFacts {
  return { side, at: isFirst ? first : later };
}
