import { addDays, startOfDayAt } from '../../rules/calendar.ts';
import type { Day } from '../../rules/calendar.ts';
import { comesOn } from '../../rules/schedule.ts';
import type { Runtime } from '../runtime.ts';
import { lockMember } from '../store/members.ts';
import { recordOccasion } from '../usecases/record-occasion.ts';
import type { Job, Target } from './job.ts';

/** What programs give at certain times to every member for whom their conditions hold. */
export const schedules: Job = {
  name: 'schedules',
  title: 'gifts at certain times',
  fromMinute: 9 * 60,
  missedDays: 'skipped',
  async targets(runtime, reader, { day, after, limit }) {
    if (!isAnythingDue(runtime, day)) return [];
    return reader.all<Target>('SELECT id AS memberId FROM members WHERE id > ? ORDER BY id LIMIT ?', [
      after,
      limit,
    ]);
  },
  async apply(runtime, tx, { memberId, day }) {
    const member = await lockMember(tx, memberId);
    if (!member) return false;
    const made = await recordOccasion(runtime, tx, {
      ...{ member, trigger: 'schedule', name: day, onceKey: `schedule:${day}`, keep: false },
      happened: { at: runtime.clock.now(), scheduledOn: day },
      actor: 'job:schedules',
      toldUntil: startOfDayAt(addDays(day, 2), runtime.club.program.timeZone),
    });
    return made !== undefined;
  },
};

function isAnythingDue({ club }: Runtime, day: Day): boolean {
  return club.programs.some(({ program }) =>
    program.rules.some((rule) => rule.on === 'schedule' && comesOn(rule.time, day, program.calendar)),
  );
}
