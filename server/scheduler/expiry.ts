import { addDays, startOfDayAt } from '../../rules/calendar.ts';
import { expireLots } from '../usecases/expire-lots.ts';
import type { Runtime } from '../runtime.ts';
import type { Job, Target } from './job.ts';

/** Writes into the ledger that what is overdue has expired. Nobody could spend it any more anyway. */
export const expiry: Job = {
  name: 'expiry',
  title: 'expiry of points and credit',
  fromMinute: 5,
  missedDays: 'covered by the next run',
  targets(runtime, reader, { day, after, limit }) {
    return reader.all<Target>(
      `SELECT DISTINCT member_id AS memberId FROM lots
       WHERE expires_at <= ? AND remaining > 0 AND member_id > ? ORDER BY member_id LIMIT ?`,
      [overdueAt(runtime, day), after, limit],
    );
  },
  async apply(runtime, tx, { memberId, day }) {
    return (await expireLots(runtime, tx, { memberId, overdueAt: overdueAt(runtime, day) })) > 0;
  },
};

/** All that has expired by the end of the day, but nothing that has not expired yet. */
function overdueAt({ club, clock }: Runtime, day: string): number {
  return Math.min(clock.now(), startOfDayAt(addDays(day, 1), club.program.timeZone));
}
