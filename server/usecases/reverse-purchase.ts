import type { Balances, Gains } from '../../templates/template.ts';
import { failpoint } from '../failpoint.ts';
import type { Entry } from '../ledger/entry.ts';
import { pendingColumns } from '../ledger/pending.ts';
import type { PendingRow } from '../ledger/pending.ts';
import { move } from '../ledger/post.ts';
import type { Movements } from '../ledger/post.ts';
import { entryColumns } from '../ledger/rows.ts';
import type { Runtime } from '../runtime.ts';
import { cancelGifts, giftsOfPurchases } from '../store/gifts.ts';
import { lockWithReferrer } from '../store/members.ts';
import type { Member } from '../store/members.ts';
import type { Tx } from '../store/tx.ts';
import { marks } from '../store/tx.ts';
import { recordAudit } from './audit.ts';
import { gainsAsWritten } from './as-written.ts';
import { gainsOf } from './awards.ts';
import { takeBackFromCharities } from './charity-postings.ts';
import { catchUp } from './deciding.ts';
import { readOwnBalances } from './read-holdings.ts';
import { lookAgain, settleLots } from './settle-lots.ts';
import { lotsOf, missingOf, reversals } from './take-back-entries.ts';
import { cardsEmptied, isCovered, refillCards, stampsPutBack } from './take-back-stamps.ts';
import { tellOfUndoing } from './tell-of-undoing.ts';
import type { UndoingTold } from './tell-of-undoing.ts';
import { openUndoScope } from './undo-scope.ts';
import type { Undone as UndonePurchase, UndoScope } from './undo-scope.ts';
import { undoTiers } from './undo-tiers.ts';

/** How long staff can undo what they just logged; later it is a return. */
export const undoWindowMs = 10 * 60_000;

export interface Undoing {
  readonly purchaseId: number;
  readonly actor: string;
  readonly reason: string;
}

export type UndoResult =
  /** `alreadyUndone` when it had been undone before: nothing was done now. */
  | {
      readonly kind: 'undone';
      readonly alreadyUndone: boolean;
      readonly member: Member;
      readonly amount: number;
      readonly taken: Gains;
      readonly balances: Balances;
    }
  | { readonly kind: 'no-purchase' }
  | { readonly kind: 'too-late' }
  /** Some of what it earned has been spent, used or has expired, by the buyer or by who brought her. */
  | { readonly kind: 'already-used' };

interface PurchaseRow extends UndonePurchase {
  readonly amount: number;
  readonly undoneAt: number | null;
}

/**
 * Undoes a purchase that was logged by mistake: takes back exactly what it earned, cancels what of it waits, frees
 * its receipt number, and tells the member if she was told of the purchase. Repeated, it does nothing more. What it
 * gave to the member who brought the buyer is taken back with it (but what she got once, for the first purchase, stays while
 * another one stands), and so is what a later one gave for what is not
 * reached without it; where any of it has been spent, nothing is undone. A visit stays with another purchase of its day.
 */
export async function reversePurchase(runtime: Runtime, tx: Tx, undoing: Undoing): Promise<UndoResult> {
  const owner = await tx.one<{ memberId: number }>(
    'SELECT member_id AS memberId FROM purchases WHERE id = ?',
    [undoing.purchaseId],
  );
  const locked = owner && (await lockWithReferrer(tx, owner.memberId));
  if (!locked) return { kind: 'no-purchase' };
  const { member, referrer } = locked;
  const memberIds = referrer ? [member.id, referrer.id] : [member.id];
  const now = runtime.clock.now();
  // First: what comes free of it is counted for it.
  await catchUp(runtime, tx, { memberIds, dueAt: now });
  const purchase = await readPurchase(tx, undoing.purchaseId);
  if (!purchase) return { kind: 'no-purchase' };
  await settleLots(runtime, tx, { memberIds, until: now });
  const scope =
    purchase.undoneAt === null ? await openUndoScope(runtime, tx, { purchase, memberIds }) : undefined;
  const earned = await readEarned(tx, purchase.id, scope);
  const [own] = runtime.club.programs;
  const takenFrom = ({ id }: Member) =>
    gainsAsWritten(
      gainsOf(earned.filter(({ programId, memberId }) => programId === own?.programId && memberId === id)),
      own?.rules.decimals ?? 0,
    );
  const taken = takenFrom(member);
  const result = async (alreadyUndone: boolean): Promise<UndoResult> => {
    const balances = await readOwnBalances(runtime, tx, member.id);
    return { kind: 'undone', alreadyUndone, member, amount: purchase.amount, taken, balances };
  };
  if (!scope) return result(true);
  if (now - purchase.createdAt > undoWindowMs) return { kind: 'too-late' };
  const reason = 'purchase-undone';
  const found = await lotsOf(tx, earned);
  const emptied = await cardsEmptied(tx, { purchaseId: purchase.id });
  const gifts = (await giftsOfPurchases(tx, scope.purchaseIds)).filter((gift) => scope.takes(gift));
  const isUsed = gifts.some(({ state }) => state === 'used');
  const putBack = await stampsPutBack(tx, missingOf(found));
  if (isUsed || !isCovered(missingOf(found), { emptied, putBack })) return { kind: 'already-used' };
  const refilled = await refillCards(runtime, tx, { emptied, actor: undoing.actor, now, reason });
  const postings = reversals(found, [...refilled, ...putBack], { actor: undoing.actor, now, reason });
  await move(runtime, tx, { postings, changed: await cancelled(tx, scope) });
  await takeBackFromCharities(runtime, tx, { scope, actor: undoing.actor, reason });
  await cancelGifts(tx, { ids: gifts.map(({ id }) => id), now });
  await scope.write(tx, (gift) => pointsOf(earned.filter((entry) => scope.isOf(gift, entry))));
  for (const memberId of memberIds) {
    const of = { purchaseId: purchase.id, buyerId: purchase.memberId };
    await undoTiers(runtime, tx, { ...undoing, of, memberId, recordedAt: purchase.createdAt });
  }
  await markUndone(tx, { undoing, purchase, now });
  await lookAgain(runtime, tx, purchase.memberId);
  const undone = await result(false);
  const { purchaseIds, keepsReferral } = scope;
  const lost = referrer && { member: referrer, taken: takenFrom(referrer), purchaseIds, keepsReferral };
  if (undone.kind === 'undone') await tell(runtime, tx, { ...undone, purchaseId: purchase.id, lost });
  failpoint('undo-before-commit');
  return undone;
}

function readPurchase(tx: Tx, id: number): Promise<PurchaseRow | undefined> {
  return tx.one<PurchaseRow>(
    `SELECT id, member_id AS memberId, amount, occurred_at AS occurredAt, created_at AS createdAt,
       undone_at AS undoneAt, counted FROM purchases WHERE id = ?`,
    [id],
  );
}

/** What was earned and is taken back, or where that was done before, was taken back then. */
async function readEarned(tx: Tx, purchaseId: number, scope: UndoScope | undefined): Promise<Entry[]> {
  const ids = scope?.purchaseIds ?? [purchaseId];
  const entries = await tx.all<Entry>(
    `SELECT ${entryColumns} FROM ledger_entries
     WHERE purchase_id IN (${marks(ids)}) AND type IN ('accrual', 'reversal') ORDER BY seq`,
    ids,
  );
  const corrected = new Set(entries.map(({ correctsId }) => correctsId));
  return entries.filter((entry) => {
    if (entry.type !== 'accrual') return false;
    return scope ? scope.takes(entry) && !corrected.has(entry.id) : corrected.has(entry.id);
  });
}

function pointsOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { unit, amount }) => (unit === 'points' ? sum + amount : sum), 0);
}

/** What still waits of a purchase is given up. */
async function cancelled(tx: Tx, scope: UndoScope): Promise<NonNullable<Movements['changed']>> {
  const rows = await tx.all<PendingRow>(
    `SELECT ${pendingColumns} FROM pending WHERE purchase_id IN (${marks(scope.purchaseIds)}) AND remaining > 0 ORDER BY id`,
    scope.purchaseIds,
  );
  return rows
    .filter((row) => scope.takes(row))
    .map(({ id, memberId, remaining }) => ({ memberId, pendingId: id, cancel: remaining }));
}

interface Mark {
  readonly undoing: Undoing;
  readonly purchase: PurchaseRow;
  readonly now: number;
}

async function markUndone(tx: Tx, { undoing, purchase, now }: Mark): Promise<void> {
  const { actor, reason } = undoing;
  await tx.run('UPDATE purchases SET undone_at = ?, undone_by = ?, receipt_key = NULL WHERE id = ?', [
    now,
    actor,
    purchase.id,
  ]);
  await tx.run(
    `UPDATE members SET last_purchase_at =
       (SELECT MAX(occurred_at) FROM purchases WHERE member_id = ? AND undone_at IS NULL) WHERE id = ?`,
    [purchase.memberId, purchase.memberId],
  );
  const subject = `purchase:${purchase.id}`;
  await recordAudit(tx, { actor, action: 'purchase.undo', subject, detail: { reason }, at: now });
}

interface Telling extends Extract<UndoResult, { kind: 'undone' }> {
  readonly purchaseId: number;
  /** Absent where nobody brought the buyer. */
  readonly lost: Lost | undefined;
}

/** What is taken back of what the member got who brought the buyer. */
interface Lost {
  readonly member: Member;
  readonly taken: Gains;
  /** The purchases that it was given with. */
  readonly purchaseIds: readonly number[];
  /** Whether she keeps some of it, and may be told of that. */
  readonly keepsReferral: boolean;
}

/** Tells the buyer, and who brought her unless she keeps all. */
async function tell(runtime: Runtime, tx: Tx, telling: Telling): Promise<void> {
  const { member, amount, taken, balances, purchaseId, lost } = telling;
  const club = runtime.club.program.name;
  const params = { club, amount, taken, balances };
  const to: UndoingTold[] = [{ member, reply: () => ({ template: 'purchaseUndoneForMember', params }) }];
  const keepsAll = lost?.keepsReferral === true && lost.taken.points === 0 && lost.taken.credit === 0;
  if (lost && !keepsAll) to.push(toReferrer(runtime, tx, lost));
  const keeper = lost?.keepsReferral === true ? lost.member.id : undefined;
  await tellOfUndoing(runtime, tx, { of: { purchaseId }, to, keeper });
}

function toReferrer(runtime: Runtime, tx: Tx, { member, taken, purchaseIds }: Lost): UndoingTold {
  const club = runtime.club.program.name;
  const reply = async () => {
    const balances = await readOwnBalances(runtime, tx, member.id);
    return { template: 'giftTakenBackForMember' as const, params: { club, taken, balances } };
  };
  return { member, reply, toldWith: purchaseIds };
}
