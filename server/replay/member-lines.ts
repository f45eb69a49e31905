import assert from 'node:assert/strict';
import { purchasesSubject } from '../../rules/earn/facts.ts';
import { leftOf, lossesOf } from '../../rules/lots.ts';
import { lotOf } from '../ledger/lot.ts';
import { lotColumns } from '../ledger/rows.ts';
import type { LotRow } from '../ledger/rows.ts';
import type { LedgerUnit } from '../ledger/unit.ts';
import type { Runtime } from '../runtime.ts';
import { tierBody } from '../http/api/tier-body.ts';
import { actColumns, lastActsOf } from '../store/acts.ts';
import type { ActColumns } from '../store/acts.ts';
import { giftsOfMembers } from '../store/gifts.ts';
import type { GiftRow } from '../store/gifts.ts';
import { allPrograms } from '../store/programs.ts';
import { marks } from '../store/tx.ts';
import { amountAsWritten, gainsAsWritten } from '../usecases/as-written.ts';
import { inParts } from '../usecases/in-parts.ts';
import type { InParts } from '../usecases/in-parts.ts';
import { readHoldings } from '../usecases/read-holdings.ts';
import { openTierDesk } from '../usecases/tier-desk.ts';
import type { Balances } from '../../templates/template.ts';
import type { Scene } from './scene.ts';

/** Where a member stands after a replay. Amounts are points as people write them, or rial of credit. */
export interface MemberLine extends Omit<ProgramLine, 'program'> {
  /** As the history calls her. */
  readonly member: string;
  readonly phone: string;
  /** Of all programs. */
  readonly lots: readonly LotLine[];
  /** Things she was given, of all programs, the oldest first; a replay makes no codes that could be used. */
  readonly gifts: readonly GiftLine[];
  readonly totals: {
    readonly purchases: number;
    readonly spent: number;
    readonly lastPurchaseAt: string | null;
  };
  /** Each program that is in force; the fields above are of the club's own, the first. */
  readonly programs: readonly ProgramLine[];
}

interface ProgramLine {
  readonly program: string;
  /** What she can spend. */
  readonly balances: Balances;
  /** What is awarded and waits. */
  readonly pending: Balances;
  /** All that was ever earned and not taken back. */
  readonly lifetime: Balances;
  /** Her stamps on each card that has any. */
  readonly stamps: Readonly<Record<string, number>>;
  /** As the API shows it, with its validity; `null` where the program has none. */
  readonly tier: ReturnType<typeof tierBody>;
}

export interface LotLine {
  readonly program: string;
  readonly unit: LedgerUnit;
  /** Why it was given: `purchase`, `joining`, `opening` … */
  readonly source: string;
  readonly rule: string | null;
  /** The purchase, as the history calls it. */
  readonly purchase: string | null;
  readonly amount: number;
  readonly left: number;
  readonly earnedAt: string;
  /** When it ends if she does nothing until then; `null` for never. */
  readonly expiresAt: string | null;
  /** Whether it ends for want of acts, and so later where she does something. */
  readonly ifInactive: boolean;
  /** What it loses before, step by step, if nothing of it is spent. */
  readonly steps: readonly { readonly at: string; readonly amount: number }[];
}

export interface GiftLine extends Pick<GiftRow, 'kind' | 'what' | 'amount' | 'rule' | 'state'> {
  readonly program: string;
  /** The purchase, as the history calls it. */
  readonly purchase: string | null;
  readonly givenAt: string;
  readonly expiresAt: string | null;
}

const batchSize = 500;

interface MemberRow {
  readonly id: number;
  readonly phone: string;
  readonly lastPurchaseAt: number | null;
}

/** Every member as she stands now, in the order in which they came. */
export async function* readMemberLines(scene: Scene): AsyncGenerator<MemberLine> {
  const { store, club } = scene.runtime;
  await club.refresh(store);
  for (let after = 0; ;) {
    const members = await store.all<MemberRow>(
      `SELECT id, phone, last_purchase_at AS lastPurchaseAt FROM members WHERE id > ? ORDER BY id LIMIT ?`,
      [after, batchSize],
    );
    const last = members.at(-1);
    if (!last) return;
    const read = await readBatch(scene, members);
    for (const member of members) yield read(member);
    after = last.id;
  }
}

interface SourceRow extends LotRow, ActColumns {
  readonly reason: string;
  readonly rule: string | null;
  readonly purchaseId: number | null;
}

interface AccountRow {
  readonly memberId: number;
  readonly programId: number;
  readonly unit: LedgerUnit;
  readonly pending: number;
  readonly lifetime: number;
}

interface BoughtRow {
  readonly memberId: number;
  readonly times: number;
  readonly amount: number;
}

type ReadLine = (member: MemberRow) => MemberLine;

async function readBatch(
  { runtime, directory, purchaseNames }: Scene,
  members: readonly MemberRow[],
): Promise<ReadLine> {
  const { store, club, clock } = runtime;
  const now = clock.now();
  const ids = members.map(({ id }) => id);
  const list = marks(ids);
  const holdings = await readHoldings(runtime, store, ids);
  const accounts = groupByMember(
    await store.all<AccountRow>(
      `SELECT member_id AS memberId, program_id AS programId, unit, pending, lifetime FROM accounts
       WHERE member_id IN (${list})`,
      ids,
    ),
  );
  const lots = groupByMember(
    await store.all<SourceRow>(
      `SELECT ${lotColumns}, ${actColumns}, ledger_entries.reason, ledger_entries.rule,
         ledger_entries.purchase_id AS purchaseId
       FROM lots JOIN ledger_entries ON ledger_entries.id = lots.entry_id JOIN members ON members.id = lots.member_id
       WHERE lots.member_id IN (${list}) AND lots.remaining > 0 ORDER BY lots.earned_at, lots.id`,
      ids,
    ),
  );
  // Each program counts alike; the club's own is there from the start.
  const bought = groupByMember(
    await store.all<BoughtRow>(
      `SELECT member_id AS memberId, MAX(times) AS times, MAX(amount) AS amount FROM tallies
       WHERE member_id IN (${list}) AND subject = ? AND period = 'ever' GROUP BY member_id`,
      [...ids, purchasesSubject],
    ),
  );
  const gifts = groupByMember(await giftsOfMembers(store, ids));
  const desk = await openTierDesk(store, {
    ...{ memberIds: ids, versions: club.programs, now },
    pointsOf: (memberId, programId) => holdings(memberId, programId).balances.points,
  });
  const codes = new Map((await allPrograms(store)).map(({ id, code }) => [id, code]));
  return ({ id, phone, lastPurchaseAt }) => {
    const programs = club.programs.map((by) => {
      const { programId, program, rules } = by;
      const own = (accounts.get(id) ?? []).filter((account) => account.programId === programId);
      const told = (gains: InParts) => gainsAsWritten(gains, rules.decimals);
      const [pending, lifetime] = [told(bothUnits(own, 'pending')), told(bothUnits(own, 'lifetime'))];
      const { balances, stamps } = holdings(id, programId);
      const tier = tierBody(desk.standingOf({ memberId: id, by }), program.language);
      return { program: program.code, balances: told(balances), stamps, pending, lifetime, tier };
    });
    const [first] = programs;
    assert(first, 'a club has a program');
    const { balances, stamps, pending, lifetime, tier } = first;
    const [counted] = bought.get(id) ?? [];
    return {
      ...{ member: directory.nameOf(phone), phone, balances, stamps, pending, lifetime, tier },
      lots: (lots.get(id) ?? []).flatMap((lot) => lotLine(lot, { club, codes, purchaseNames, now })),
      gifts: (gifts.get(id) ?? []).map((gift) => giftLine(gift, { club, codes, purchaseNames, now })),
      totals: {
        ...{ purchases: counted?.times ?? 0, spent: counted?.amount ?? 0 },
        lastPurchaseAt: lastPurchaseAt === null ? null : iso(lastPurchaseAt),
      },
      programs,
    };
  };
}

const iso = (at: number) => new Date(at).toISOString();

function groupByMember<T extends { readonly memberId: number }>(rows: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const row of rows) {
    const own = groups.get(row.memberId);
    if (own) own.push(row);
    else groups.set(row.memberId, [row]);
  }
  return groups;
}

function bothUnits(accounts: readonly AccountRow[], what: 'pending' | 'lifetime'): InParts {
  return inParts((unit) => accounts.find((account) => account.unit === unit)?.[what] ?? 0);
}

interface Names {
  readonly club: Runtime['club'];
  readonly codes: ReadonlyMap<number, string>;
  readonly purchaseNames: ReadonlyMap<number, string>;
  readonly now: number;
}

/** Nothing for what has ended, written off or not. */
function lotLine(row: SourceRow, { club, codes, purchaseNames, now }: Names): LotLine[] {
  const { decimals } = club.lastOf(row.programId).rules;
  const told = (amount: number) => amountAsWritten(row.unit, amount, decimals);
  const lot = lotOf(row, lastActsOf(row));
  const left = leftOf(lot, now);
  if (left === 0) return [];
  const { expiresAt, idleAt = null } = lot;
  const ifInactive = idleAt !== null && (expiresAt === null || idleAt < expiresAt);
  const end = ifInactive ? idleAt : expiresAt;
  const steps = lossesOf(lot, Number.POSITIVE_INFINITY).filter(
    ({ at, reason }) => at > now && reason === 'depreciated',
  );
  return [
    {
      program: codes.get(row.programId) ?? '',
      ...{ unit: row.unit, source: row.reason, rule: row.rule },
      purchase: row.purchaseId === null ? null : (purchaseNames.get(row.purchaseId) ?? null),
      ...{ amount: told(row.amount), left: told(left), earnedAt: iso(row.earnedAt) },
      ...{ expiresAt: end === null ? null : iso(end), ifInactive },
      steps: steps.map(({ at, amount }) => ({ at: iso(at), amount: told(amount) })),
    },
  ];
}

function giftLine(gift: GiftRow, { codes, purchaseNames }: Names): GiftLine {
  const { programId, kind, what, amount, rule, state, purchaseId, givenAt, expiresAt } = gift;
  return {
    ...{ program: codes.get(programId) ?? '', kind, what, amount, rule, state },
    purchase: purchaseId === null ? null : (purchaseNames.get(purchaseId) ?? null),
    ...{ givenAt: iso(givenAt), expiresAt: expiresAt === null ? null : iso(expiresAt) },
  };
}
