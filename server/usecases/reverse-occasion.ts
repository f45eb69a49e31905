import { dayOf } from '../../rules/calendar.ts';
import type { Balances, Gains } from '../../templates/template.ts';
import { move } from '../ledger/post.ts';
import type { Runtime } from '../runtime.ts';
import { moveActBack } from '../store/acts.ts';
import { cancelGifts } from '../store/gifts.ts';
import { lockMember } from '../store/members.ts';
import type { Member } from '../store/members.ts';
import { lastBeside, markOccasionUndone, readOccasion } from '../store/occasions.ts';
import type { KeptOccasion } from '../store/occasions.ts';
import { readTallies, writeTallies } from '../store/tallies.ts';
import type { Tx } from '../store/tx.ts';
import { gainsAsWritten } from './as-written.ts';
import { recordAudit } from './audit.ts';
import { gainsOf } from './awards.ts';
import { takeBackCharityOf, takeBackFromCharities } from './charity-postings.ts';
import { catchUp } from './deciding.ts';
import { givenWithOccasion, occasionUndone } from './given-with-occasion.ts';
import type { Given } from './given-with-occasion.ts';
import { readOwnBalances } from './read-holdings.ts';
import type { CountedBy } from './settle-due.ts';
import { lookAgain, settleLots } from './settle-lots.ts';
import { reversals } from './take-back-entries.ts';
import { refillCards } from './take-back-stamps.ts';
import { openTallyBooks } from './tally-books.ts';
import { tellOfUndoing } from './tell-of-undoing.ts';
import { undoTiers } from './undo-tiers.ts';

export interface OccasionUndoing {
  readonly occasionId: number;
  readonly kind: 'event' | 'visit';
  readonly actor: string;
  readonly reason: string;
}

export type UndoOccasionResult =
  /** `alreadyUndone` when it had been undone before: nothing was done now. */
  | {
      readonly kind: 'undone';
      readonly alreadyUndone: boolean;
      readonly member: Member;
      readonly taken: Gains;
      readonly balances: Balances;
    }
  | { readonly kind: 'no-occasion' }
  /** Its day is over. */
  | { readonly kind: 'too-late' }
  /** Some of what it gave has been spent, used or has expired, or waited and came free since. */
  | { readonly kind: 'already-used' };

/**
 * Undoes a visit or an event that was logged by mistake, on the day it was logged: takes back exactly what it gave,
 * cancels what of it waits, frees the sender's id of it, and tells the member if she was told. A visit's
 * day is free again for the next; a purchase of it that stands was none and becomes none. What a visit took over from
 * a purchase that was undone goes with it. Repeated, it does nothing more.
 */
export async function reverseOccasion(
  runtime: Runtime,
  tx: Tx,
  undoing: OccasionUndoing,
): Promise<UndoOccasionResult> {
  const { occasionId, kind, actor } = undoing;
  const found = await readOccasion(tx, occasionId);
  const member = found?.kind === kind ? await lockMember(tx, found.memberId) : undefined;
  if (!member) return { kind: 'no-occasion' };
  const now = runtime.clock.now();
  await catchUp(runtime, tx, { memberIds: [member.id], dueAt: now });
  await settleLots(runtime, tx, { memberIds: [member.id], until: now });
  const occasion = await readOccasion(tx, occasionId);
  if (!occasion) return { kind: 'no-occasion' };
  const given = await givenWithOccasion(tx, occasion);
  const taken = takenOf(runtime, given);
  const result = async (alreadyUndone: boolean): Promise<UndoOccasionResult> => {
    const balances = await readOwnBalances(runtime, tx, member.id);
    return { kind: 'undone', alreadyUndone, member, taken, balances };
  };
  if (occasion.undoneAt !== null) return result(true);
  const { timeZone } = runtime.club.program;
  if (dayOf(now, timeZone) !== dayOf(occasion.createdAt, timeZone)) return { kind: 'too-late' };
  if (given.isUsed) return { kind: 'already-used' };
  await takeBack(runtime, tx, { given, occasion, undoing });
  await markOccasionUndone(tx, { id: occasionId, actor, now });
  const act = kind === 'visit' ? 'visit' : `event:${occasion.name}`;
  const { occurredAt: at } = occasion;
  await moveActBack(tx, { memberId: member.id, act, at }, await lastBeside(tx, occasion));
  await lookAgain(runtime, tx, member.id);
  const subject = `occasion:${occasionId}`;
  const detail = { kind, reason: undoing.reason };
  await recordAudit(tx, { actor, action: 'occasion.undo', subject, detail, at: now });
  const undone = await result(false);
  if (undone.kind !== 'undone') return undone;
  const { balances } = undone;
  const params = { club: runtime.club.program.name, taken, balances };
  const reply = () => ({ template: 'occasionUndoneForMember' as const, params });
  await tellOfUndoing(runtime, tx, { of: { occasionId }, to: [{ member, reply }] });
  return undone;
}

/** Of the club's own program, as people write it. */
function takenOf({ club }: Runtime, { earned }: Given): Gains {
  const [own] = club.programs;
  const entries = earned.map(({ entry }) => entry).filter(({ programId }) => programId === own?.programId);
  return gainsAsWritten(gainsOf(entries), own?.rules.decimals ?? 0);
}

interface TakingBack {
  readonly given: Given;
  readonly occasion: KeptOccasion;
  readonly undoing: OccasionUndoing;
}

async function takeBack(
  runtime: Runtime,
  tx: Tx,
  { given, occasion, undoing: { actor, reason } }: TakingBack,
): Promise<void> {
  const { id: occasionId, memberId, createdAt: recordedAt } = occasion;
  const made = { actor, now: runtime.clock.now(), reason: occasionUndone };
  const refilled = await refillCards(runtime, tx, { emptied: given.emptied, ...made });
  const changed = given.pending.flatMap(({ id, remaining }) =>
    remaining > 0 ? [{ memberId, pendingId: id, cancel: remaining }] : [],
  );
  await move(runtime, tx, {
    postings: reversals(given.earned, [...refilled, ...given.putBack], made),
    changed,
  });
  await takeBackCharityOf(runtime, tx, { occasionId, actor, reason: occasionUndone });
  const { inherited } = given;
  if (inherited.purchaseIds.length > 0) {
    await takeBackFromCharities(runtime, tx, { scope: inherited, actor, reason: occasionUndone });
  }
  await cancelGifts(tx, { ids: given.giftIds, now: made.now });
  await takeBackCounts(tx, occasion);
  await undoTiers(runtime, tx, { memberId, of: { occasionId }, recordedAt, actor, reason });
}

/** What limits and conditions counted for it is as if it had not been. */
async function takeBackCounts(tx: Tx, { memberId, counted }: KeptOccasion): Promise<void> {
  const all = JSON.parse(counted ?? '[]') as readonly CountedBy[];
  const programIds = [...new Set(all.map(({ programId }) => programId))];
  const periods = [...new Set(all.flatMap(({ changes }) => changes.map(({ period }) => period)))];
  if (periods.length === 0) return;
  const rows = await readTallies(tx, { programIds, memberIds: [memberId], periods }, tx.forUpdate);
  const books = openTallyBooks(rows);
  for (const { programId, changes } of all) books.takeBack({ memberId, programId }, changes);
  await writeTallies(tx, books.changed());
}
