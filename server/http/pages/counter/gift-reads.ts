import type { GivenGift } from '../../../../templates/gifts.ts';
import type { Runtime } from '../../../runtime.ts';
import { giftsOfPurchases, openGifts } from '../../../store/gifts.ts';
import { giftsIn, giftsTold } from '../../../usecases/gifts.ts';
import type { Purchase } from '../../../usecases/read-purchase.ts';

const giftsShown = 5;

/** What a member can use now. */
export interface OpenGifts {
  /** The newest of them. */
  readonly gifts: readonly GivenGift[];
  readonly count: number;
}

type Parts = Pick<Runtime, 'club' | 'store' | 'clock'>;

export async function readOpenGifts({ club, store, clock }: Parts, memberId: number): Promise<OpenGifts> {
  const { rows, count } = await openGifts(store, { memberId, now: clock.now(), max: giftsShown });
  return { gifts: giftsTold(club, giftsIn(club, rows, 'fa')), count };
}

/** What a purchase gave the buyer; what it gave who brought her is not the business of those who stand there. */
export async function readPurchaseGifts(
  { club, store }: Omit<Parts, 'clock'>,
  { id, memberId }: Pick<Purchase, 'id' | 'memberId'>,
): Promise<readonly GivenGift[]> {
  const rows = await giftsOfPurchases(store, [id]);
  const hers = rows.filter((row) => row.memberId === memberId);
  return giftsTold(club, giftsIn(club, hers, 'fa'));
}
