import assert from 'node:assert/strict';
import { dayOf } from '../../rules/calendar.ts';
import { hundredths } from '../../rules/earn/exact.ts';
import type { Gift } from '../../rules/earn/gift.ts';
import { labelIn } from '../../rules/program/words.ts';
import type { Label } from '../../rules/program/words.ts';
import type { GivenGift } from '../../templates/gifts.ts';
import type { Club } from '../club.ts';
import { giftsOfMember, newGiftCode } from '../store/gifts.ts';
import type { GiftRow } from '../store/gifts.ts';
import type { Runtime } from '../runtime.ts';
import type { Reader, Tx } from '../store/tx.ts';
import type { AwardContext, ProgramAward } from './awards.ts';

/** A thing that is given, in the words of a language. */
export interface GiftNow {
  /** The code of the program. */
  readonly program: string;
  readonly rule: string;
  readonly kind: Gift['kind'];
  /** The id of the reward or the draw. */
  readonly what: string | null;
  readonly name: string | null;
  /** Rial: what a voucher takes off, or what is on a gift card. */
  readonly amount: number | null;
  /** What a voucher takes off. */
  readonly percent: number | null;
  /** The first moment at which it cannot be used any more; `null` for never. */
  readonly expiresAt: number | null;
  /** What she shows; `null` as long as it is not given. */
  readonly code: string | null;
  /** Of a ticket that is given. */
  readonly number: number | null;
}

/** What awards give of things, without a code: each piece by itself. */
export function plannedGifts(awards: readonly ProgramAward[], language: 'fa' | 'en'): GiftNow[] {
  return piecesOf(awards).map(({ by, rule, gift, expiresAt }) => ({
    ...{ program: by.program.code, rule, kind: gift.kind, what: gift.what ?? null },
    name: gift.name === undefined ? null : labelIn(gift.name, language),
    ...{ amount: gift.amount ?? null, percent: gift.percent ?? null, expiresAt, code: null, number: null },
  }));
}

type Piece = ProgramAward & { readonly gift: Gift };

function piecesOf(awards: readonly ProgramAward[]): Piece[] {
  return awards.flatMap((award) => {
    const { gift, amount } = award;
    return gift === undefined ? [] : Array.from({ length: amount }, (): Piece => ({ ...award, gift }));
  });
}

/** The rows of what awards give of things, each with a code. A ticket's number is its id: no other has it. */
export function giftRows(
  { clock }: Pick<Runtime, 'clock'>,
  tx: Tx,
  { awards, context }: { readonly awards: readonly ProgramAward[]; readonly context: AwardContext },
): GiftRow[] {
  const { memberId, reason, purchaseId = null, occasionId = null, actor, occurredAt: givenAt } = context;
  return piecesOf(awards).map(({ by, rule, gift, expiresAt }): GiftRow => {
    const id = tx.id();
    return {
      ...{ id, memberId, programId: by.programId, programVersion: by.version, rule, kind: gift.kind },
      ...{ what: gift.what ?? null, name: gift.name === undefined ? null : JSON.stringify(gift.name) },
      amount: gift.amount ?? null,
      percentHundredths: gift.percent === undefined ? null : hundredths(gift.percent),
      ...{ code: newGiftCode(), number: gift.kind === 'ticket' ? id : null, state: 'open' },
      ...{ reason: by.rules.triggers.get(rule) ?? reason, purchaseId, occasionId, actor },
      ...{ givenAt, expiresAt, cancelledAt: null, createdAt: clock.now() },
    };
  });
}

/** Rows in the words of a language. */
export function giftsIn(club: Club, rows: readonly GiftRow[], language: 'fa' | 'en'): GiftNow[] {
  return rows.map((row) => ({
    ...{ program: club.lastOf(row.programId).program.code, rule: row.rule, kind: row.kind, what: row.what },
    name: row.name === null ? null : labelIn(JSON.parse(row.name) as Label, language),
    ...{ amount: row.amount, percent: row.percentHundredths === null ? null : row.percentHundredths / 100 },
    ...{ expiresAt: row.expiresAt, code: row.code, number: row.number },
  }));
}

/** A gift as people see it: what has expired is no longer open. */
export interface GiftStanding extends GiftNow {
  readonly id: number;
  readonly state: GiftRow['state'] | 'expired';
  readonly givenAt: number;
  readonly purchaseId: number | null;
}

interface Whose {
  readonly id: number;
  readonly language: 'fa' | 'en';
  /** No more than this; all where it is absent. */
  readonly max?: number;
}

/** What a member was given of things, newest first. */
export async function readGifts(
  { club, clock }: Pick<Runtime, 'club' | 'clock'>,
  reader: Reader,
  { id: memberId, language, max }: Whose,
): Promise<GiftStanding[]> {
  const now = clock.now();
  const rows = await giftsOfMember(reader, { memberId, max });
  const said = giftsIn(club, rows, language);
  return rows.map(({ id, state, givenAt, purchaseId }, index) => {
    const gift = said[index];
    assert(gift, 'each row is said');
    const isOver = state === 'open' && gift.expiresAt !== null && gift.expiresAt <= now;
    return { ...gift, id, state: isOver ? 'expired' : state, givenAt, purchaseId };
  });
}

/** Gifts as texts tell of them. */
export function giftsTold({ program: { timeZone, calendar } }: Club, gifts: readonly GiftNow[]): GivenGift[] {
  return gifts.map(({ kind, name, amount, percent, number, code, expiresAt }) => ({
    ...{ kind, code: code ?? '', calendar },
    ...(name !== null && { name }),
    ...(amount !== null && { amount }),
    ...(percent !== null && { percent }),
    ...(number !== null && { number }),
    // It ends with the first instant it is gone; people are told the last day they have it.
    ...(expiresAt !== null && { lastDay: dayOf(expiresAt - 1, timeZone) }),
  }));
}
