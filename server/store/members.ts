import type { CalendarDate } from '../../rules/calendar.ts';
import type { MemberDate } from '../../rules/member-date.ts';
import type { Education, Gender } from '../../rules/program/member.ts';
import { actColumns } from './acts.ts';
import type { Reader } from './tx.ts';
import { marks } from './tx.ts';
import type { Tx } from './tx.ts';

/** An enrolled customer. */
export interface Member {
  readonly id: number;
  /** E.164; the card. */
  readonly phone: string;
  readonly name: string | null;
  readonly language: 'fa' | 'en';
  readonly birthCalendar: CalendarDate['calendar'] | null;
  readonly birthYear: number | null;
  readonly birthMonth: number | null;
  readonly birthDay: number | null;
  readonly gender: Gender | null;
  readonly education: Education | null;
  /** Lists as JSON; `profileOf` reads them. */
  readonly tags: string | null;
  readonly customerGroups: string | null;
  readonly joinedAt: number;
  readonly lastPurchaseAt: number | null;
  /** Other acts, see `acts.ts`. */
  readonly lastActs: string | null;
  readonly promotionsStoppedAt: number | null;
  /** The member who brought her. */
  readonly referrerId: number | null;
}

/** For SELECTs that join other tables: `members` is the table's name in them. */
export const memberColumns = `members.id, members.phone, members.name, members.language,
  members.birth_calendar AS birthCalendar, members.birth_year AS birthYear,
  members.birth_month AS birthMonth, members.birth_day AS birthDay, members.gender, members.education,
  members.tags, members.customer_groups AS customerGroups, members.joined_at AS joinedAt,
  ${actColumns}, members.promotions_stopped_at AS promotionsStoppedAt,
  members.referrer_id AS referrerId`;

export async function memberByPhone(reader: Reader, phone: string): Promise<Member | undefined> {
  return (await membersByPhone(reader, [phone])).get(phone);
}

/** Members by phone, in one query. */
export async function membersByPhone(
  reader: Reader,
  phones: readonly string[],
): Promise<Map<string, Member>> {
  if (phones.length === 0) return new Map();
  const rows = await reader.all<Member>(
    `SELECT ${memberColumns} FROM members WHERE phone IN (${marks(phones)}) ORDER BY id`,
    phones,
  );
  return new Map(rows.map((member) => [member.phone, member]));
}

export function memberById(reader: Reader, id: number): Promise<Member | undefined> {
  return reader.one<Member>(`SELECT ${memberColumns} FROM members WHERE id = ?`, [id]);
}

/** Members by id, in one query. */
export async function membersById(reader: Reader, ids: readonly number[]): Promise<Map<number, Member>> {
  if (ids.length === 0) return new Map();
  const rows = await reader.all<Member>(
    `SELECT ${memberColumns} FROM members WHERE id IN (${marks(ids)})`,
    ids,
  );
  return new Map(rows.map((member) => [member.id, member]));
}

/**
 * Members as they are from now until the transaction ends, for whoever goes on to decide about their points:
 * nobody else changes them meanwhile. They are locked in the order of their ids, so that two transactions with
 * the same members never wait for each other in a circle; that costs a second query.
 */
export async function lockMembersByPhone(tx: Tx, phones: readonly string[]): Promise<Map<string, Member>> {
  const ids = [...(await membersByPhone(tx, phones)).values()].map(({ id }) => id);
  return new Map((await lockMembers(tx, ids)).map((member) => [member.phone, member]));
}

/** As `lockMembersByPhone`, with those who brought them. */
export async function lockWithReferrers(tx: Tx, phones: readonly string[]): Promise<Map<string, Member>> {
  const known = [...(await membersByPhone(tx, phones)).values()];
  const ids = known.flatMap(({ id, referrerId }) => (referrerId === null ? [id] : [id, referrerId]));
  return new Map((await lockMembers(tx, [...new Set(ids)])).map((member) => [member.phone, member]));
}

/** A member and who brought her, as they are until the transaction ends. */
export async function lockWithReferrer(
  tx: Tx,
  id: number,
): Promise<{ readonly member: Member; readonly referrer: Member | undefined } | undefined> {
  const known = await memberById(tx, id);
  if (!known) return undefined;
  const locked = await lockMembers(tx, known.referrerId === null ? [id] : [id, known.referrerId]);
  const member = locked.find((one) => one.id === id);
  return member && { member, referrer: locked.find((one) => one.id === known.referrerId) };
}

/** As `lockMembersByPhone`, for one whose id is known. */
export async function lockMember(tx: Tx, id: number): Promise<Member | undefined> {
  return (await lockMembers(tx, [id]))[0];
}

function lockMembers(tx: Tx, ids: readonly number[]): Promise<Member[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return tx.all<Member>(
    `SELECT ${memberColumns} FROM members WHERE id IN (${marks(ids)}) ORDER BY id${tx.forUpdate}`,
    ids,
  );
}

/** The member whom an address is linked to. */
export function memberByAddress(
  reader: Reader,
  channel: string,
  address: string,
): Promise<Member | undefined> {
  return reader.one<Member>(
    `SELECT ${memberColumns} FROM members JOIN addresses ON addresses.member_id = members.id
     WHERE addresses.channel = ? AND addresses.address = ?`,
    [channel, address],
  );
}

/** Her birthday in the calendar she told it in; its year may be unknown. */
export function birthDateOf(member: Member): MemberDate | undefined {
  const { birthCalendar: calendar, birthYear: year, birthMonth: month, birthDay: day } = member;
  if (calendar === null || month === null || day === null) return undefined;
  return { calendar, year, month, day };
}

/** Her birthday where its year is known. */
export function birthdayOf(member: Member): CalendarDate | undefined {
  const date = birthDateOf(member);
  return date === undefined || date.year === null ? undefined : { ...date, year: date.year };
}
