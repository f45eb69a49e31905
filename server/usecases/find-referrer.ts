import { memberByPhone } from '../store/members.ts';
import type { Reader } from '../store/tx.ts';

export type FoundReferrer =
  | { readonly kind: 'found'; readonly referrerId: number }
  /** Nobody brings herself. */
  | { readonly kind: 'self' }
  | { readonly kind: 'unknown' };

/**
 * The member who brought somebody, by the numbers of both. It is told when she joins and never changed, so nobody
 * can have been brought by somebody whom she brought.
 */
export async function findReferrer(
  reader: Reader,
  { phone, referrer }: { readonly phone: string; readonly referrer: string },
): Promise<FoundReferrer> {
  if (phone === referrer) return { kind: 'self' };
  const member = await memberByPhone(reader, referrer);
  return member ? { kind: 'found', referrerId: member.id } : { kind: 'unknown' };
}

/** What is wrong with who is said to have brought somebody, for the caller of the API. */
export const referrerProblems = {
  self: 'is her own number: nobody brings herself',
  unknown: 'is the number of nobody who is a member: leave it out, or enroll that member first',
} as const;
