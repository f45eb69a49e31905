import { isPlausibleBirth } from '../../rules/birthday.ts';
import { dayOf } from '../../rules/calendar.ts';
import type { Day } from '../../rules/calendar.ts';
import { isRealDate } from '../../rules/member-date.ts';
import type { MemberDate } from '../../rules/member-date.ts';
import type { Runtime } from '../runtime.ts';
import { birthDateOf, lockMember } from '../store/members.ts';
import type { Member } from '../store/members.ts';
import { datesOf, profileOf, writeProfile } from '../store/profiles.ts';
import type { ProfileChange } from '../store/profiles.ts';
import type { Tx } from '../store/tx.ts';
import { recordAudit } from './audit.ts';
import { completeProfile } from './complete-profile.ts';
import { keepBirthdayAtOnce } from './keep-birthday-at-once.ts';

/** What cannot be kept of a member, by field. */
export interface ProfileFault {
  readonly field: string;
  readonly problem: string;
}

/** What of a change nobody can be: to be asked before anything is written. */
export function profileFaults(
  { club, clock }: Pick<Runtime, 'club' | 'clock'>,
  { birthday, dates = {} }: ProfileChange,
): ProfileFault[] {
  const today = dayOf(clock.now(), club.program.timeZone);
  const born = !birthday || isBirth(birthday, today);
  const unreal = Object.entries(dates).filter(([, date]) => date !== null && !isRealDate(date));
  return [
    ...(born ? [] : [{ field: 'birthday', problem: "is nobody alive's date of birth" }]),
    ...unreal.map(([name]) => ({
      field: `dates.${name}`,
      problem: 'is a date that the calendar does not have',
    })),
  ];
}

function isBirth({ year, ...date }: MemberDate, today: Day): boolean {
  return year === null ? isRealDate({ year, ...date }) : isPlausibleBirth({ year, ...date }, today);
}

export interface ChangingProfile {
  readonly memberId: number;
  /** Without faults, see `profileFaults`. */
  readonly change: ProfileChange;
  readonly actor: string;
  readonly reason?: string;
}

/** Changes what is known of a member, and writes down who did it: what she earns may hang on it. */
export async function changeProfile(
  runtime: Runtime,
  tx: Tx,
  { memberId, change, actor, reason }: ChangingProfile,
): Promise<Member> {
  const before = await lockMember(tx, memberId);
  const was = before && (await profileBefore(tx, before, change));
  await writeProfile(tx, memberId, change);
  await completeProfile(runtime, tx, { memberId, actor });
  const isFirstTold = change.birthday && before && !birthDateOf(before);
  if (isFirstTold) await keepBirthdayAtOnce(runtime, tx, { memberId, actor });
  const fields = Object.entries(change).flatMap(([field, value]) => (value === undefined ? [] : [field]));
  await recordAudit(tx, {
    ...{ actor, action: 'member.profile', subject: `member:${memberId}`, at: runtime.clock.now() },
    detail: {
      fields: fields.join(', '),
      // In full: what rules decided by it can be found out, and tried again.
      was: JSON.stringify(was ?? {}),
      is: JSON.stringify(change),
      ...(reason !== undefined && { reason }),
    },
  });
  const member = await lockMember(tx, memberId);
  if (!member) throw new Error('the member whose profile changed is not there');
  return member;
}

/** What was known of the fields that are changed. */
async function profileBefore(tx: Tx, member: Member, change: ProfileChange): Promise<ProfileChange> {
  const { name, language } = member;
  const known = { name, language, ...profileOf(member) };
  const was = Object.entries(known).filter(([field]) => change[field as keyof ProfileChange] !== undefined);
  const kept = Object.fromEntries(was.map(([field, value]) => [field, value ?? null]));
  return change.dates === undefined ? kept : { ...kept, dates: await datesOf(tx, member.id) };
}
