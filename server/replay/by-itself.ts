import type { LedgerUnit } from '../ledger/unit.ts';
import { allPrograms } from '../store/programs.ts';
import { amountAsWritten } from '../usecases/as-written.ts';
import type { Scene } from './scene.ts';

/** Something that happened to a member without an event: what jobs do on their days, or would have done by then. */
export type ByItself = {
  /** As of when, in ISO 8601. */
  readonly at: string;
  /** As the history calls her. */
  readonly member: string;
  readonly program: string;
} & (
  | {
      readonly what: 'expired' | 'freed' | 'given' | 'taken-back' | 'waits';
      readonly unit: LedgerUnit;
      /** As the ledger has it: points as people write them, or rial of credit; what is lost is below zero. */
      readonly amount: number;
      /** `birthday`, `schedule`, `tier` …; of what is lost `expired`, `inactive` or `depreciated`. */
      readonly reason: string;
      readonly rule: string | null;
      /** The purchase, as the history calls it. */
      readonly purchase: string | null;
    }
  | {
      readonly what: 'tier';
      readonly from: string | null;
      readonly to: string | null;
      /** What made it another: `reached`, `renewed`, `fallen` … */
      readonly reason: string;
    }
  | {
      readonly what: 'thing';
      readonly kind: string;
      readonly amount: number | null;
      readonly reason: string;
      readonly rule: string;
    }
);

/** Reads what has happened by itself since it was asked last; in four queries, and the program codes. */
export function openByItself(scene: Scene): () => Promise<ByItself[]> {
  const since = { entries: 0, pending: 0, tiers: 0, things: 0 };
  return async () => {
    const { store } = scene.runtime;
    const codes = new Map((await allPrograms(store)).map(({ id, code }) => [id, code]));
    const telling = { scene, codes };
    const entries = await newRows<EntryRow>(scene, entriesAsked, since.entries);
    const pending = await newRows<PendingRow>(scene, pendingAsked, since.pending);
    const tiers = await newRows<TierRow>(scene, tiersAsked, since.tiers);
    const things = await newRows<ThingRow>(scene, thingsAsked, since.things);
    since.entries = entries.at(-1)?.id ?? since.entries;
    since.pending = pending.at(-1)?.id ?? since.pending;
    since.tiers = tiers.at(-1)?.id ?? since.tiers;
    since.things = things.at(-1)?.id ?? since.things;
    return [
      ...entries.filter(isJobs).map((row) => ofEntry(telling, row)),
      ...pending.filter(isJobs).map((row) => ofPending(telling, row)),
      ...tiers.filter((row) => isJobs(row) && row.fromTier !== row.toTier).map((row) => ofTier(telling, row)),
      ...things.filter(isJobs).map((row) => ofThing(telling, row)),
    ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  };
}

interface NewRow {
  readonly id: number;
  readonly phone: string;
  readonly programId: number;
  readonly actor: string;
  readonly at: number;
}

interface EntryRow extends NewRow {
  readonly unit: LedgerUnit;
  readonly type: string;
  readonly amount: number;
  readonly reason: string;
  readonly rule: string | null;
  readonly purchaseId: number | null;
  readonly pendingId: number | null;
}

const entriesAsked = `SELECT fresh.id, phone, program_id AS programId, fresh.actor, occurred_at AS at, unit, type, amount, reason,
  rule, purchase_id AS purchaseId, pending_id AS pendingId FROM ledger_entries AS fresh`;

type PendingRow = Omit<EntryRow, 'type' | 'pendingId'>;

const pendingAsked = `SELECT fresh.id, phone, program_id AS programId, fresh.actor, earned_at AS at, unit, amount, reason, rule,
  purchase_id AS purchaseId FROM pending AS fresh`;

interface TierRow extends NewRow {
  readonly kind: string;
  readonly fromTier: string | null;
  readonly toTier: string | null;
}

const tiersAsked = `SELECT fresh.id, phone, program_id AS programId, fresh.actor, at, kind, from_tier AS fromTier,
  to_tier AS toTier FROM tier_changes AS fresh`;

interface ThingRow extends NewRow {
  readonly kind: string;
  readonly amount: number | null;
  readonly reason: string;
  readonly rule: string;
}

const thingsAsked = `SELECT fresh.id, phone, program_id AS programId, fresh.actor, given_at AS at, kind, amount, reason, rule
  FROM gifts AS fresh`;

/** Ids grow with time: those above the last one seen are new. */
function newRows<Row>({ runtime: { store } }: Scene, asked: string, since: number): Promise<Row[]> {
  return store.all<Row>(
    `${asked} JOIN members ON members.id = member_id WHERE fresh.id > ? ORDER BY fresh.id`,
    [since],
  );
}

const isJobs = ({ actor }: NewRow): boolean => actor.startsWith('job:');

interface Telling {
  readonly scene: Scene;
  readonly codes: ReadonlyMap<number, string>;
}

function of({ scene: { directory }, codes }: Telling, { at, phone, programId }: NewRow) {
  const iso = new Date(at).toISOString();
  return { at: iso, member: directory.nameOf(phone), program: codes.get(programId) ?? '' };
}

function amounts({ scene }: Telling, row: PendingRow) {
  const { programId, unit, amount, reason, rule, purchaseId } = row;
  const { decimals } = scene.runtime.club.lastOf(programId).rules;
  const purchase = purchaseId === null ? null : (scene.purchaseNames.get(purchaseId) ?? null);
  return { unit, amount: amountAsWritten(unit, amount, decimals), reason, rule, purchase };
}

function ofEntry(telling: Telling, row: EntryRow): ByItself {
  return { ...of(telling, row), what: whatOf(row), ...amounts(telling, row) };
}

function whatOf({ type, amount, pendingId }: EntryRow) {
  if (type === 'expiry') return 'expired';
  if (amount < 0) return 'taken-back';
  return pendingId === null ? 'given' : 'freed';
}

function ofPending(telling: Telling, row: PendingRow): ByItself {
  return { ...of(telling, row), what: 'waits', ...amounts(telling, row) };
}

function ofTier(telling: Telling, row: TierRow): ByItself {
  return { ...of(telling, row), what: 'tier', from: row.fromTier, to: row.toTier, reason: row.kind };
}

function ofThing(telling: Telling, row: ThingRow): ByItself {
  const { kind, amount, reason, rule } = row;
  return { ...of(telling, row), what: 'thing', kind, amount, reason, rule };
}
