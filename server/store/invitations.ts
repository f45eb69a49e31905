import { randomInt } from 'node:crypto';
import { inviteCodes } from '../../rules/inviter.ts';
import type { Reader, Tx } from './tx.ts';

/** More tries than this find no free code only where nearly all are taken. */
const triesMax = 20;

/** The code by which a member brings others: made when she first asks, and hers for ever. */
export async function invitationCode(
  tx: Tx,
  { memberId, now }: { readonly memberId: number; readonly now: number },
): Promise<string> {
  for (let tries = 0; tries < triesMax; tries++) {
    const had = await knownInvitationCode(tx, memberId);
    if (had !== undefined) return had;
    const code = String(randomInt(inviteCodes.from, inviteCodes.to));
    await tx.insertNew('invitations', [{ code, member_id: memberId, created_at: now }]);
  }
  throw new Error('no free code of an invitation was found');
}

/** The code that a member has; `undefined` before she asks for one. */
export async function knownInvitationCode(reader: Reader, memberId: number): Promise<string | undefined> {
  const row = await reader.one<{ code: string }>('SELECT code FROM invitations WHERE member_id = ?', [
    memberId,
  ]);
  return row?.code;
}

/** Whose code it is. */
export async function inviterByCode(reader: Reader, code: string): Promise<number | undefined> {
  const row = await reader.one<{ memberId: number }>(
    'SELECT member_id AS memberId FROM invitations WHERE code = ?',
    [code],
  );
  return row?.memberId;
}
