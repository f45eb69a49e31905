import { dayOf } from '../../rules/calendar.ts';
import { leftOf, nextLoss } from '../../rules/lots.ts';
import { lotOf } from '../../server/ledger/lot.ts';
import { lotColumns } from '../../server/ledger/rows.ts';
import type { LotRow } from '../../server/ledger/rows.ts';
import { tierBody } from '../../server/http/api/tier-body.ts';
import type { Runtime } from '../../server/runtime.ts';
import { actColumns, lastActsOf } from '../../server/store/acts.ts';
import type { ActColumns } from '../../server/store/acts.ts';
import { memberByPhone } from '../../server/store/members.ts';
import { datesOf, profileOf } from '../../server/store/profiles.ts';
import { amountAsWritten } from '../../server/usecases/as-written.ts';
import { readGifts } from '../../server/usecases/gifts.ts';
import type { GiftStanding } from '../../server/usecases/gifts.ts';
import type { ExplanationLine } from '../../server/usecases/purchase.ts';
import { readReferral } from '../../server/usecases/read-referral.ts';
import { readStanding } from '../../server/usecases/read-standing.ts';
import { namesOfActors } from './actors.ts';
import type { NameOfActor } from './actors.ts';
import type {
  AddressLine,
  ConsentLine,
  EntryLine,
  GiftLine,
  LotLine,
  MemberSheet,
  MessageLine,
  PurchaseSummary,
  TierChangeLine,
} from './member-sheet.ts';
import { isoTime } from './print.ts';

const consentsShown = 10;
const tierChangesShown = 5;
const giftsShown = 10;
const entriesShown = 10;
const purchasesShown = 5;
const messagesShown = 5;

/** Reads the sheet of the member with this number; `undefined` when nobody has it. */
export async function readMemberSheet(runtime: Runtime, phone: string): Promise<MemberSheet | undefined> {
  const { store } = runtime;
  const member = await memberByPhone(store, phone);
  if (!member) return undefined;
  const { id, name, language } = member;
  const profile = profileOf(member);
  const joined = await store.one<{ channel: string; shop: string | null }>(
    `SELECT members.joined_channel AS channel, shops.code AS shop
     FROM members LEFT JOIN shops ON shops.id = members.joined_shop_id WHERE members.id = ?`,
    [id],
  );
  const nameOfActor = await namesOfActors(store);
  const standing = await readStanding(runtime, store, member);
  return {
    ...{ id, phone, name, language, joinedAt: iso(member.joinedAt), joinedChannel: joined?.channel ?? '' },
    joinedShop: joined?.shop ?? null,
    ...(await readReferral(store, member)),
    birthday: profile.birthday ?? null,
    gender: profile.gender ?? null,
    education: profile.education ?? null,
    ...{ tags: profile.tags, customerGroups: profile.customerGroups, dates: await datesOf(store, id) },
    promotionsStoppedAt: isoTime(member.promotionsStoppedAt),
    balances: standing.balances,
    tier: tierBody(standing.tier, 'en'),
    tierChanges: await readTierChanges(runtime, id, nameOfActor),
    consents: await readConsents(runtime, id, nameOfActor),
    addresses: await readAddresses(runtime, id),
    gifts: (await readGifts(runtime, store, { id, language: 'en', max: giftsShown })).map((gift) =>
      giftLine(runtime, gift),
    ),
    lots: await readLots(runtime, id),
    entries: await readEntries(runtime, id, nameOfActor),
    purchases: await readPurchases(runtime, id, nameOfActor),
    messages: await readMessages(runtime, id),
  };
}

type Timed<T, K extends keyof T> = Omit<T, K> & Readonly<Record<K, number>>;
type MaybeTimed<T, K extends keyof T> = Omit<T, K> & Readonly<Record<K, number | null>>;

const iso = (at: number) => new Date(at).toISOString();

interface TierChangeRow extends Pick<TierChangeLine, 'program' | 'kind' | 'reason'> {
  readonly at: number;
  readonly fromTier: string | null;
  readonly toTier: string | null;
  readonly actor: string;
}

async function readTierChanges(
  { store }: Runtime,
  memberId: number,
  nameOf: NameOfActor,
): Promise<TierChangeLine[]> {
  const rows = await store.all<TierChangeRow>(
    `SELECT at, programs.code AS program, kind, from_tier AS fromTier, to_tier AS toTier, reason, actor
     FROM tier_changes JOIN programs ON programs.id = tier_changes.program_id
     WHERE member_id = ? ORDER BY tier_changes.id DESC LIMIT ${tierChangesShown}`,
    [memberId],
  );
  return rows.map(({ at, program, kind, fromTier: from, toTier: to, reason, actor }) => ({
    ...{ at: iso(at), program, kind, from, to, reason, who: nameOf(actor) },
  }));
}

async function readConsents(
  { store }: Runtime,
  memberId: number,
  nameOf: NameOfActor,
): Promise<ConsentLine[]> {
  const rows = await store.all<
    Timed<Omit<ConsentLine, 'granted' | 'who'>, 'at'> & { readonly granted: number; readonly actor: string }
  >(
    `SELECT created_at AS at, channel, kind, granted, words, actor FROM consents
     WHERE member_id = ? ORDER BY id DESC LIMIT ${consentsShown}`,
    [memberId],
  );
  return rows.map(({ actor, ...row }) => ({
    ...{ ...row, at: iso(row.at), granted: row.granted === 1, who: nameOf(actor) },
  }));
}

async function readAddresses({ store }: Runtime, memberId: number): Promise<AddressLine[]> {
  const rows = await store.all<MaybeTimed<Timed<AddressLine, 'createdAt'>, 'deadAt' | 'promotionsStoppedAt'>>(
    `SELECT channel, address, created_at AS createdAt, dead_at AS deadAt,
       promotions_stopped_at AS promotionsStoppedAt
     FROM addresses WHERE member_id = ? ORDER BY created_at, id`,
    [memberId],
  );
  return rows.map((row) => ({
    ...{ channel: row.channel, address: row.address, createdAt: iso(row.createdAt) },
    ...{ deadAt: isoTime(row.deadAt), promotionsStoppedAt: isoTime(row.promotionsStoppedAt) },
  }));
}

function giftLine({ club }: Pick<Runtime, 'club'>, gift: GiftStanding): GiftLine {
  const { id, givenAt, kind, name, amount, percent, code, number, state, expiresAt, rule } = gift;
  return {
    ...{ id, givenAt: iso(givenAt), kind, name, amount, percent, code: code ?? '', number, state, rule },
    lastDay: expiresAt === null ? null : dayOf(expiresAt - 1, club.program.timeZone),
  };
}

async function readLots({ store, club, clock }: Runtime, memberId: number): Promise<LotLine[]> {
  const rows = await store.all<LotRow & ActColumns>(
    `SELECT ${lotColumns}, ${actColumns} FROM lots JOIN members ON members.id = lots.member_id
     WHERE lots.member_id = ? AND lots.remaining > 0
     ORDER BY COALESCE(lots.due_at, 9007199254740991), lots.id`,
    [memberId],
  );
  return rows.map((row) => {
    const { unit, earnedAt } = row;
    const told = (amount: number) => amountAsWritten(unit, amount, club.lastOf(row.programId).rules.decimals);
    const lot = lotOf(row, lastActsOf(row));
    const loss = nextLoss(lot);
    return {
      ...{ unit, remaining: told(row.remaining), amount: told(row.amount), earnedAt: iso(earnedAt) },
      lastDay: loss === undefined ? null : dayOf(loss.at - 1, club.program.timeZone),
      overdue: leftOf(lot, clock.now()) < row.remaining,
    };
  });
}

async function readEntries(
  { store, club }: Runtime,
  memberId: number,
  nameOf: NameOfActor,
): Promise<EntryLine[]> {
  type Row = Timed<Omit<EntryLine, 'who'>, 'occurredAt'> & {
    readonly actor: string;
    readonly programId: number;
  };
  const rows = await store.all<Row>(
    `SELECT id, occurred_at AS occurredAt, program_id AS programId, type, unit, amount, reason, rule, actor
     FROM ledger_entries WHERE member_id = ? ORDER BY seq DESC LIMIT ${entriesShown}`,
    [memberId],
  );
  return rows.map(({ actor, programId, ...row }) => {
    const amount = amountAsWritten(row.unit, row.amount, club.lastOf(programId).rules.decimals);
    return { ...row, amount, occurredAt: iso(row.occurredAt), who: nameOf(actor) };
  });
}

async function readPurchases(
  { store }: Runtime,
  memberId: number,
  nameOf: NameOfActor,
): Promise<PurchaseSummary[]> {
  const rows = await store.all<
    MaybeTimed<Timed<Omit<PurchaseSummary, 'who' | 'earned'>, 'occurredAt'>, 'undoneAt'> & {
      readonly actor: string;
      readonly explanation: string;
    }
  >(
    `SELECT purchases.id, purchases.occurred_at AS occurredAt, purchases.amount, purchases.explanation,
       purchases.receipt_no AS receiptNo, purchases.actor, purchases.undone_at AS undoneAt, purchases.undone_by AS undoneBy,
       shops.code AS shop
     FROM purchases LEFT JOIN shops ON shops.id = purchases.shop_id
     WHERE purchases.member_id = ? ORDER BY purchases.occurred_at DESC, purchases.id DESC LIMIT ${purchasesShown}`,
    [memberId],
  );
  return rows.map(({ actor, explanation, undoneAt, undoneBy, ...row }) => ({
    ...{ ...row, occurredAt: iso(row.occurredAt), who: nameOf(actor), undoneAt: isoTime(undoneAt) },
    undoneBy: undoneBy === null ? null : nameOf(undoneBy),
    earned: (JSON.parse(explanation) as ExplanationLine[])
      .filter(({ amount, unit }) => amount > 0 && unit !== 'messages')
      .map(({ rule, unit, amount }) => ({ rule, unit, amount })),
  }));
}

async function readMessages({ store }: Runtime, memberId: number): Promise<MessageLine[]> {
  const rows = await store.all<Timed<MessageLine, 'createdAt'>>(
    `SELECT id, created_at AS createdAt, channel, template, state, code FROM outbox
     WHERE member_id = ? ORDER BY id DESC LIMIT ${messagesShown}`,
    [memberId],
  );
  return rows.map((row) => ({ ...row, createdAt: iso(row.createdAt) }));
}
