import { leftOf } from '../../rules/lots.ts';
import type { Balances } from '../../templates/template.ts';
import { lotOf } from '../ledger/lot.ts';
import { lotColumns } from '../ledger/rows.ts';
import type { LotRow } from '../ledger/rows.ts';
import { cardOf } from '../ledger/unit.ts';
import type { LedgerUnit } from '../ledger/unit.ts';
import type { Runtime } from '../runtime.ts';
import { actColumns, lastActsOf } from '../store/acts.ts';
import type { ActColumns } from '../store/acts.ts';
import { marks } from '../store/tx.ts';
import type { Reader } from '../store/tx.ts';
import { gainsAsWritten } from './as-written.ts';
import { inParts } from './in-parts.ts';
import type { InParts } from './in-parts.ts';
import { dueLots, waitingFor } from './free-pending.ts';

/** What a member has of one program: what she can spend, points in smallest parts, and the stamps on each of her cards. */
export interface Holding {
  readonly balances: InParts;
  readonly stamps: Readonly<Record<string, number>>;
}

/**
 * What each of several members has now of each program, in a fixed number of queries: what her account holds, less
 * what is overdue of it and not written off yet, and with what has come free and is not booked yet.
 */
export async function readHoldings(
  { clock }: Pick<Runtime, 'clock'>,
  reader: Reader,
  memberIds: readonly number[],
): Promise<(memberId: number, programId: number) => Holding> {
  const now = clock.now();
  const held = new Map<string, Record<string, number>>();
  const add = ({ memberId, programId, unit }: Held, amount: number) => {
    const key = `${memberId}/${programId}`;
    let units = held.get(key);
    if (!units) held.set(key, (units = {}));
    units[unit] = (units[unit] ?? 0) + amount;
  };
  for (const account of await readAccounts(reader, memberIds)) add(account, account.balance);
  for (const lot of await overdueLots(reader, memberIds, now)) {
    add(lot, leftOf(lotOf(lot, lastActsOf(lot)), now) - lot.remaining);
  }
  for (const lot of dueLots(await waitingFor(reader, memberIds), now)) {
    add(lot, leftOf(lotOf(lot, lastActsOf(lot)), now));
  }
  return (memberId, programId) => holdingOf(held.get(`${memberId}/${programId}`));
}

type Held = Pick<LotRow, 'memberId' | 'programId' | 'unit'>;

function holdingOf(held: Readonly<Record<string, number>> = {}): Holding {
  const stamps: Record<string, number> = {};
  for (const [unit, amount] of Object.entries(held)) {
    const card = cardOf(unit as LedgerUnit);
    if (card !== undefined) stamps[card] = amount;
  }
  return { balances: inParts((unit) => held[unit] ?? 0), stamps };
}

async function readAccounts(
  reader: Reader,
  memberIds: readonly number[],
): Promise<(Held & { readonly balance: number })[]> {
  if (memberIds.length === 0) return [];
  return reader.all(
    `SELECT member_id AS memberId, program_id AS programId, unit, balance FROM accounts
     WHERE member_id IN (${marks(memberIds)})`,
    memberIds,
  );
}

async function overdueLots(
  reader: Reader,
  memberIds: readonly number[],
  now: number,
): Promise<(LotRow & ActColumns)[]> {
  if (memberIds.length === 0) return [];
  return reader.all(
    `SELECT ${lotColumns}, ${actColumns} FROM lots JOIN members ON members.id = lots.member_id
     WHERE lots.member_id IN (${marks(memberIds)}) AND lots.remaining > 0 AND lots.due_at <= ?`,
    [...memberIds, now],
  );
}

/** What a member can spend now of the club's own program, as people write it. */
export async function readOwnBalances(
  parts: Pick<Runtime, 'club' | 'clock'>,
  reader: Reader,
  memberId: number,
): Promise<Balances> {
  const of = await readHoldings(parts, reader, [memberId]);
  const [own] = parts.club.programs;
  return gainsAsWritten(of(memberId, own?.programId ?? 0).balances, own?.rules.decimals ?? 0);
}
