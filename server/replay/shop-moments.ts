import type { Reader } from '../store/tx.ts';
import { marks } from '../store/tx.ts';
import type { SettlementKind } from '../usecases/settle-purchase.ts';
import type { Directory } from './directory.ts';
import { jobsAct } from './jobs-as-run.ts';
import type { EventName } from './event.ts';
import { occasionAct } from './occasion.ts';
import { settleAct } from './settle.ts';
import { readDecisions } from './shop-decisions.ts';
import { readJoinings, readProfileChanges } from './shop-members.ts';
import { readPurchaseActs } from './shop-purchases.ts';
import { beforeStart, purchaseName } from './shop-told.ts';
import type { Reading, Tell } from './shop-told.ts';
import type { Moment, MomentKind } from './shop-timeline.ts';
import { undoAct } from './undo.ts';

const readers: Readonly<Record<MomentKind, (reading: Reading) => Promise<Tell>>> = {
  join: readJoinings,
  jobs: readJobs,
  profile: readProfileChanges,
  purchase: readPurchaseActs,
  settle: readSettlements,
  occasion: readOccasions,
  decision: readDecisions,
  undo: readUndoings,
  'undo-occasion': readOccasionUndoings,
};

/** Reads what some moments are about, in a fixed number of queries for each kind. */
export async function readMoments(
  reader: Reader,
  moments: readonly Moment[],
  { directory, from = 0 }: { readonly directory: Directory; readonly from?: number | undefined },
): Promise<Tell> {
  const tellers = new Map<MomentKind, Tell>();
  for (const kind of new Set(moments.map((moment) => moment.kind))) {
    const ids = moments.flatMap((moment) => (moment.kind === kind ? [moment.id] : []));
    tellers.set(kind, await readers[kind]({ reader, ids, from, headOf: headOf(directory) }));
  }
  return (moment) => tellers.get(moment.kind)?.(moment);
}

const eventOf: Readonly<Record<MomentKind, EventName>> = {
  join: 'join',
  jobs: 'tick',
  profile: 'profile',
  purchase: 'purchase',
  settle: 'settle',
  occasion: 'event',
  decision: 'tier',
  undo: 'undo',
  'undo-occasion': 'undo',
};

function headOf(directory: Directory): Reading['headOf'] {
  return ({ at, kind, id }, phone, name = `${eventOf[kind]}-${id}`) => ({
    ...{ event: eventOf[kind], id: name, at },
    ...(phone === '' ? { phone: '', member: '' } : directory.of({ phone })),
  });
}

async function readJobs({ reader, ids, headOf: head }: Reading): Promise<Tell> {
  const rows = await reader.all<{ id: number; job: string; day: string }>(
    `SELECT id, job, period AS day FROM job_runs WHERE id IN (${marks(ids)})`,
    ids,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return (moment) => {
    const row = byId.get(moment.id);
    return row && { head: head(moment, ''), act: jobsAct(row) };
  };
}

interface UndoingRow {
  readonly id: number;
  readonly phone: string;
  readonly createdAt: number;
  readonly actor: string | null;
}

async function readUndoings({ reader, ids, from, headOf: head }: Reading): Promise<Tell> {
  const rows = await reader.all<UndoingRow>(
    `SELECT purchases.id, members.phone, purchases.undone_by AS actor, purchases.created_at AS createdAt
     FROM purchases JOIN members ON members.id = purchases.member_id WHERE purchases.id IN (${marks(ids)})`,
    ids,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return (moment) => {
    const row = byId.get(moment.id);
    if (!row) return undefined;
    const own = head(moment, row.phone);
    if (row.createdAt < from) return { head: own, act: beforeStart('undone') };
    const undoing = { purchase: purchaseName(row.id), reason: 'replayed', actor: row.actor ?? 'replay' };
    return { head: own, act: undoAct(own, undoing) };
  };
}

async function readOccasionUndoings({ reader, ids, from, headOf: head }: Reading): Promise<Tell> {
  const rows = await reader.all<UndoingRow>(
    `SELECT occasions.id, members.phone, occasions.undone_by AS actor, occasions.created_at AS createdAt
     FROM occasions JOIN members ON members.id = occasions.member_id WHERE occasions.id IN (${marks(ids)})`,
    ids,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return (moment) => {
    const row = byId.get(moment.id);
    if (!row) return undefined;
    const own = head(moment, row.phone);
    if (row.createdAt < from) return { head: own, act: beforeStart('undone') };
    const undoing = { of: `event-${row.id}`, reason: 'replayed', actor: row.actor ?? 'replay' };
    return { head: own, act: undoAct(own, undoing) };
  };
}

interface SettlementRow {
  readonly id: number;
  readonly phone: string;
  readonly purchaseId: number;
  readonly amount: number;
  readonly kind: SettlementKind | null;
  readonly paidAt: number;
  readonly actor: string;
  /** Of the purchase. */
  readonly boughtAt: number;
}

async function readSettlements({ reader, ids, from, headOf: head }: Reading): Promise<Tell> {
  const rows = await reader.all<SettlementRow>(
    `SELECT settlements.id, members.phone, purchase_id AS purchaseId, settlements.amount, settlements.kind,
       paid_at AS paidAt, settlements.actor, purchases.created_at AS boughtAt
     FROM settlements JOIN members ON members.id = settlements.member_id
       JOIN purchases ON purchases.id = settlements.purchase_id WHERE settlements.id IN (${marks(ids)})`,
    ids,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return (moment) => {
    const row = byId.get(moment.id);
    if (!row) return undefined;
    const { amount, kind, paidAt, actor } = row;
    const own = head(moment, row.phone);
    if (row.boughtAt < from) return { head: own, act: beforeStart('settled') };
    const payment = { purchase: purchaseName(row.purchaseId), amount, kind, paidAt };
    return { head: own, act: settleAct(own, payment, actor) };
  };
}

interface OccasionRow {
  readonly id: number;
  readonly phone: string;
  readonly kind: 'event' | 'visit';
  readonly name: string;
  readonly onceKey: string | null;
  readonly shop: string | null;
  readonly data: string | null;
  readonly occurredAt: number;
  readonly actor: string;
}

async function readOccasions({ reader, ids, headOf: head }: Reading): Promise<Tell> {
  const rows = await reader.all<OccasionRow>(
    `SELECT occasions.id, members.phone, occasions.kind, occasions.name, occasions.once_key AS onceKey,
       shops.code AS shop, occasions.data, occasions.occurred_at AS occurredAt, occasions.actor
     FROM occasions JOIN members ON members.id = occasions.member_id
       LEFT JOIN shops ON shops.id = occasions.shop_id
     WHERE occasions.id IN (${marks(ids)})`,
    ids,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return (moment) => {
    const row = byId.get(moment.id);
    if (!row) return undefined;
    const own = { ...head(moment, row.phone), event: row.kind };
    const { actor, occurredAt, name, onceKey } = row;
    if (row.kind === 'visit') {
      const visit = { trigger: 'visit', shop: row.shop ?? undefined } as const;
      return { head: own, act: occasionAct(own, { ...visit, actor, occurredAt }) };
    }
    const data = JSON.parse(row.data ?? '{}') as Readonly<Record<string, string | number | boolean>>;
    const event = { trigger: 'event', name, data, ...(onceKey !== null && { onceKey }) } as const;
    return { head: own, act: occasionAct(own, { ...event, actor, occurredAt }) };
  };
}
