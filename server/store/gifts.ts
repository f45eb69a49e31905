import { randomBytes } from 'node:crypto';
import type { Gift } from '../../rules/earn/gift.ts';
import { marks } from './tx.ts';
import type { Reader, Tx } from './tx.ts';

/** `open`: it can be used until it expires. */
export type GiftState = 'open' | 'used' | 'cancelled';

/** A thing that was given to a member. */
export interface GiftRow {
  readonly id: number;
  readonly memberId: number;
  readonly programId: number;
  readonly programVersion: number;
  readonly rule: string;
  readonly kind: Gift['kind'];
  /** The id of the reward or the draw. */
  readonly what: string | null;
  /** As JSON; what it was called when it was given. */
  readonly name: string | null;
  /** Rial. */
  readonly amount: number | null;
  readonly percentHundredths: number | null;
  readonly code: string;
  /** Of a ticket. */
  readonly number: number | null;
  readonly state: GiftState;
  readonly reason: string;
  readonly purchaseId: number | null;
  readonly occasionId: number | null;
  readonly actor: string;
  readonly givenAt: number;
  /** The first moment at which it cannot be used any more. */
  readonly expiresAt: number | null;
  readonly cancelledAt: number | null;
  readonly createdAt: number;
}

const giftColumns = `id, member_id AS memberId, program_id AS programId, program_version AS programVersion, rule,
  kind, what, name, amount, percent_hundredths AS percentHundredths, code, number, state, reason,
  purchase_id AS purchaseId, occasion_id AS occasionId, actor, given_at AS givenAt, expires_at AS expiresAt,
  cancelled_at AS cancelledAt, created_at AS createdAt`;

export async function insertGifts(tx: Tx, gifts: readonly GiftRow[]): Promise<void> {
  await tx.insert(
    'gifts',
    gifts.map((gift) => ({
      ...{ id: gift.id, member_id: gift.memberId, program_id: gift.programId },
      ...{ program_version: gift.programVersion, rule: gift.rule, kind: gift.kind, what: gift.what },
      ...{ name: gift.name, amount: gift.amount, percent_hundredths: gift.percentHundredths },
      ...{ code: gift.code, number: gift.number, state: gift.state, reason: gift.reason },
      ...{ purchase_id: gift.purchaseId, occasion_id: gift.occasionId, actor: gift.actor },
      ...{ given_at: gift.givenAt, expires_at: gift.expiresAt, cancelled_at: gift.cancelledAt },
      created_at: gift.createdAt,
    })),
  );
}

/** The gifts of a member, newest first, no more than `max`. */
export function giftsOfMember(
  reader: Reader,
  { memberId, max }: { readonly memberId: number; readonly max?: number | undefined },
): Promise<GiftRow[]> {
  return reader.all<GiftRow>(
    `SELECT ${giftColumns} FROM gifts WHERE member_id = ? ORDER BY id DESC${max === undefined ? '' : ' LIMIT ?'}`,
    max === undefined ? [memberId] : [memberId, max],
  );
}

/** The gifts of some members, oldest first. */
export function giftsOfMembers(reader: Reader, memberIds: readonly number[]): Promise<GiftRow[]> {
  if (memberIds.length === 0) return Promise.resolve([]);
  return reader.all<GiftRow>(
    `SELECT ${giftColumns} FROM gifts WHERE member_id IN (${marks(memberIds)}) ORDER BY id`,
    memberIds,
  );
}

/** What a member can use at a moment, newest first, no more than `max`; and how many there are in all. */
export async function openGifts(
  reader: Reader,
  { memberId, now, max }: { readonly memberId: number; readonly now: number; readonly max: number },
): Promise<{ readonly rows: readonly GiftRow[]; readonly count: number }> {
  const open = "member_id = ? AND state = 'open' AND (expires_at IS NULL OR expires_at > ?)";
  const asked = [memberId, now];
  const rows = await reader.all<GiftRow>(
    `SELECT ${giftColumns} FROM gifts WHERE ${open} ORDER BY id DESC LIMIT ?`,
    [...asked, max],
  );
  if (rows.length < max) return { rows, count: rows.length };
  const all = await reader.one<{ count: number }>(`SELECT COUNT(*) AS count FROM gifts WHERE ${open}`, asked);
  return { rows, count: all?.count ?? rows.length };
}

/** What purchases gave, in the order it was given. */
export function giftsOfPurchases(reader: Reader, purchaseIds: readonly number[]): Promise<GiftRow[]> {
  return reader.all<GiftRow>(
    `SELECT ${giftColumns} FROM gifts WHERE purchase_id IN (${marks(purchaseIds)}) ORDER BY id`,
    purchaseIds,
  );
}

/** What something else than a purchase gave. */
export function giftsOfOccasion(reader: Reader, occasionId: number): Promise<GiftRow[]> {
  return reader.all<GiftRow>(`SELECT ${giftColumns} FROM gifts WHERE occasion_id = ? ORDER BY id`, [
    occasionId,
  ]);
}

/** Cancels what can still be used of some gifts. */
export async function cancelGifts(
  tx: Tx,
  { ids, now }: { readonly ids: readonly number[]; readonly now: number },
): Promise<void> {
  if (ids.length === 0) return;
  await tx.run(
    `UPDATE gifts SET state = 'cancelled', cancelled_at = ? WHERE id IN (${marks(ids)}) AND state = 'open'`,
    [now, ...ids],
  );
}

/** Letters and digits that nobody takes for each other: 32, so that five random bits are one of them. */
const codeLetters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const codeLength = 12;

/** Sixty random bits. */
export function newGiftCode(): string {
  return Array.from(randomBytes(codeLength), (byte) => codeLetters.charAt(byte & 31)).join('');
}
