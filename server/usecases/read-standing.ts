import { dayOf } from '../../rules/calendar.ts';
import { expiringSoon, spendable } from '../../rules/lots.ts';
import type { Lot } from '../../rules/lots.ts';
import type { Unit } from '../../rules/program.ts';
import { labelIn } from '../../rules/program/words.ts';
import type { Balances, Expiring, NextReward } from '../../templates/template.ts';
import { lotColumns } from '../ledger/rows.ts';
import type { LotRow } from '../ledger/rows.ts';
import type { Runtime } from '../runtime.ts';
import { marks } from '../store/tx.ts';
import type { Reader } from '../store/tx.ts';

/** What a member can spend now, and what she may want to know with it. */
export interface Standing {
  readonly balances: Balances;
  /** The cheapest reward she cannot have yet, or the dearest one she can. */
  readonly nextReward: NextReward | undefined;
  readonly expiring: Expiring | undefined;
}

const dayMs = 24 * 3_600_000;

type Parts = Pick<Runtime, 'club' | 'clock'>;

/** The standing of one member. */
export async function readStanding(
  parts: Parts,
  reader: Reader,
  member: { id: number; language: 'fa' | 'en' },
): Promise<Standing> {
  const lots = (await openLots(parts, reader, [member.id])).get(member.id) ?? [];
  const balances = balancesOf(lots, parts.clock.now());
  return {
    balances,
    nextReward: nextReward(parts, balances.points, member.language),
    expiring: expiringOf(parts, lots),
  };
}

/** What each of several members can spend now, in one query. */
export async function readBalances(
  parts: Parts,
  reader: Reader,
  memberIds: readonly number[],
): Promise<(memberId: number) => Balances> {
  const lots = await openLots(parts, reader, memberIds);
  const now = parts.clock.now();
  return (memberId) => balancesOf(lots.get(memberId) ?? [], now);
}

async function openLots(
  { club }: Parts,
  reader: Reader,
  memberIds: readonly number[],
): Promise<Map<number, LotRow[]>> {
  const lots = new Map<number, LotRow[]>();
  if (memberIds.length === 0) return lots;
  const rows = await reader.all<LotRow>(
    `SELECT ${lotColumns} FROM lots WHERE member_id IN (${marks(memberIds)}) AND remaining > 0 AND program_id = ?`,
    [...memberIds, club.programId],
  );
  for (const row of rows) lots.set(row.memberId, [...(lots.get(row.memberId) ?? []), row]);
  return lots;
}

const ofUnit = (lots: readonly LotRow[], unit: Unit): Lot[] => lots.filter((lot) => lot.unit === unit);

function balancesOf(lots: readonly LotRow[], now: number): Balances {
  return {
    points: spendable(ofUnit(lots, 'points'), now),
    credit: spendable(ofUnit(lots, 'credit'), now),
  };
}

function nextReward({ club }: Parts, points: number, language: 'fa' | 'en'): NextReward | undefined {
  const rewards = [...club.program.rewards].sort((a, b) => a.points - b.points);
  const next = rewards.find((reward) => reward.points > points) ?? rewards.at(-1);
  return next && { name: labelIn(next.name, language), missing: Math.max(0, next.points - points) };
}

/** Of points and credit, whichever ends first; both where they end on the same day. */
function expiringOf({ club, clock }: Parts, lots: readonly LotRow[]): Expiring | undefined {
  const { timeZone, calendar, expiringSoonDays } = club.program;
  const now = clock.now();
  const until = now + expiringSoonDays * dayMs;
  const soon = (unit: Unit) => expiringSoon(ofUnit(lots, unit), now, until);
  const [points, credit] = [soon('points'), soon('credit')];
  const ends = [points, credit].flatMap((one) => (one ? [one.expiresAt] : []));
  if (ends.length === 0) return undefined;
  const end = Math.min(...ends);
  // Lots end at the first instant they are gone; people are told the last day they have them.
  const day = dayOf(end - 1, timeZone);
  const amount = (one: typeof points) => (one?.expiresAt === end ? one.amount : 0);
  return { points: amount(points), credit: amount(credit), day, calendar };
}
