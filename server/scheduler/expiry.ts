import { addDays, startOfDayAt } from '../../rules/calendar.ts';
import type { Runtime } from '../runtime.ts';
import { lockMember } from '../store/members.ts';
import { settleLots } from '../usecases/settle-lots.ts';
import type { Job, Target } from './job.ts';

/** Writes into the ledger what has been lost: lots that ended, and steps of depreciation. Nobody could spend it any more anyway. */
export const expiry: Job = {
  name: 'expiry',
  title: 'expiry of points and credit',
  fromMinute: 5,
  missedDays: 'covered by the next run',
  targets(runtime, reader, { day, after, limit }) {
    return reader.all<Target>(
      // The sums keep databases from walking the lots of all members in their order: little is due on a day.
      `SELECT DISTINCT member_id + 0 AS memberId FROM lots
       WHERE due_at <= ? AND member_id + 0 > ? ORDER BY memberId LIMIT ?`,
      [overdueAt(runtime, day), after, limit],
    );
  },
  async apply(runtime, tx, { memberId, day }) {
    await lockMember(tx, memberId);
    return (await settleLots(runtime, tx, { memberIds: [memberId], until: overdueAt(runtime, day) })) > 0;
  },
};

/** All that has expired by the end of the day, but nothing that has not expired yet. */
function overdueAt({ club, clock }: Runtime, day: string): number {
  return Math.min(clock.now(), startOfDayAt(addDays(day, 1), club.program.timeZone));
}
