import { addDays, startOfDayAt } from '../../rules/calendar.ts';
import { birthdaysFromMinute } from '../usecases/keep-birthday-at-once.ts';
import { keepDates } from '../usecases/keep-dates.ts';
import { datesAsked } from './dates.ts';
import type { Job, Target } from './job.ts';

/** The birthday gift, with its message: of the day, and of the month that begins. */
export const birthdays: Job = {
  name: 'birthdays',
  title: 'birthday gifts',
  fromMinute: birthdaysFromMinute,
  missedDays: 'skipped',
  targets({ club }, reader, { day, after, limit }) {
    const { sql, values } = datesAsked(day, club.program.leapDay, 'birth_');
    return reader.all<Target>(
      `SELECT id AS memberId FROM members WHERE (${sql}) AND id > ? ORDER BY id LIMIT ?`,
      [...values, after, limit],
    );
  },
  apply(runtime, tx, { memberId, day }) {
    // Held back by the night, it still reaches her the next morning.
    const toldUntil = startOfDayAt(addDays(day, 2), runtime.club.program.timeZone);
    return keepDates(runtime, tx, { memberId, day, of: 'birthdays', actor: 'job:birthdays', toldUntil });
  },
};
