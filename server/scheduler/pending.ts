import { addDays, startOfDayAt } from '../../rules/calendar.ts';
import type { Runtime } from '../runtime.ts';
import { lockMember } from '../store/members.ts';
import { catchUp } from '../usecases/deciding.ts';
import type { Job, Target } from './job.ts';

/** Writes into the ledger what waited and is due. Everybody could see and spend it already. */
export const pending: Job = {
  name: 'pending',
  title: 'points and credit that waited',
  // Listed before the expiry: what waited may have expired since.
  fromMinute: 5,
  missedDays: 'covered by the next run',
  targets(runtime, reader, { day, after, limit }) {
    return reader.all<Target>(
      `SELECT DISTINCT member_id AS memberId FROM pending
       WHERE due_at <= ? AND member_id > ? ORDER BY member_id LIMIT ?`,
      [dueAt(runtime, day), after, limit],
    );
  },
  async apply(runtime, tx, { memberId, day }) {
    await lockMember(tx, memberId);
    const { freed } = await catchUp(runtime, tx, { memberIds: [memberId], dueAt: dueAt(runtime, day) });
    return freed.length > 0;
  },
};

/** All that is due by the end of the day, but nothing that is not due yet. */
function dueAt({ club, clock }: Runtime, day: string): number {
  return Math.min(clock.now(), startOfDayAt(addDays(day, 1), club.program.timeZone));
}
