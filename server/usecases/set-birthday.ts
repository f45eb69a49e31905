import { isPlausibleBirth } from '../../rules/birthday.ts';
import { dayOf } from '../../rules/calendar.ts';
import type { CalendarDate } from '../../rules/calendar.ts';
import type { Runtime } from '../runtime.ts';
import type { Tx } from '../store/tx.ts';
import { changeProfile } from './change-profile.ts';

/** Keeps a member's birthday, in the calendar she told it in. False when nobody alive is born on that date. */
export async function setBirthday(
  runtime: Runtime,
  tx: Tx,
  { memberId, birthday }: { memberId: number; birthday: CalendarDate },
): Promise<boolean> {
  const { club, clock } = runtime;
  if (!isPlausibleBirth(birthday, dayOf(clock.now(), club.program.timeZone))) return false;
  await changeProfile(runtime, tx, { memberId, change: { birthday }, actor: 'member' });
  return true;
}
