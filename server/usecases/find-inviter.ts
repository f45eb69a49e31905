import type { Inviter } from '../../rules/inviter.ts';
import { inviterByCode } from '../store/invitations.ts';
import type { Reader } from '../store/tx.ts';
import { findReferrer } from './find-referrer.ts';

/**
 * Who brought somebody by what she wrote herself. Where that is nobody she joins all the same: what she is told
 * must not show who is a member.
 */
export async function findInviter(
  reader: Reader,
  { phone, by }: { readonly phone: string; readonly by: Inviter | undefined },
): Promise<{ readonly referrerId?: number }> {
  if (!by) return {};
  if ('code' in by) {
    const referrerId = await inviterByCode(reader, by.code);
    return referrerId === undefined ? {} : { referrerId };
  }
  const found = await findReferrer(reader, { phone, referrer: by.phone });
  return found.kind === 'found' ? { referrerId: found.referrerId } : {};
}
