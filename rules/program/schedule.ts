import { z } from 'zod';
import { oneOf, weekdays, yearlyDate } from './words.ts';

const onFields = {
  on: z.literal('schedule').describe('The time has come: for every member for whom `when` holds.'),
};

const dayOfMonth = z.int().min(1).max(31).describe('Where the month is shorter, its last day.');
const date = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'write a date as 1405-01-13')
  .describe("In the program's calendar: 1405-01-13.");

/** When it is: one of these forms, by `each`. */
const each = z.discriminatedUnion(
  'each',
  [
    z.strictObject({ each: z.literal('day').describe('Every day.') }),
    z.strictObject({
      each: z.literal('week').describe('Every week.'),
      weekday: z.enum(weekdays).describe('On this day of the week.'),
    }),
    z.strictObject({ each: z.literal('month').describe('Every month of the calendar.'), day: dayOfMonth }),
    z.strictObject({ each: z.literal('year').describe('Every year of the calendar.'), date: yearlyDate }),
    z.strictObject({ each: z.literal('once').describe('Once.'), date }),
  ],
  { error: oneOf('must be "day", "week", "month", "year" or "once"') },
);
export type Schedule = z.infer<typeof each>;

export const scheduleFields = {
  ...onFields,
  time: each.describe('When: in the morning of these days.'),
};
