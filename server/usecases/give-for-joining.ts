import { sumWritten } from '../../rules/decimals.ts';
import { joiningReferral } from '../../rules/earn/referral.ts';
import type { GivenGift } from '../../templates/gifts.ts';
import type { Gains } from '../../templates/template.ts';
import type { Runtime } from '../runtime.ts';
import type { GiftRow } from '../store/gifts.ts';
import type { Member } from '../store/members.ts';
import type { Tx } from '../store/tx.ts';
import { openDeciding } from './deciding.ts';
import { giftsIn, giftsTold } from './gifts.ts';
import { postAwards } from './post-awards.ts';
import { keepReferralGifts, referralAwards, tellReferrers } from './referral-gifts.ts';

/** Somebody who just joined, and the member who brought her; both locked. */
export interface Joined {
  readonly member: Member;
  readonly referrer: Member | undefined;
  readonly actor: string;
}

/** What somebody got for joining. */
export interface JoiningGift {
  readonly gift: Gains;
  /** The things. */
  readonly gifts: readonly GivenGift[];
}

/** Nothing. */
export const noJoiningGift: JoiningGift = { gift: { points: 0, credit: 0 }, gifts: [] };

/**
 * Gives what rules give for a joining, to her and to who brought her. Answers what she got, and what of it she
 * would have got without anybody who brought her.
 */
export async function giveForJoining(
  runtime: Runtime,
  tx: Tx,
  { member, referrer, actor }: Joined,
): Promise<JoiningGift & { readonly alone: JoiningGift }> {
  const at = runtime.clock.now();
  const memberIds = referrer ? [member.id, referrer.id] : [member.id];
  const deciding = await openDeciding(runtime, tx, { memberIds, moments: [at] });
  const happened = { at, cause: { actor } };
  const joining = deciding.occasion(member, 'joining', happened);
  const context = { memberId: member.id, reason: 'joining', onceKey: 'joining', actor, occurredAt: at };
  const telling = { member, programs: joining.programs };
  const given = [{ ...joining, context, telling }];
  let gift: Gains = joining.earned;
  if (referrer) {
    const referral = joiningReferral.referred;
    const hers = deciding.occasion(member, 'referral', { ...happened, referral });
    given.push({
      ...{ ...hers, telling: { member, programs: hers.programs } },
      context: { ...context, reason: 'referral', onceKey: 'referred' },
    });
    const { points, credit } = hers.earned;
    gift = { points: sumWritten([gift.points, points]), credit: gift.credit + credit };
  }
  const brought = referrer
    ? [
        {
          ...{ id: tx.id(), referrer, actor, occurredAt: at, of: { joined: member.id } },
          outcome: deciding.occasion(referrer, 'referral', {
            ...{ ...happened, referral: joiningReferral.referrer },
          }),
        },
      ]
    : [];
  const rows = await postAwards(runtime, tx, [...given, ...brought.map(referralAwards)]);
  await deciding.write(tx);
  await keepReferralGifts(runtime, tx, brought);
  // Hers come first.
  const told = (own: readonly GiftRow[]) =>
    giftsTold(runtime.club, giftsIn(runtime.club, own, member.language));
  const theirs = rows.slice(given.length);
  await tellReferrers(
    runtime,
    tx,
    brought.map((referral, index) => ({ referral, rows: theirs[index] ?? [] })),
  );
  const alone = { gift: joining.earned, gifts: told(rows[0] ?? []) };
  return { gift, gifts: told(rows.slice(0, given.length).flat()), alone };
}
