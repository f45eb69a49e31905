import { nationalPhone } from '../../rules/phone.ts';
import type { Runtime } from '../../server/runtime.ts';
import type { StaffRole } from '../../server/usecases/staff.ts';
import { answer, isoTime, table, when } from './print.ts';
import type { AnswerOptions } from './print.ts';

interface StaffRow {
  readonly id: number;
  readonly login: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly shop: string;
  readonly phone: string | null;
  readonly lockedUntil: number | null;
  readonly disabledAt: number | null;
  readonly createdAt: number;
}

/** Prints everybody who was ever let in. */
export async function listStaff({ store, club, clock }: Runtime, options: AnswerOptions): Promise<void> {
  const staff = await store.all<StaffRow>(
    `SELECT staff.id, staff.login, staff.name, staff.role, shops.code AS shop, staff.phone,
       staff.locked_until AS lockedUntil, staff.disabled_at AS disabledAt, staff.created_at AS createdAt
     FROM staff LEFT JOIN shops ON shops.id = staff.shop_id ORDER BY staff.login`,
  );
  const state = ({ disabledAt, lockedUntil }: StaffRow) => {
    if (disabledAt !== null) return 'disabled';
    return (lockedUntil ?? 0) > clock.now() ? 'locked' : 'active';
  };
  const value = staff.map(({ lockedUntil, disabledAt, createdAt, ...one }) => ({
    ...{ ...one, lockedUntil: isoTime(lockedUntil), disabledAt: isoTime(disabledAt) },
    createdAt: isoTime(createdAt),
  }));
  const rows = staff.map((one) => [
    ...[one.login, one.role, one.shop, state(one), when(club, one.createdAt)],
    ...[one.phone === null ? '-' : nationalPhone(one.phone), one.name],
  ]);
  const head = ['login', 'role', 'shop', 'state', 'added', 'phone', 'name'];
  answer(options, value, table(head, rows, 'nobody yet: ./scripts/vafa staff add --help'));
}
