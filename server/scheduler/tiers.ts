import { addDays, startOfDayAt } from '../../rules/calendar.ts';
import type { Runtime } from '../runtime.ts';
import { reviewTiers } from '../usecases/review-tiers.ts';
import type { Job, Target } from './job.ts';

/** Reviews tiers, and ends what has its end: graces, and tiers that people gave for a time. */
export const tiers: Job = {
  name: 'tiers',
  title: 'reviews of tiers',
  fromMinute: 1,
  missedDays: 'covered by the next run',
  targets(runtime, reader, { day, after, limit }) {
    return reader.all<Target>(
      `SELECT DISTINCT member_id AS memberId FROM member_tiers
       WHERE due_at <= ? AND member_id > ? ORDER BY member_id LIMIT ?`,
      [dueBy(runtime, day), after, limit],
    );
  },
  apply(runtime, tx, { memberId, day }) {
    return reviewTiers(runtime, tx, { memberId, dueBy: dueBy(runtime, day) });
  },
};

/** All that is due by the end of the day, but nothing that lies ahead. */
function dueBy({ club, clock }: Runtime, day: string): number {
  return Math.min(clock.now(), startOfDayAt(addDays(day, 1), club.program.timeZone));
}
