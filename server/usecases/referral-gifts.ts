import { labelIn } from '../../rules/program/words.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { Runtime } from '../runtime.ts';
import { insertOccasions } from '../store/occasions.ts';
import type { Tx } from '../store/tx.ts';
import type { CountedBy } from './settle-due.ts';
import type { Awarded } from './post-awards.ts';
import { explanationOf } from './purchase.ts';
import type { ReferralGift } from './referral-gift.ts';

/** What is posted of it: each entry names the purchase, or in its key who joined. */
export function referralAwards({ referrer, outcome, of, actor, occurredAt }: ReferralGift): Awarded {
  const cited = 'joined' in of ? { onceKey: `referral:${of.joined}` } : of;
  const context = { memberId: referrer.id, reason: 'referral', ...cited, actor, occurredAt };
  return { awards: outcome.awards, stamped: outcome.stamped, context };
}

/** What was counted for who brought the buyer, for the undoing of the purchase. */
export function countedForReferrer({ referrer, outcome }: ReferralGift): CountedBy[] {
  return outcome.counted.map((one) => ({ ...one, memberId: referrer.id }));
}

/** Keeps why each gave what it gave. What gave nothing is not kept. */
export async function keepReferralGifts(
  runtime: Runtime,
  tx: Tx,
  gifts: readonly ReferralGift[],
): Promise<void> {
  const createdAt = runtime.clock.now();
  await insertOccasions(
    tx,
    gifts.filter(gave).map(({ referrer, outcome, of, actor, occurredAt }) => ({
      ...{ id: tx.id(), member: referrer, trigger: 'referral', data: of, actor, createdAt },
      name: 'joined' in of ? 'joining' : 'purchase',
      explanation: explanationOf(outcome.awards),
      happened: { at: occurredAt },
    })),
  );
}

/** Tells who brought somebody what she got for it, unless she wants no promotional messages. */
export async function tellReferrers(runtime: Runtime, tx: Tx, gifts: readonly ReferralGift[]): Promise<void> {
  const { name: club, code } = runtime.club.program;
  await enqueue(
    runtime,
    tx,
    gifts.flatMap(({ referrer, outcome: { awards, earned: gift, balances }, of }) => {
      const first = awards.find(({ amount, by }) => amount > 0 && by.program.code === code);
      if (!first || referrer.promotionsStoppedAt !== null) return [];
      const { id: memberId, phone, language } = referrer;
      const params = { club, rule: labelIn(first.name, language), gift, balances };
      return [
        {
          ...{ to: { channel: 'sms' as const, address: phone }, memberId, language },
          ...('purchaseId' in of && { purchaseId: of.purchaseId }),
          reply: { template: 'giftForMember' as const, params },
        },
      ];
    }),
  );
}

const gave = ({ outcome }: ReferralGift) => outcome.awards.some(({ amount }) => amount > 0);
