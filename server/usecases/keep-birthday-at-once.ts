import { addDays, dayOf, startOfDayAt, timeOfDay } from '../../rules/calendar.ts';
import type { Runtime } from '../runtime.ts';
import type { Tx } from '../store/tx.ts';
import { keepDates } from './keep-dates.ts';

/** The minute of the day from which on birthdays are kept. */
export const birthdaysFromMinute = 9 * 60;

/**
 * Keeps the birthday of who has just told it for the first time, where it is today and those of the day have been
 * kept: joining or telling it in the afternoon takes nothing from her. Before that hour she is one of the others. Who
 * corrects a birthday waits for the next one, and nobody gets two within a year, see `keepDates`.
 */
export async function keepBirthdayAtOnce(
  runtime: Runtime,
  tx: Tx,
  { memberId, actor }: { memberId: number; actor: string },
): Promise<void> {
  const { timeZone } = runtime.club.program;
  const now = runtime.clock.now();
  if (timeOfDay(now, timeZone) < birthdaysFromMinute * 60_000) return;
  const day = dayOf(now, timeZone);
  const toldUntil = startOfDayAt(addDays(day, 2), timeZone);
  await keepDates(runtime, tx, { memberId, day, of: 'birthdays', actor, toldUntil });
}
