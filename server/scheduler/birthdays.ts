import { anniversariesOn } from '../../rules/birthday.ts';
import { addDays, startOfDayAt } from '../../rules/calendar.ts';
import { giveBirthdayGift } from '../usecases/give-birthday-gift.ts';
import type { Job, Target } from './job.ts';

/** The birthday gift, with its message. */
export const birthdays: Job = {
  name: 'birthdays',
  title: 'birthday gifts',
  fromMinute: 9 * 60,
  missedDays: 'skipped',
  targets({ club }, reader, { day, after, limit }) {
    const kept = anniversariesOn(day, club.program.leapDay);
    const dates = kept.map(() => '(birth_calendar = ? AND birth_month = ? AND birth_day = ?)').join(' OR ');
    return reader.all<Target>(
      `SELECT id AS memberId FROM members WHERE (${dates}) AND id > ? ORDER BY id LIMIT ?`,
      [...kept.flatMap((date) => [date.calendar, date.month, date.day]), after, limit],
    );
  },
  apply(runtime, tx, { memberId, day }) {
    const { timeZone, leapDay } = runtime.club.program;
    // Held back by the night, it still reaches her the next morning.
    const expiresAt = startOfDayAt(addDays(day, 2), timeZone);
    return giveBirthdayGift(runtime, tx, {
      memberId,
      anniversaries: anniversariesOn(day, leapDay),
      expiresAt,
    });
  },
};
