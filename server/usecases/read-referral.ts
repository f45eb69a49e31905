import { maskPhone } from '../../rules/phone.ts';
import { memberById } from '../store/members.ts';
import type { Member } from '../store/members.ts';
import type { Reader } from '../store/tx.ts';

/** Who brought a member, and how many she brought. */
export interface Referral {
  /** The number, with its middle hidden; `null` where nobody brought her. */
  readonly referrer: string | null;
  readonly referred: number;
}

export async function readReferral(reader: Reader, { id, referrerId }: Member): Promise<Referral> {
  const referrer = referrerId === null ? undefined : await memberById(reader, referrerId);
  const sql = 'SELECT COUNT(*) AS count FROM members WHERE referrer_id = ?';
  const counted = await reader.one<{ readonly count: number }>(sql, [id]);
  return { referrer: referrer ? maskPhone(referrer.phone) : null, referred: counted?.count ?? 0 };
}
