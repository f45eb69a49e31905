import { dayOf, partsOf } from '../../rules/calendar.ts';
import type { Day } from '../../rules/calendar.ts';
import { keptOn } from '../../rules/kept-dates.ts';
import type { KeptDate } from '../../rules/kept-dates.ts';
import type { MemberDate } from '../../rules/member-date.ts';
import type { Runtime } from '../runtime.ts';
import { birthDateOf, lockMember } from '../store/members.ts';
import type { Member } from '../store/members.ts';
import { happenedSince } from '../store/occasions.ts';
import { datesOf } from '../store/profiles.ts';
import type { Reader, Tx } from '../store/tx.ts';
import { recordOccasion } from './record-occasion.ts';

/** Which dates: birthdays, or the others with the anniversary of joining. */
export type DatesKept = 'birthdays' | 'others';

export interface KeepingDates {
  readonly memberId: number;
  readonly day: Day;
  readonly of: DatesKept;
  readonly actor: string;
  /** When the greeting is no longer worth sending. */
  readonly toldUntil: number;
}

/** Nobody keeps the same date twice within this time, however often she corrects it. */
const betweenGiftsMs = 300 * 24 * 3_600_000;

/**
 * Gives a member what there is for her dates that are kept on a day, once a year each, whatever is run again. Who
 * opted out of promotional messages gets it without the message. False when there was nothing to give.
 */
export async function keepDates(runtime: Runtime, tx: Tx, keeping: KeepingDates): Promise<boolean> {
  const member = await lockMember(tx, keeping.memberId);
  if (!member) return false;
  let gave = false;
  for (const date of await keptToday(runtime, tx, { member, keeping })) {
    if (await keep(runtime, tx, { member, date, keeping })) gave = true;
  }
  return gave;
}

interface Kept extends KeptDate {
  readonly trigger: 'birthday' | 'date' | 'joining-anniversary';
  /** Of other dates: `wedding`. */
  readonly name?: string;
  readonly calendar: MemberDate['calendar'];
}

interface Looking {
  readonly member: Member;
  readonly keeping: KeepingDates;
}

async function keptToday(
  { club }: Runtime,
  reader: Reader,
  { member, keeping: { day, of } }: Looking,
): Promise<Kept[]> {
  const { leapDay, timeZone, calendar } = club.program;
  const kept = (date: MemberDate, as: Pick<Kept, 'trigger' | 'name'>): Kept[] =>
    keptOn(date, day, leapDay).map((one) => ({ ...one, ...as, calendar: date.calendar }));
  if (of === 'birthdays') {
    const birthday = birthDateOf(member);
    return birthday ? kept(birthday, { trigger: 'birthday' }) : [];
  }
  const joined = { calendar, ...partsOf(dayOf(member.joinedAt, timeZone), calendar) };
  const others = Object.entries(await datesOf(reader, member.id));
  return [
    ...others.flatMap(([name, date]) => kept(date, { trigger: 'date', name })),
    ...kept(joined, { trigger: 'joining-anniversary' }).filter((one) => one.kept === 'day'),
  ];
}

interface Keeping extends Looking {
  readonly date: Kept;
}

async function keep(runtime: Runtime, tx: Tx, { member, date, keeping }: Keeping): Promise<boolean> {
  const { trigger, name = '', kept, years, calendar, year } = date;
  const at = runtime.clock.now();
  const called = name === '' ? kept : `${name}:${kept}`;
  const lately = { memberId: member.id, kind: trigger, name: called, after: at - betweenGiftsMs };
  if (await happenedSince(tx, lately)) return false;
  const made = await recordOccasion(runtime, tx, {
    ...{ member, trigger, name: called, actor: keeping.actor, keep: false, toldUntil: keeping.toldUntil },
    onceKey: `${trigger}:${called}:${calendar}:${year}`,
    happened: { at, date: { kept, years, ...(name !== '' && { name }) } },
    greeting: trigger === 'birthday' && kept === 'day',
  });
  return made !== undefined;
}
