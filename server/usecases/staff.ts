import type { Runtime } from '../runtime.ts';
import { isKeyText } from '../store/key-text.ts';
import { firstShopCode, shopByCode } from '../store/shops.ts';
import type { Reader, Tx } from '../store/tx.ts';
import { recordAudit } from './audit.ts';
import { hashPassword, matchesPassword, readablePassword } from './password.ts';

/** What somebody may do: a manager also what a cashier may, an owner everything. */
export type StaffRole = 'cashier' | 'manager' | 'owner';

/** Somebody who works with the pages. */
export interface Staff {
  readonly id: number;
  readonly login: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly shopId: number;
}

export interface NewStaff extends Omit<Staff, 'id'> {
  /** From `hashPassword`, which is too slow for a transaction. Salted, so that it is of this very call. */
  readonly passwordHash: string;
  /** E.164. */
  readonly phone?: string | undefined;
  /** Who makes her (`cli`). */
  readonly actor: string;
  readonly now: number;
}

const staffColumns = 'id, login, name, role, shop_id AS shopId';

/** Logins are small Latin letters, digits and `. _ -`, two to 64 of them. */
export const loginPattern = /^[a-z0-9][a-z0-9._-]{1,63}$/;

/**
 * Makes a member of staff. `undefined` when the login, or the phone, is somebody's already. Run again after a
 * commit whose answer was lost, it finds her made.
 */
export async function createStaff(tx: Tx, staff: NewStaff): Promise<Staff | undefined> {
  const { login, name, role, shopId, actor, now } = staff;
  const id = tx.id();
  const row = { id, login, name, role, shop_id: shopId, phone: staff.phone ?? null, created_at: now };
  const made = await tx.insertNew('staff', [{ ...row, password_hash: staff.passwordHash }]);
  if (made === 0) return madeBefore(tx, staff);
  await recordAudit(tx, {
    actor,
    action: 'staff.add',
    subject: `staff:${id}`,
    detail: { login, role },
    at: now,
  });
  return { id, login, name, role, shopId };
}

/** Two people's hashes are never the same, not even those of one password. */
function madeBefore(tx: Tx, { login, passwordHash }: NewStaff): Promise<Staff | undefined> {
  return tx.one<Staff>(`SELECT ${staffColumns} FROM staff WHERE login = ? AND password_hash = ?`, [
    login,
    passwordHash,
  ]);
}

/** The first owner's way in, to be shown once. */
export interface FirstOwner {
  readonly login: string;
  readonly password: string;
}

/** Makes the login `owner` with a fresh password where there is no staff at all; `undefined` where there is. */
export async function ensureOwner({ store, clock }: Runtime): Promise<FirstOwner | undefined> {
  if (await anybody(store)) return undefined;
  const password = readablePassword();
  const passwordHash = await hashPassword(password);
  const made = await store.transaction(async (tx) => {
    // Another process may have been quicker; or this one, if it has not heard of its commit.
    const shop = (await anybody(tx, passwordHash)) ? undefined : await shopByCode(tx, firstShopCode);
    if (!shop) return undefined;
    const owner = { login: 'owner', name: 'مدیر', role: 'owner', shopId: shop.id } as const;
    return createStaff(tx, { ...owner, passwordHash, actor: 'first-start', now: clock.now() });
  });
  return made && { login: made.login, password };
}

async function anybody(reader: Reader, exceptHash = ''): Promise<boolean> {
  return (
    (await reader.one('SELECT id FROM staff WHERE password_hash <> ? LIMIT 1', [exceptHash])) !== undefined
  );
}

/** Somebody of staff who may still come in. */
export function activeStaff(reader: Reader, id: number): Promise<Staff | undefined> {
  return reader.one<Staff>(`SELECT ${staffColumns} FROM staff WHERE id = ? AND disabled_at IS NULL`, [id]);
}

/**
 * So many wrong passwords are let pass; then the login is locked for a minute, and twice as long each time after,
 * but never for long: whoever knows a login can lock it, and must not keep its owner out for a day.
 */
const failuresMax = 5;
const lockMs = 60_000;
const lockMsMax = 15 * lockMs;

/**
 * Who logs in. `undefined` for an unknown or disabled login, a wrong password and a locked login alike, each
 * after one hash, which is nearly all of the time it takes. The try is counted before the password is looked at, so that trying many at once gains nothing.
 */
export async function checkPassword(
  { store, clock }: Pick<Runtime, 'store' | 'clock'>,
  { login, password }: { login: string; password: string },
): Promise<Staff | undefined> {
  const trial = await store.transaction((tx) => countTry(tx, login.trim().toLowerCase(), clock.now()));
  const matches = await matchesPassword(trial?.passwordHash, password);
  if (!trial) return undefined;
  const { id, login: known, name, role, shopId } = trial;
  await store.transaction((tx) => (matches ? letIn(tx, id, clock.now()) : noteLock(tx, trial, clock.now())));
  return matches ? { id, login: known, name, role, shopId } : undefined;
}

interface Trial extends Staff {
  readonly passwordHash: string;
  /** This try included. */
  readonly failures: number;
  readonly lockedUntil: number | null;
}

/** Takes the try for failed until it has succeeded. Answers nothing where the password is not to be looked at. */
async function countTry(tx: Tx, login: string, now: number): Promise<Trial | undefined> {
  if (!isKeyText(login)) return undefined;
  const known = await tx.one<Trial>(
    `SELECT ${staffColumns}, password_hash AS passwordHash, failed_logins AS failures,
       locked_until AS lockedUntil FROM staff WHERE login = ? AND disabled_at IS NULL${tx.forUpdate}`,
    [login],
  );
  if (!known || (known.lockedUntil !== null && known.lockedUntil > now)) return undefined;
  const failures = known.failures + 1;
  const doublings = failures - failuresMax;
  const lockedUntil = doublings < 0 ? null : now + Math.min(lockMs * 2 ** doublings, lockMsMax);
  await tx.run('UPDATE staff SET failed_logins = ?, locked_until = ? WHERE id = ?', [
    failures,
    lockedUntil,
    known.id,
  ]);
  return { ...known, failures, lockedUntil };
}

async function letIn(tx: Tx, id: number, at: number): Promise<void> {
  await tx.run('UPDATE staff SET failed_logins = 0, locked_until = NULL WHERE id = ?', [id]);
  const subject = `staff:${id}`;
  await recordAudit(tx, { actor: subject, action: 'staff.login', subject, detail: {}, at });
}

async function noteLock(tx: Tx, { id, failures, lockedUntil }: Trial, at: number): Promise<void> {
  if (lockedUntil === null) return;
  const subject = `staff:${id}`;
  await recordAudit(tx, { actor: 'unknown', action: 'staff.lock', subject, detail: { failures }, at });
}
