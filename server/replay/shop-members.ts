import type { MemberDate } from '../../rules/member-date.ts';
import { memberColumns } from '../store/members.ts';
import type { Member } from '../store/members.ts';
import { profileOf } from '../store/profiles.ts';
import type { ProfileChange } from '../store/profiles.ts';
import { marks } from '../store/tx.ts';
import type { Reader } from '../store/tx.ts';
import type { Consent } from '../usecases/enroll-member.ts';
import { joinAct } from './join.ts';
import { profileAct } from './profile.ts';
import type { Reading, Tell } from './shop-told.ts';

/** A member's row, with where she joined. */
export interface MemberRow extends Member {
  readonly channel: Consent['channel'];
  readonly shop: string | null;
  /** The number of the member who brought her. */
  readonly referrer: string | null;
}

/** When something of a profile was changed, from what and to what. */
interface Change {
  readonly memberId: number;
  readonly was: ProfileChange;
  readonly is: ProfileChange;
  readonly actor: string;
}

/** Members with what was known of them at a moment, or when they joined. */
export async function readMembers(reader: Reader, ids: readonly number[], at = 0) {
  const rows = await reader.all<MemberRow>(
    `SELECT ${memberColumns}, members.joined_channel AS channel, shops.code AS shop, referrers.phone AS referrer
     FROM members LEFT JOIN shops ON shops.id = members.joined_shop_id
       LEFT JOIN members AS referrers ON referrers.id = members.referrer_id
     WHERE members.id IN (${marks(ids)})`,
    ids,
  );
  const dates = await readDates(reader, ids);
  const profiles = new Map(rows.map((row) => [row.id, profileNow(row, dates.get(row.id) ?? {})]));
  // The newest first: what each changed is put back.
  for (const { memberId, was } of (await readChanges(reader, ids, at)).reverse()) {
    profiles.set(memberId, { ...profiles.get(memberId), ...was });
  }
  return { rows: new Map(rows.map((row) => [row.id, row])), profiles };
}

function profileNow(member: Member, dates: Readonly<Record<string, MemberDate>>): ProfileChange {
  const { birthday, gender, education, tags, customerGroups } = profileOf(member);
  return {
    birthday,
    gender,
    education,
    tags,
    customerGroups,
    dates,
    name: member.name,
    language: member.language,
  };
}

async function readDates(reader: Reader, ids: readonly number[]) {
  const rows = await reader.all<MemberDate & { readonly memberId: number; readonly name: string }>(
    `SELECT member_id AS memberId, name, calendar, year, month, day FROM member_dates
     WHERE member_id IN (${marks(ids)})`,
    ids,
  );
  const dates = new Map<number, Record<string, MemberDate>>();
  for (const { memberId, name, ...date } of rows) {
    dates.set(memberId, { ...dates.get(memberId), [name]: date });
  }
  return dates;
}

/** Joinings, with what was known of her then. */
export async function readJoinings({ reader, ids, headOf }: Reading): Promise<Tell> {
  const { rows, profiles } = await readMembers(reader, ids);
  return (moment) => {
    const row = rows.get(moment.id);
    if (!row) return undefined;
    const { name, language, ...known } = profiles.get(row.id) ?? {};
    const head = headOf(moment, row.phone);
    const joining = {
      ...{ ...known, channel: row.channel, words: 'replayed' },
      ...(row.shop !== null && { shop: row.shop }),
      ...(row.referrer !== null && { referrer: row.referrer }),
      ...(typeof name === 'string' && { name }),
      ...(language !== undefined && { language }),
    };
    return { head, act: joinAct(head, joining) };
  };
}

/** Changes of what is known of members, as they were written down. */
export async function readProfileChanges({ reader, ids, headOf }: Reading): Promise<Tell> {
  const rows = await reader.all<AuditRow>(
    `SELECT id, subject, detail, actor FROM audit WHERE id IN (${marks(ids)})`,
    ids,
  );
  const changes = new Map(rows.map((row) => [row.id, changeOf(row)]));
  const phones = await readPhones(reader, [
    ...new Set([...changes.values()].map(({ memberId }) => memberId)),
  ]);
  return (moment) => {
    const change = changes.get(moment.id);
    const phone = change && phones.get(change.memberId);
    if (phone === undefined) return undefined;
    const head = headOf(moment, phone);
    return { head, act: profileAct(head, change?.is ?? {}, change?.actor) };
  };
}

/** The numbers of members, by id. */
export async function readPhones(reader: Reader, ids: readonly number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await reader.all<{ id: number; phone: string }>(
    `SELECT id, phone FROM members WHERE id IN (${marks(ids)})`,
    ids,
  );
  return new Map(rows.map(({ id, phone }) => [id, phone]));
}

interface AuditRow {
  readonly id: number;
  readonly subject: string;
  readonly detail: string;
  readonly actor: string;
}

/** Since a moment, in the order in which they happened. */
async function readChanges(reader: Reader, memberIds: readonly number[], since: number): Promise<Change[]> {
  if (memberIds.length === 0) return [];
  const rows = await reader.all<AuditRow>(
    `SELECT id, subject, detail, actor FROM audit
     WHERE action = 'member.profile' AND at >= ? AND subject IN (${marks(memberIds)}) ORDER BY at, id`,
    [since, ...memberIds.map((id) => `member:${id}`)],
  );
  return rows.map(changeOf);
}

function changeOf({ subject, detail, actor }: AuditRow): Change {
  const { was, is } = JSON.parse(detail) as { readonly was: string; readonly is: string };
  return {
    ...{ actor, memberId: Number(subject.slice('member:'.length)) },
    ...{ was: JSON.parse(was) as ProfileChange, is: JSON.parse(is) as ProfileChange },
  };
}
