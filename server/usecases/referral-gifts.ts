import { labelIn } from '../../rules/program/words.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { Runtime } from '../runtime.ts';
import type { GiftRow } from '../store/gifts.ts';
import { insertOccasions } from '../store/occasions.ts';
import type { Tx } from '../store/tx.ts';
import type { CountedBy } from './settle-due.ts';
import type { Awarded } from './post-awards.ts';
import { giftsIn, giftsTold } from './gifts.ts';
import { toldByClub } from './rule-messages.ts';
import { explanationOf } from './purchase.ts';
import type { ReferralGift } from './referral-gift.ts';

/** What is posted of it: each entry names the purchase, or in its key who joined. */
export function referralAwards({ id, referrer, outcome, of, actor, occurredAt }: ReferralGift): Awarded {
  const cited = 'joined' in of ? { onceKey: `referral:${of.joined}` } : of;
  const context = { memberId: referrer.id, reason: 'referral', occasionId: id, ...cited, actor, occurredAt };
  const { awards, stamped, programs } = outcome;
  return { awards, stamped, context, telling: { member: referrer, programs } };
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
    gifts.filter(gave).map(({ id, referrer, outcome, of, actor, occurredAt }) => ({
      ...{ id, member: referrer, trigger: 'referral', data: of, actor, createdAt },
      name: 'joined' in of ? 'joining' : 'purchase',
      explanation: explanationOf(outcome.awards),
      happened: { at: occurredAt },
    })),
  );
}

/** A gift with the things that are part of it. */
interface Told {
  readonly referral: ReferralGift;
  readonly rows: readonly GiftRow[];
}

/** Tells who brought somebody what she got for it, unless she wants no promotional messages. */
export async function tellReferrers(runtime: Runtime, tx: Tx, told: readonly Told[]): Promise<void> {
  const { name: club, code } = runtime.club.program;
  await enqueue(
    runtime,
    tx,
    told.flatMap(({ referral: { referrer, outcome, of }, rows }) => {
      const { awards, earned: gift, balances } = outcome;
      const first = toldByClub(awards, code);
      if (!first || referrer.promotionsStoppedAt !== null) return [];
      const { id: memberId, phone, language } = referrer;
      const gifts = giftsTold(runtime.club, giftsIn(runtime.club, rows, language));
      const params = { club, rule: labelIn(first.name, language), gift, balances, gifts };
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
