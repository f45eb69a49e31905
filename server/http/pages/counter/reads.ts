import { randomUUID } from 'node:crypto';
import { dayOf, startOfDayAt } from '../../../../rules/calendar.ts';
import { labelIn } from '../../../../rules/program/words.ts';
import type { GivenGift } from '../../../../templates/gifts.ts';
import type { ReachableView } from '../../../../templates/reachable-lines.ts';
import type { Balances, TierView } from '../../../../templates/template.ts';
import type { MessageState } from '../../../outbox/states.ts';
import type { Runtime } from '../../../runtime.ts';
import { memberById } from '../../../store/members.ts';
import type { Member } from '../../../store/members.ts';
import type { Reader } from '../../../store/tx.ts';
import { waitingOf } from '../../../usecases/read-pending.ts';
import type { PendingItem } from '../../../usecases/read-pending.ts';
import { gainsOfPurchase, readPurchase } from '../../../usecases/read-purchase.ts';
import type { Purchase } from '../../../usecases/read-purchase.ts';
import { reachableViews } from '../../../usecases/reachable-view.ts';
import { readStanding } from '../../../usecases/read-standing.ts';
import type { Standing } from '../../../usecases/read-standing.ts';
import { tierView } from '../../../usecases/tier-view.ts';
import { itemColumns, itemsOf, ownProgram } from './purchase-items.ts';
import type { ItemRow, PurchaseItem } from './purchase-items.ts';
import type { Staff } from '../../../usecases/staff.ts';
import { readOpenGifts, readPurchaseGifts } from './gift-reads.ts';
import type { OpenGifts } from './gift-reads.ts';

const lastShown = 3;
const todayShown = 12;
const unpaidShown = 10;

/** Who stands at the counter, and what she has. */
export interface MemberView {
  readonly member: Member;
  readonly standing: Standing;
  /** In the club's own program; absent without tiers. */
  readonly tier: TierView | undefined;
  /** What she is on the way to, in the club's own program. */
  readonly reachable: readonly ReachableView[];
  readonly last: readonly PurchaseItem[];
  /** What she can use. */
  readonly gifts: OpenGifts;
  /** What she bought in the shop of the staff and has not paid, oldest first. */
  readonly unpaid: readonly UnpaidPurchase[];
}

export interface UnpaidPurchase {
  readonly id: number;
  /** Rial. */
  readonly amount: number;
  /** Rial that are left to pay. */
  readonly left: number;
  readonly at: number;
  /** Of the form that settles it. */
  readonly key: string;
}

export interface TodaysPurchase extends PurchaseItem {
  readonly name: string | null;
  readonly phone: string;
}

/** What one member of staff has logged today. */
export interface Today {
  readonly purchases: readonly TodaysPurchase[];
  /** Of all of today's purchases that stand, shown or not. */
  readonly count: number;
  readonly amount: number;
}

/** A purchase with all that its page shows. */
export interface PurchaseView {
  readonly purchase: Purchase;
  readonly member: Member;
  readonly standing: Standing;
  /** What of it can be spent by now, of the club's own program. */
  readonly earned: Balances;
  /** The things that it gave. */
  readonly gifts: readonly GivenGift[];
  /** What of it waits, of every program. */
  readonly waiting: readonly PendingItem[];
  readonly tier: TierView | undefined;
  /** The tier that it reached, by name. */
  readonly reached: string | undefined;
  /** What became of the message about it; absent when there is none. */
  readonly message: { readonly state: MessageState; readonly code: string | null } | undefined;
}

export async function readMemberView(runtime: Runtime, staff: Staff, member: Member): Promise<MemberView> {
  const { store } = runtime;
  const rows = await store.all<ItemRow>(
    `SELECT ${itemColumns} FROM purchases WHERE member_id = ? ORDER BY occurred_at DESC, id DESC LIMIT ?`,
    [member.id, lastShown],
  );
  // The counter speaks Persian, whatever language the member is written to.
  const standing = await readStanding(runtime, store, { id: member.id, language: 'fa' });
  const last = await itemsOf(runtime, rows);
  const unpaid = await readUnpaid(store, staff, member);
  const gifts = await readOpenGifts(runtime, member.id);
  const { program } = runtime.club;
  const reachable = reachableViews(standing.reachable, { program, language: 'fa' });
  return { member, standing, tier: tierOf(runtime, standing), reachable, last, unpaid, gifts };
}

async function readUnpaid(reader: Reader, staff: Staff, member: Member): Promise<UnpaidPurchase[]> {
  const rows = await reader.all<Omit<UnpaidPurchase, 'key' | 'left'> & { toPay: number }>(
    `SELECT id, amount, unpaid - settled AS toPay, occurred_at AS at FROM purchases
     WHERE member_id = ? AND shop_id = ? AND undone_at IS NULL AND unpaid > settled
     ORDER BY occurred_at, id LIMIT ?`,
    [member.id, staff.shopId, unpaidShown],
  );
  return rows.map(({ toPay, ...row }) => ({ ...row, left: toPay, key: randomUUID() }));
}

export async function readToday(runtime: Runtime, staff: Staff): Promise<Today> {
  const { store, clock, club } = runtime;
  const { timeZone } = club.program;
  const asked = [`staff:${staff.id}`, startOfDayAt(dayOf(clock.now(), timeZone), timeZone)];
  const rows = await store.all<ItemRow & { name: string | null; phone: string }>(
    `SELECT ${itemColumns}, members.name, members.phone
     FROM purchases JOIN members ON members.id = purchases.member_id
     WHERE purchases.actor = ? AND purchases.created_at >= ? ORDER BY purchases.created_at DESC, purchases.id DESC LIMIT ?`,
    [...asked, todayShown],
  );
  const sums = await store.one<{ count: number; amount: number | null }>(
    `SELECT COUNT(*) AS count, SUM(amount) AS amount FROM purchases
     WHERE actor = ? AND created_at >= ? AND undone_at IS NULL`,
    asked,
  );
  return {
    purchases: (await itemsOf(runtime, rows)).map(({ row: { name, phone }, ...item }) => ({
      ...{ ...item, name, phone },
    })),
    count: sums?.count ?? 0,
    amount: sums?.amount ?? 0,
  };
}

/** A purchase of the staff's own shop; the others are not there for her. */
export async function readPurchaseView(
  runtime: Runtime,
  staff: Staff,
  id: number,
): Promise<PurchaseView | undefined> {
  const { store } = runtime;
  const purchase = await readPurchase(store, id);
  const member = purchase?.shopId === staff.shopId ? await memberById(store, purchase.memberId) : undefined;
  if (!purchase || !member) return undefined;
  const message = await store.one<{ state: MessageState; code: string | null }>(
    `SELECT state, code FROM outbox WHERE member_id = ? AND purchase_id = ?
       AND template IN ('purchaseRecordedForMember', 'purchaseUndoneForMember') ORDER BY id DESC LIMIT 1`,
    [member.id, id],
  );
  const standing = await readStanding(runtime, store, { id: member.id, language: 'fa' });
  const { earned } = gainsOfPurchase(purchase, ownProgram(runtime));
  const waiting = waitingOf(runtime, purchase);
  const reached = purchase.undoneAt === null ? await readReached(runtime, purchase) : undefined;
  const tier = tierOf(runtime, standing);
  const gifts = await readPurchaseGifts(runtime, purchase);
  return { purchase, member, standing, earned, gifts, waiting, tier, reached, message };
}

function tierOf({ club: { program } }: Runtime, { tier }: Standing): TierView | undefined {
  return tierView(tier, { program, language: 'fa' });
}

/** The last one that it reached, of the club's own program. */
async function readReached(
  { store, club }: Runtime,
  { id, memberId }: Purchase,
): Promise<string | undefined> {
  const [own] = club.programs;
  const row = await store.one<{ tier: string | null }>(
    `SELECT to_tier AS tier FROM tier_changes
     WHERE member_id = ? AND program_id = ? AND purchase_id = ? AND kind = 'reached' ORDER BY id DESC LIMIT 1`,
    [memberId, own?.programId ?? 0, id],
  );
  const step = own?.program.tiers?.steps.find((one) => one.id === row?.tier);
  return step && labelIn(step.name, 'fa');
}
