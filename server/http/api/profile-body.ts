import { z } from 'zod';
import { educations, genders } from '../../../rules/program/member.ts';
import { birthDateOf } from '../../store/members.ts';
import { dateName } from '../../../rules/program/triggers.ts';
import type { Member } from '../../store/members.ts';
import { datesOf, profileOf } from '../../store/profiles.ts';
import type { Reader } from '../../store/tx.ts';
import { text, yearlyDate } from './fields.ts';

const marksMax = 50;
const datesMax = 20;

const marks = z.array(text(64)).max(marksMax);
const dates = <Date extends z.ZodType>(date: Date) =>
  z
    .record(dateName, date)
    .refine((named) => Object.keys(named).length <= datesMax, `are more than ${datesMax} dates`);

/** What is known of somebody who joins. */
export const newProfile = {
  birthday: yearlyDate.optional(),
  gender: z.enum(genders).optional(),
  education: z.enum(educations).optional(),
  tags: marks.optional(),
  customerGroups: marks.optional(),
  /** Other dates of hers, by name: `{"wedding": "1395/06/20"}`. */
  dates: dates(yearlyDate).optional(),
};

/** What is changed of a member: `null` takes away, lists replace, dates that are not named stay. */
export const profileChange = z
  .strictObject({
    name: text(100).nullable().optional(),
    language: z.enum(['fa', 'en']).optional(),
    birthday: yearlyDate.nullable().optional(),
    gender: z.enum(genders).nullable().optional(),
    education: z.enum(educations).nullable().optional(),
    tags: marks.optional(),
    customerGroups: marks.optional(),
    dates: dates(yearlyDate.nullable()).optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'has nothing to change');

/** What is known of a member, as it is answered. */
export async function profileBody(reader: Reader, member: Member) {
  const { gender, education, tags, customerGroups } = profileOf(member);
  return {
    birthday: birthDateOf(member) ?? null,
    gender: gender ?? null,
    education: education ?? null,
    ...{ tags, customerGroups },
    dates: await datesOf(reader, member.id),
  };
}
