import { leftOf } from '../../rules/lots.ts';
import type { LotUse } from '../../rules/lots.ts';
import type { StampedCard } from '../../rules/earn/cards.ts';
import type { ProgramVersion } from '../club.ts';
import { postToCharities } from '../ledger/charity.ts';
import type { Posting } from '../ledger/entry.ts';
import { lotOf } from '../ledger/lot.ts';
import { move, post } from '../ledger/post.ts';
import { lotColumns } from '../ledger/rows.ts';
import type { LotRow } from '../ledger/rows.ts';
import { stampsUnit } from '../ledger/unit.ts';
import type { Runtime } from '../runtime.ts';
import { insertGifts } from '../store/gifts.ts';
import type { GiftRow } from '../store/gifts.ts';
import { marks } from '../store/tx.ts';
import type { Tx } from '../store/tx.ts';
import { movementsOf, together } from './awards.ts';
import type { AwardContext, ProgramAward } from './awards.ts';
import { charityPostings } from './charity-postings.ts';
import { giftRows } from './gifts.ts';
import { sendRuleMessages } from './rule-messages.ts';
import type { Telling } from './rule-messages.ts';

/** A stamp card that was stamped, and of which program it is. */
export interface ProgramCard extends StampedCard {
  readonly by: ProgramVersion;
}

/** What was decided for one member, and what its postings have in common. */
export interface Awarded {
  readonly awards: readonly ProgramAward[];
  readonly stamped: readonly ProgramCard[];
  readonly context: AwardContext;
  /** For the texts of rules. */
  readonly telling: Telling;
}

type Parts = Pick<Runtime, 'clock' | 'metrics'>;

/**
 * Posts what was decided, for some members, in a number of statements that does not grow with them. Cards that
 * are full are emptied: what filled them is taken from them by an entry of its own. Things get their codes: answers
 * those of each. What rules want said is put into the outbox.
 */
export async function postAwards(
  runtime: Runtime,
  tx: Tx,
  given: readonly Awarded[],
): Promise<readonly (readonly GiftRow[])[]> {
  const gifts = given.map((one) => giftRows(runtime, tx, one));
  await insertGifts(tx, gifts.flat());
  await postMovements(runtime, tx, given);
  await sendRuleMessages(
    runtime,
    tx,
    given.map((one, index) => ({ ...one, gifts: gifts[index] ?? [] })),
  );
  return gifts;
}

async function postMovements(runtime: Parts, tx: Tx, given: readonly Awarded[]): Promise<void> {
  const movements = together(given.map(({ awards, context }) => movementsOf(awards, context)));
  const posted = await move(runtime, tx, movements);
  await postToCharities(
    runtime,
    tx,
    given.flatMap(({ awards, context }) => charityPostings(awards, context)),
  );
  const full = given.flatMap(({ stamped, context }) =>
    stamped.flatMap((card) => (card.full > 0 ? [{ card, context }] : [])),
  );
  if (full.length === 0) return;
  const isNew = new Set(posted.map(({ entry }) => entry.id));
  const lots = (await stampLots(tx, full)).filter(
    (lot) => isNew.has(lot.entryId) || leftOf(lotOf(lot, {}), runtime.clock.now()) > 0,
  );
  await post(
    runtime,
    tx,
    full.map((one, index) => emptying({ ...one, index }, lots)),
  );
}

interface Full {
  readonly card: ProgramCard;
  readonly context: AwardContext;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What was stamped first fills the card first. */
function stampLots(tx: Tx, full: readonly Full[]): Promise<Mutable<LotRow>[]> {
  const memberIds = [...new Set(full.map(({ context }) => context.memberId))];
  const units = [...new Set(full.map(({ card }) => stampsUnit(card.card)))];
  return tx.all<Mutable<LotRow>>(
    `SELECT ${lotColumns} FROM lots
     WHERE member_id IN (${marks(memberIds)}) AND remaining > 0 AND unit IN (${marks(units)})
     ORDER BY earned_at, id`,
    [...memberIds, ...units],
  );
}

function emptying(
  { card: { by, card, full, size }, context, index }: Full & { readonly index: number },
  lots: readonly Mutable<LotRow>[],
): Posting {
  const { programId, version: programVersion } = by;
  const { memberId, purchaseId, onceKey, actor, occurredAt } = context;
  const unit = stampsUnit(card);
  const amount = full * size;
  const own = lots.filter(
    (lot) => lot.memberId === memberId && lot.programId === programId && lot.unit === unit,
  );
  return {
    ...{ memberId, programId, programVersion, rule: card, unit },
    ...({ type: 'redemption', amount: -amount, reason: 'card-full' } as const),
    ...{ purchaseId: purchaseId ?? null, correctsId: null, actor, occurredAt },
    onceKey: onceKey === undefined ? null : `${onceKey}:card:${index}`,
    ...{ expiresAt: null, fading: null, uses: take(own, amount) },
  };
}

function take(lots: readonly Mutable<LotRow>[], amount: number): LotUse[] {
  const uses: LotUse[] = [];
  let missing = amount;
  for (const lot of lots) {
    const part = Math.min(missing, lot.remaining);
    if (part === 0) continue;
    lot.remaining -= part;
    missing -= part;
    uses.push({ lotId: lot.id, amount: part });
  }
  return uses;
}
