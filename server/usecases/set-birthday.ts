import { isPlausibleBirth } from '../../rules/birthday.ts';
import { dayOf } from '../../rules/calendar.ts';
import type { CalendarDate } from '../../rules/calendar.ts';
import type { Runtime } from '../runtime.ts';
import { completeProfile } from './complete-profile.ts';
import type { Tx } from '../store/tx.ts';

/** Keeps a member's birthday, in the calendar she told it in. False when nobody alive is born on that date. */
export async function setBirthday(
  runtime: Runtime,
  tx: Tx,
  { memberId, birthday }: { memberId: number; birthday: CalendarDate },
): Promise<boolean> {
  const { club, clock } = runtime;
  const now = clock.now();
  if (!isPlausibleBirth(birthday, dayOf(now, club.program.timeZone))) return false;
  const { calendar, year, month, day } = birthday;
  await tx.run(
    `UPDATE members SET birth_calendar = ?, birth_year = ?, birth_month = ?, birth_day = ?
     WHERE id = ?`,
    [calendar, year, month, day, memberId],
  );
  await completeProfile(runtime, tx, { memberId, actor: 'member' });
  return true;
}
