import { dayOf } from '../../rules/calendar.ts';
import { asWritten } from '../../rules/decimals.ts';
import { expiringSoon, spendable } from '../../rules/lots.ts';
import type { Lot } from '../../rules/lots.ts';
import type { CompiledProgram } from '../../rules/earn/compile.ts';
import type { Unit } from '../../rules/program.ts';
import { labelIn } from '../../rules/program/words.ts';
import type { Balances, Expiring, NextReward } from '../../templates/template.ts';
import { lotOf } from '../ledger/lot.ts';
import { lotColumns } from '../ledger/rows.ts';
import type { LotRow } from '../ledger/rows.ts';
import type { PendingRow } from '../ledger/pending.ts';
import type { Runtime } from '../runtime.ts';
import { gainsAsWritten } from './as-written.ts';
import type { Reachable } from '../../rules/earn/reachable.ts';
import { readReachable } from './read-reachable.ts';
import { inParts } from './in-parts.ts';
import type { InParts } from './in-parts.ts';
import { cardsOf, stampsIn } from './stamp-cards.ts';
import type { CardStanding } from './stamp-cards.ts';
import { actColumns, lastActsOf } from '../store/acts.ts';
import type { ActColumns } from '../store/acts.ts';
import { marks } from '../store/tx.ts';
import { openTierDesk } from './tier-desk.ts';
import type { TierStanding } from './tier-standing.ts';
import type { Reader } from '../store/tx.ts';
import { dueLots, freedOf, isDue, waitingFor } from './free-pending.ts';
import { stillWaiting } from './read-pending.ts';
import { freedPoints } from './settle-due.ts';

/** What a member can spend now of one program, and what she may want to know with it. */
export interface ProgramStanding {
  readonly code: string;
  readonly name: string;
  readonly balances: Balances;
  /** What waits: seen, but not to be spent yet. */
  readonly pending: Balances;
  /** The cheapest reward she cannot have yet, or the dearest one she can. */
  readonly nextReward: NextReward | undefined;
  readonly expiring: Expiring | undefined;
  /** Her stamp cards, also those without a stamp. */
  readonly stampCards: readonly CardStanding[];
  /** Absent without tiers. */
  readonly tier?: TierStanding;
  /** What she is on the way to by rules on what is reached. */
  readonly reachable: readonly Reachable[];
}

/** Where she stands with the club: its own program, and those that run beside it. */
export interface Standing extends ProgramStanding {
  readonly others: readonly ProgramStanding[];
}

const dayMs = 24 * 3_600_000;

type Parts = Pick<Runtime, 'club' | 'clock'>;

/** The standing of one member, in each program that is in force. */
export async function readStanding(
  parts: Parts,
  reader: Reader,
  member: { id: number; language: 'fa' | 'en' },
): Promise<Standing> {
  const now = parts.clock.now();
  const waiting = await waitingFor(reader, [member.id]);
  const due = waiting.filter((row) => isDue(row, now)).map(freedOf);
  await parts.club.refresh(
    reader,
    due.map(({ earnedAt }) => earnedAt),
  );
  const lots = (await openLots(reader, [member.id], dueLots(waiting, now))).get(member.id) ?? [];
  const { programs } = parts.club;
  const lotsOf = (programId: number) => lots.filter((lot) => lot.programId === programId);
  const desk = await openTierDesk(reader, {
    ...{ memberIds: [member.id], versions: programs, now, freed: freedPoints(parts.club, due) },
    pointsOf: (_, programId) => balancesOf(lotsOf(programId), now).points,
  });
  const reachableBy = await readReachable(reader, { memberId: member.id, programs, now });
  const [own, ...others] = programs.map((by) => {
    const pending = waitingOf(
      waiting.filter((row) => row.programId === by.programId),
      now,
    );
    const tier = desk.standingOf({ memberId: member.id, by });
    const at = { now, language: member.language, tier };
    const standing = standingIn(by.rules, lotsOf(by.programId), at);
    const reachable = reachableBy(by);
    return { ...standing, reachable, pending: gainsAsWritten(pending, by.rules.decimals) };
  });
  if (!own) throw new Error('a club has a program');
  return { ...own, others };
}

interface At {
  readonly now: number;
  readonly language: 'fa' | 'en';
  readonly tier: TierStanding | undefined;
}

function standingIn(
  { program, decimals }: CompiledProgram,
  lots: readonly OpenLot[],
  { now, language, tier }: At,
): Omit<ProgramStanding, 'pending' | 'reachable'> {
  const balances = balancesOf(lots, now);
  return {
    code: program.code,
    name: program.name,
    balances: gainsAsWritten(balances, decimals),
    nextReward: nextReward(
      { program, decimals },
      { points: balances.points, tier: tier?.id ?? null, language },
    ),
    expiring: expiringOf({ program, decimals }, lots, now),
    stampCards: cardsOf(program, stampsIn(lots, now), language),
    ...(tier && { tier }),
  };
}

async function openLots(
  reader: Reader,
  memberIds: readonly number[],
  due: readonly (LotRow & ActColumns)[],
): Promise<Map<number, OpenLot[]>> {
  const lots = new Map<number, OpenLot[]>();
  if (memberIds.length === 0) return lots;
  const rows = await reader.all<LotRow & ActColumns>(
    `SELECT ${lotColumns}, ${actColumns} FROM lots JOIN members ON members.id = lots.member_id
     WHERE lots.member_id IN (${marks(memberIds)}) AND lots.remaining > 0`,
    memberIds,
  );
  for (const row of [...rows, ...due]) {
    const lot = { ...lotOf(row, lastActsOf(row)), unit: row.unit, programId: row.programId };
    const own = lots.get(row.memberId);
    if (own) own.push(lot);
    else lots.set(row.memberId, [lot]);
  }
  return lots;
}

type OpenLot = Lot & Pick<LotRow, 'unit' | 'programId'>;

function waitingOf(waiting: readonly PendingRow[], now: number): InParts {
  return inParts((unit) =>
    waiting.reduce((total, row) => (row.unit === unit ? total + stillWaiting(row, now) : total), 0),
  );
}

const ofUnit = (lots: readonly OpenLot[], unit: Unit): Lot[] => lots.filter((lot) => lot.unit === unit);

function balancesOf(lots: readonly OpenLot[], now: number): InParts {
  return inParts((unit) => spendable(ofUnit(lots, unit), now));
}

/** A program with its points in smallest parts, as lots are. */
type Rules = Pick<CompiledProgram, 'program' | 'decimals'>;

interface Saving {
  readonly points: number;
  readonly tier: string | null;
  readonly language: 'fa' | 'en';
}

/** Of those that members of her tier may have. */
function nextReward(
  { program, decimals }: Rules,
  { points, tier, language }: Saving,
): NextReward | undefined {
  const rewards = program.rewards
    .filter(({ tiers }) => tiers === undefined || (tier !== null && tiers.includes(tier)))
    .sort((a, b) => a.points - b.points);
  const next = rewards.find((reward) => reward.points > points) ?? rewards.at(-1);
  const missing = asWritten(Math.max(0, (next?.points ?? 0) - points), decimals);
  return next && { name: labelIn(next.name, language), missing };
}

/** Of points and credit, whichever ends first; both where they end on the same day. */
function expiringOf(
  { program, decimals }: Rules,
  lots: readonly OpenLot[],
  now: number,
): Expiring | undefined {
  const { timeZone, calendar, expiringSoonDays } = program;
  const until = now + expiringSoonDays * dayMs;
  const soon = (unit: Unit) => expiringSoon(ofUnit(lots, unit), now, until);
  const [points, credit] = [soon('points'), soon('credit')];
  const ends = [points, credit].flatMap((one) => (one ? [one.expiresAt] : []));
  if (ends.length === 0) return undefined;
  const end = Math.min(...ends);
  // Lots end at the first instant they are gone; people are told the last day they have them.
  const day = dayOf(end - 1, timeZone);
  const amount = (one: typeof points) => (one?.expiresAt === end ? one.amount : 0);
  const gains = inParts((unit) => amount(unit === 'points' ? points : credit));
  return { ...gainsAsWritten(gains, decimals), day, calendar };
}
