import { shareOf } from '../../rules/earn/exact.ts';
import type { PaymentKind } from '../../rules/program/payments.ts';
import type { Balances } from '../../templates/template.ts';
import { pendingColumns } from '../ledger/pending.ts';
import type { PendingChange, PendingRow } from '../ledger/pending.ts';
import { move } from '../ledger/post.ts';
import type { Runtime } from '../runtime.ts';
import { lockWithReferrer } from '../store/members.ts';
import type { Member } from '../store/members.ts';
import type { Tx } from '../store/tx.ts';
import { gainsAsWritten } from './as-written.ts';
import { gainsOf } from './awards.ts';
import type { ProgramAward } from './awards.ts';
import { catchUp } from './deciding.ts';
import type { DecidedFor, Given, TierOutcome } from './deciding.ts';
import type { Freed } from './free-pending.ts';
import { giveForSettlement } from './give-for-settlement.ts';
import { explanationOf } from './purchase.ts';
import type { ExplanationLine } from './purchase.ts';
import type { InParts } from './in-parts.ts';
import { readStanding } from './read-standing.ts';
import type { Standing } from './read-standing.ts';
import { tellOfSettlement } from './tell-of-settlement.ts';
import type { TierStanding } from './tier-standing.ts';

/** How a later payment is made; a cheque or another promise is none. */
export type SettlementKind = Exclude<PaymentKind, 'cheque' | 'on_account'>;

/** A payment of what was promised at the sale. */
export interface Settling {
  readonly purchaseId: number;
  /** Rial, above zero. */
  readonly amount: number;
  /** `null` where nobody said. */
  readonly kind: SettlementKind | null;
  readonly paidAt: number;
  readonly actor: string;
}

/** What became of a payment, in one program. */
export interface ProgramSettled {
  readonly code: string;
  readonly name: string;
  /** What waited and can be spent now. */
  readonly freed: Balances;
  /** What was given for paying all of it, and for a tier that it reached. */
  readonly earned: Balances;
  readonly pending: Balances;
  readonly balances: Balances;
  /** Absent without tiers. */
  readonly tier?: TierOutcome;
}

export interface Settled {
  readonly id: number;
  readonly purchaseId: number;
  readonly member: Pick<Member, 'id' | 'phone' | 'language'>;
  readonly amount: number;
  readonly kind: SettlementKind | null;
  readonly paidAt: number;
  /** What is left to pay of the purchase, in rial. */
  readonly unpaid: number;
  /** Of each program in force, the club's own first. */
  readonly programs: readonly ProgramSettled[];
  /** What the rules for tiers that it reached did, and with the last payment those for settled purchases. */
  readonly explanation: readonly ExplanationLine[];
}

export type SettleResult =
  | { readonly kind: 'settled'; readonly settled: Settled }
  | { readonly kind: 'no-purchase' }
  | { readonly kind: 'undone' }
  /** `unpaid` is all there is to pay; zero where nothing is. */
  | { readonly kind: 'too-much'; readonly unpaid: number }
  /** It was paid before it was sold. */
  | { readonly kind: 'before-sale'; readonly occurredAt: number };

interface PurchaseRow {
  readonly id: number;
  readonly bought: number;
  readonly unpaid: number;
  readonly settled: number;
  readonly occurredAt: number;
  readonly undoneAt: number | null;
}

/**
 * Takes a payment of what was promised at the sale: it frees its share of what waits for it, once, and the last one
 * all that is left. What is paid in a way that earns nothing frees nothing: its share is cancelled.
 */
export async function settlePurchase(runtime: Runtime, tx: Tx, settling: Settling): Promise<SettleResult> {
  const owner = await tx.one<{ memberId: number }>(
    'SELECT member_id AS memberId FROM purchases WHERE id = ?',
    [settling.purchaseId],
  );
  // Part of what waits may be of who brought her.
  const member = owner && (await lockWithReferrer(tx, owner.memberId))?.member;
  const purchase = member && (await readPurchase(tx, settling.purchaseId));
  if (!purchase) return { kind: 'no-purchase' };
  const left = purchase.unpaid - purchase.settled;
  if (purchase.undoneAt !== null) return { kind: 'undone' };
  if (settling.amount > left) return { kind: 'too-much', unpaid: left };
  const { occurredAt } = purchase;
  if (settling.paidAt < occurredAt) return { kind: 'before-sale', occurredAt };
  const now = runtime.clock.now();
  const paid = { ...settling, paidAt: Math.min(settling.paidAt, now) };
  // Before it changes what is due: each part is freed as of its own moment.
  await catchUp(runtime, tx, { memberIds: [member.id], dueAt: now });
  await runtime.club.refresh(tx);
  const before = await readStanding(runtime, tx, member);
  await freeShares(runtime, tx, { purchase, paid });
  const { freed, given: reached } = await catchUp(runtime, tx, { memberIds: [member.id], dueAt: now });
  const isLast = paid.amount === left;
  const given = isLast ? await give(runtime, tx, { member, purchase, paid }) : undefined;
  const id = await keep(tx, { memberId: member.id, purchase, paid, now, given });
  const own = freed.filter((one) => one.purchaseId === purchase.id);
  const came = given ? [...reached, given] : reached;
  const awards = came.flatMap((one) => one.awards);
  const programs = await outcomes(runtime, tx, { member, before, freed: own, awards });
  if (isLast) await tellOfSettlement(runtime, tx, { member, purchase, programs, came });
  const { amount, kind, paidAt } = paid;
  const settled = {
    ...{ id, purchaseId: purchase.id, amount, kind, paidAt, programs },
    member: { id: member.id, phone: member.phone, language: member.language },
    unpaid: left - amount,
    explanation: explanationOf(awards),
  };
  return { kind: 'settled', settled };
}

interface Outcome {
  readonly member: Member;
  /** Where she stood without the payment. */
  readonly before: Standing;
  readonly freed: readonly Freed[];
  readonly awards: readonly ProgramAward[];
}

async function outcomes(
  runtime: Runtime,
  tx: Tx,
  { member, before, freed, awards }: Outcome,
): Promise<ProgramSettled[]> {
  const standing = await readStanding(runtime, tx, member);
  const versions = new Map(runtime.club.programs.map((version) => [version.program.code, version]));
  return [standing, ...standing.others].map(({ code, name, balances, pending, tier }) => {
    const version = versions.get(code);
    const own = freed.filter(({ programId }) => programId === version?.programId);
    const given = awards.filter(({ by }) => by.program.code === code);
    const had = [before, ...before.others].find((one) => one.code === code)?.tier;
    const told = (gains: InParts) => gainsAsWritten(gains, version?.rules.decimals ?? 0);
    const gains = { freed: told(gainsOf(own)), earned: told(gainsOf(given)), pending, balances };
    return { code, name, ...gains, ...(tier && { tier: tierOutcome(tier, had) }) };
  });
}

function tierOutcome(tier: TierStanding, had: TierStanding | undefined): TierOutcome {
  return had && had.id !== tier.id ? { ...tier, raised: { from: had.id } } : tier;
}

function readPurchase(tx: Tx, id: number): Promise<PurchaseRow | undefined> {
  return tx.one<PurchaseRow>(
    `SELECT id, amount AS bought, unpaid, settled, occurred_at AS occurredAt, undone_at AS undoneAt FROM purchases WHERE id = ?`,
    [id],
  );
}

interface Paying {
  readonly purchase: PurchaseRow;
  readonly paid: Settling;
}

async function freeShares(runtime: Runtime, tx: Tx, { purchase, paid }: Paying): Promise<void> {
  const rows = await tx.all<PendingRow>(
    `SELECT ${pendingColumns} FROM pending WHERE purchase_id = ? AND until_paid = 1 AND remaining > 0 ORDER BY id`,
    [purchase.id],
  );
  const changed = rows.map((row) => {
    const { payments } = runtime.club.lastOf(row.programId).program;
    const earns = paid.kind === null || payments[paid.kind].earns;
    return { memberId: row.memberId, ...shareFreed(row, { purchase, paid, earns }) };
  });
  await move(runtime, tx, { postings: [], changed });
}

/** All payments so far have made ready their share of what waits; what was freed before is in it. */
function shareFreed(row: PendingRow, { purchase, paid, earns }: Paying & { earns: boolean }): PendingChange {
  const before = paidShare(row.amount, purchase);
  const after = paidShare(row.amount, { ...purchase, settled: purchase.settled + paid.amount });
  const isApproved = row.untilApproved === 0 || row.approvedAt !== null;
  return {
    pendingId: row.id,
    ...(isApproved && { ready: { amount: after, at: paid.paidAt } }),
    ...(!earns && { cancel: Math.min(row.remaining, after - before) }),
  };
}

/** The share of an amount that the payments of a purchase have come to so far; all of it with the last one. */
export function paidShare(
  amount: number,
  { unpaid, settled }: Pick<PurchaseRow, 'unpaid' | 'settled'>,
): number {
  return shareOf(amount, settled, unpaid).whole;
}

/** With the last payment: what rules give for a purchase that is paid in full. */
async function give(
  runtime: Runtime,
  tx: Tx,
  { member, purchase, paid }: Paying & { readonly member: Member },
): Promise<DecidedFor & Given> {
  const before = await tx.all<{ kind: PaymentKind | null; amount: number }>(
    'SELECT kind, amount FROM settlements WHERE purchase_id = ? ORDER BY id',
    [purchase.id],
  );
  const { paidAt, actor } = paid;
  const payments = [...before, paid];
  return giveForSettlement(runtime, tx, { member, purchaseId: purchase.id, paidAt, payments, actor });
}

interface Keeping extends Paying {
  readonly memberId: number;
  readonly now: number;
  readonly given: DecidedFor | undefined;
}

async function keep(tx: Tx, { memberId, purchase, paid, now, given }: Keeping): Promise<number> {
  const { amount, kind, paidAt, actor } = paid;
  const id = tx.id();
  await tx.insert('settlements', [
    {
      ...{ id, purchase_id: purchase.id, member_id: memberId, amount, kind, paid_at: paidAt },
      explanation: JSON.stringify(given ? explanationOf(given.awards) : []),
      counted: JSON.stringify(given?.counted ?? []),
      ...{ actor, created_at: now },
    },
  ]);
  await tx.run('UPDATE purchases SET settled = settled + ? WHERE id = ?', [amount, purchase.id]);
  return id;
}
