import { addDays, startOfDayAt } from '../../rules/calendar.ts';
import type { Day } from '../../rules/calendar.ts';
import type { Runtime } from '../runtime.ts';
import { nudgeMember } from '../usecases/nudge-member.ts';
import type { Job, Target } from './job.ts';

/** A word to who has not bought for the program's number of days, once an absence. */
export const nudges: Job = {
  name: 'nudges',
  title: 'nudges to members who stayed away',
  fromMinute: 10 * 60,
  missedDays: 'covered by the next run',
  onlySays: true,
  async targets(runtime, reader, { day, after, limit }) {
    const before = absentBefore(runtime, day);
    if (before === undefined) return [];
    return reader.all<Target>(
      `SELECT id AS memberId FROM members
       WHERE COALESCE(last_purchase_at, joined_at) < ? AND promotions_stopped_at IS NULL
         AND (nudged_at IS NULL OR nudged_at < COALESCE(last_purchase_at, joined_at))
         AND id > ? ORDER BY id LIMIT ?`,
      [before, after, limit],
    );
  },
  apply(runtime, tx, { memberId, day }) {
    const before = absentBefore(runtime, day);
    return before === undefined ? Promise.resolve(false) : nudgeMember(runtime, tx, { memberId, before });
  },
};

/** Who last bought before this moment has stayed away for the program's number of whole days. */
function absentBefore({ club }: Runtime, day: Day): number | undefined {
  const { nudge, timeZone } = club.program;
  return nudge && startOfDayAt(addDays(day, 1 - nudge.afterDays), timeZone);
}
