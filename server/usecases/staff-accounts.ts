import type { Runtime } from '../runtime.ts';
import { isKeyText } from '../store/key-text.ts';
import type { Tx } from '../store/tx.ts';
import { recordAudit } from './audit.ts';
import type { StaffRole } from './staff.ts';

/** Whose account is changed, by whom and why. */
export interface AccountChange {
  readonly login: string;
  readonly actor: string;
  readonly reason: string;
}

type Parts = Pick<Runtime, 'clock'>;

interface Account {
  readonly id: number;
  readonly role: StaffRole;
  readonly disabledAt: number | null;
}

/**
 * Shuts somebody of staff out: her pages stop at the next request, what she did stays hers. The last owner who
 * can still come in is not shut out.
 */
export async function disableStaff(
  { clock }: Parts,
  tx: Tx,
  { login, actor, reason }: AccountChange,
): Promise<'disabled' | 'disabled-before' | 'no-staff' | 'last-owner'> {
  const owners = await lockActiveOwners(tx);
  const account = await accountOf(tx, login);
  if (!account) return 'no-staff';
  if (account.disabledAt !== null) return 'disabled-before';
  if (account.role === 'owner' && owners <= 1) return 'last-owner';
  const at = clock.now();
  await tx.run('UPDATE staff SET disabled_at = ? WHERE id = ?', [at, account.id]);
  await endSessions(tx, account.id);
  await recordAudit(tx, {
    actor,
    action: 'staff.disable',
    subject: `staff:${account.id}`,
    detail: { reason },
    at,
  });
  return 'disabled';
}

/** Lets somebody in again, with the password she had. */
export async function enableStaff(
  { clock }: Parts,
  tx: Tx,
  { login, actor, reason }: AccountChange,
): Promise<'enabled' | 'enabled-before' | 'no-staff'> {
  const account = await accountOf(tx, login);
  if (!account) return 'no-staff';
  if (account.disabledAt === null) return 'enabled-before';
  await tx.run('UPDATE staff SET disabled_at = NULL WHERE id = ?', [account.id]);
  const subject = `staff:${account.id}`;
  await recordAudit(tx, { actor, action: 'staff.enable', subject, detail: { reason }, at: clock.now() });
  return 'enabled';
}

export interface PasswordChange extends AccountChange {
  /** From `hashPassword`, which is too slow for a transaction. */
  readonly passwordHash: string;
}

/**
 * Gives a login another password and unlocks it. Whoever is logged in with the old one is not any more: that
 * may be why it is changed.
 */
export async function changePassword(
  { clock }: Parts,
  tx: Tx,
  { login, passwordHash, actor, reason }: PasswordChange,
): Promise<'changed' | 'no-staff'> {
  const account = await accountOf(tx, login);
  if (!account) return 'no-staff';
  await tx.run('UPDATE staff SET password_hash = ?, failed_logins = 0, locked_until = NULL WHERE id = ?', [
    passwordHash,
    account.id,
  ]);
  await endSessions(tx, account.id);
  const subject = `staff:${account.id}`;
  await recordAudit(tx, { actor, action: 'staff.password', subject, detail: { reason }, at: clock.now() });
  return 'changed';
}

async function accountOf(tx: Tx, login: string): Promise<Account | undefined> {
  if (!isKeyText(login)) return undefined;
  return tx.one<Account>(
    `SELECT id, role, disabled_at AS disabledAt FROM staff WHERE login = ?${tx.forUpdate}`,
    [login],
  );
}

/**
 * How many owners can come in, none of whom can be shut out before this transaction is over: two who are shut out
 * at the same time would each count on the other. To be asked for before any other row of staff is locked, so
 * that nobody waits in a circle.
 */
async function lockActiveOwners(tx: Tx): Promise<number> {
  const owners = await tx.all(
    `SELECT id FROM staff WHERE role = 'owner' AND disabled_at IS NULL ORDER BY id${tx.forUpdate}`,
  );
  return owners.length;
}

/** Sessions hold whose they are in JSON; the id ends at a comma or a brace, so that 12 is not taken for 123. */
async function endSessions(tx: Tx, staffId: number): Promise<void> {
  const holder = `"staffId":${staffId}`;
  await tx.run('DELETE FROM sessions WHERE data LIKE ? OR data LIKE ?', [`%${holder},%`, `%${holder}}%`]);
}
