import type { MemberFacts } from '../../rules/earn/facts.ts';
import type { MemberDate } from '../../rules/member-date.ts';
import type { Education, Gender } from '../../rules/program/member.ts';
import { birthDateOf, birthdayOf } from './members.ts';
import type { Member } from './members.ts';
import { marks } from './tx.ts';
import type { Reader, Row, Tx } from './tx.ts';

/** What is changed of a member; `null` takes away what was known, and lists replace the ones before. */
export interface ProfileChange {
  readonly name?: string | null | undefined;
  readonly language?: 'fa' | 'en' | undefined;
  readonly gender?: Gender | null | undefined;
  readonly education?: Education | null | undefined;
  readonly birthday?: MemberDate | null | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly customerGroups?: readonly string[] | undefined;
  /** By name; those that are not named stay. */
  readonly dates?: Readonly<Record<string, MemberDate | null>> | undefined;
}

export type ProfileFacts = Pick<
  MemberFacts,
  | 'birthday'
  | 'gender'
  | 'education'
  | 'tags'
  | 'customerGroups'
  | 'joinedAt'
  | 'lastPurchaseAt'
  | 'isReferred'
  | 'promotionsStopped'
>;

/** What the rules are told of a member by her row. */
export function profileOf(member: Member): ProfileFacts {
  return {
    birthday: birthdayOf(member),
    gender: member.gender ?? undefined,
    education: member.education ?? undefined,
    tags: listOf(member.tags),
    customerGroups: listOf(member.customerGroups),
    joinedAt: member.joinedAt,
    lastPurchaseAt: member.lastPurchaseAt,
    isReferred: member.referrerId !== null,
    promotionsStopped: member.promotionsStoppedAt !== null,
  };
}

const none: readonly string[] = [];

function listOf(json: string | null): readonly string[] {
  return json === null ? none : (JSON.parse(json) as string[]);
}

/** Keeps what is changed of a member. */
export async function writeProfile(tx: Tx, memberId: number, change: ProfileChange): Promise<void> {
  const row = columnsOf(change);
  const columns = Object.keys(row);
  if (columns.length > 0) {
    const set = columns.map((column) => `${column} = ?`).join(', ');
    await tx.run(`UPDATE members SET ${set} WHERE id = ?`, [...Object.values(row), memberId]);
  }
  await writeDates(tx, memberId, change.dates ?? {});
}

function columnsOf({
  name,
  language,
  gender,
  education,
  birthday,
  tags,
  customerGroups,
}: ProfileChange): Row {
  return {
    ...(name !== undefined && { name }),
    ...(language !== undefined && { language }),
    ...(gender !== undefined && { gender }),
    ...(education !== undefined && { education }),
    ...(birthday !== undefined && {
      birth_calendar: birthday?.calendar ?? null,
      birth_year: birthday?.year ?? null,
      birth_month: birthday?.month ?? null,
      birth_day: birthday?.day ?? null,
    }),
    ...(tags && { tags: jsonOf(tags) }),
    ...(customerGroups && { customer_groups: jsonOf(customerGroups) }),
  };
}

const jsonOf = (list: readonly string[]) =>
  list.length === 0 ? null : JSON.stringify([...new Set(list)].sort());

async function writeDates(
  tx: Tx,
  memberId: number,
  dates: NonNullable<ProfileChange['dates']>,
): Promise<void> {
  const all = Object.entries(dates);
  const gone = all.flatMap(([name, date]) => (date === null ? [name] : []));
  if (gone.length > 0) {
    await tx.run(`DELETE FROM member_dates WHERE member_id = ? AND name IN (${marks(gone)})`, [
      memberId,
      ...gone,
    ]);
  }
  await tx.upsert(
    'member_dates',
    ['member_id', 'name'],
    all.flatMap(([name, date]) =>
      date === null
        ? []
        : [
            {
              ...{ member_id: memberId, name, calendar: date.calendar },
              ...{ year: date.year, month: date.month, day: date.day },
            },
          ],
    ),
  );
}

/** What is known of a member, as rules on profiles name it: `gender`, `date:wedding`. */
export async function knownOf(reader: Reader, member: Member): Promise<string[]> {
  const plain = {
    name: member.name,
    birthday: birthDateOf(member),
    gender: member.gender,
    education: member.education,
  };
  const fields = Object.entries(plain).flatMap(([field, value]) => (value ? [field] : []));
  const dates = Object.keys(await datesOf(reader, member.id));
  return [...fields, ...dates.map((name) => `date:${name}`)];
}

/** The dates of a member, by name. */
export async function datesOf(reader: Reader, memberId: number): Promise<Record<string, MemberDate>> {
  const rows = await reader.all<MemberDate & { readonly name: string }>(
    'SELECT name, calendar, year, month, day FROM member_dates WHERE member_id = ? ORDER BY name',
    [memberId],
  );
  return Object.fromEntries(rows.map(({ name, ...date }) => [name, date]));
}
