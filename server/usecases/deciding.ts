import { decideOccasion, decidePurchase, decideSettlement } from '../../rules/earn/decide.ts';
import type { Occasion, OccasionTrigger } from '../../rules/earn/decide.ts';
import type { Decision } from '../../rules/earn/decision.ts';
import type { MemberFacts, PurchaseFacts } from '../../rules/earn/facts.ts';
import type { Settled } from '../../rules/earn/paid.ts';
import type { Balances } from '../../templates/template.ts';
import type { ProgramVersion } from '../club.ts';
import type { Runtime } from '../runtime.ts';
import { lastActsOf } from '../store/acts.ts';
import type { GiftRow } from '../store/gifts.ts';
import type { Member } from '../store/members.ts';
import { profileOf } from '../store/profiles.ts';
import { noteCounted } from '../store/purchases.ts';
import { ensureSharedTallies, readTallies, writeTallies } from '../store/tallies.ts';
import type { Reader, Tx } from '../store/tx.ts';
import { gainedAsWritten } from './as-written.ts';
import { daysAsked } from './day-counts.ts';
import type { ProgramAward } from './awards.ts';
import { decideReferral } from './decide-referral.ts';
import type { Bought } from './decide-referral.ts';
import { freePending, freedOf, isDue, waitingFor } from './free-pending.ts';
import type { Freed } from './free-pending.ts';
import { postAwards } from './post-awards.ts';
import type { Awarded, ProgramCard } from './post-awards.ts';
import { openLastBought } from './last-bought.ts';
import type { LastBought } from './last-bought.ts';
import { periodsAsked, sharedKeys } from './periods-asked.ts';
import { openPurse } from './purse.ts';
import { readHoldings } from './read-holdings.ts';
import { giveReached, settle } from './settle-decision.ts';
import type { Happened, Table } from './settle-decision.ts';
import { countedByPurchase, freedPoints, settleDue } from './settle-due.ts';
import type { CountedBy, Due } from './settle-due.ts';
import { openTallyBooks } from './tally-books.ts';
import { openTierDesk } from './tier-desk.ts';
import type { TierCause } from './tier-desk.ts';
import type { TierReached } from './tier-past.ts';
import type { TierStanding } from './tier-standing.ts';

/** What the rules of all programs that were in force then decided for a member. */
export interface DecidedFor {
  readonly awards: readonly ProgramAward[];
  /** What the club's own program gave, and what she can spend of it once that is posted. */
  readonly earned: Balances;
  readonly balances: Balances;
  /** What it gave and waits. */
  readonly pending: Balances;
  /** The same of each program that decided, in their order. */
  readonly programs: readonly ProgramOutcome[];
  /** The stamp cards that were stamped. */
  readonly stamped: readonly ProgramCard[];
  /** What was counted, for its undoing. */
  readonly counted: readonly CountedBy[];
}

/** What one program gave, and what the member can spend of it then. */
export interface ProgramOutcome {
  readonly code: string;
  readonly name: string;
  readonly earned: Balances;
  readonly balances: Balances;
  /** What it gave and waits. */
  readonly pending: Balances;
  /** Absent without tiers. */
  readonly tier?: TierOutcome;
}

/** The tier she has then, and the one she had before where this made it a higher one. */
export interface TierOutcome extends TierStanding {
  readonly raised?: { readonly from: string | null };
}

/**
 * All that the rules want to know of some members at some moments, loaded at once. Decisions that are made one
 * after the other see each other. Each is made by the programs that were in force when it happened.
 */
export interface Deciding {
  /** The moment it decides at, and its tier changes are written with: what is recorded by it is of this moment too. */
  readonly now: number;
  purchase(member: Member, purchase: PurchaseFacts, cause?: TierCause): DecidedFor;
  occasion(member: Member, trigger: OccasionTrigger, happened: Happening): DecidedFor;
  /** That somebody whom she brought bought something, which was decided just before. */
  referral(referrer: Member, bought: Bought): DecidedFor;
  /** That a purchase was paid in full. */
  settlement(member: Member, paid: Paid): DecidedFor;
  /** Keeps what was counted. */
  write(tx: Tx): Promise<void>;
}

/** A purchase whose last payment was made at a moment, and who took it. */
interface Paid {
  readonly at: number;
  readonly purchase: Settled;
  readonly cause: TierCause;
}

/** Something else than a purchase, when it happened, and who did it. */
export interface Happening extends Omit<Occasion, 'member'> {
  readonly cause?: TierCause;
}

interface Scope {
  readonly memberIds: readonly number[];
  /** When what is going to be decided about happened. */
  readonly moments: readonly number[];
  /** What happened by itself until then is done first; until now where absent. */
  readonly until?: number;
}

type Parts = Pick<Runtime, 'club' | 'clock'>;

/**
 * For decisions that will be written, about members whom the transaction has locked: nobody else counts for them, or
 * for all, until it ends. What waited for them and is due is freed first, and what became of their tiers by itself
 * is done, so that a job that is late changes nothing she could notice.
 */
export async function openDeciding(parts: Runtime, tx: Tx, scope: Scope): Promise<Deciding> {
  return (await openCaughtUp(parts, tx, scope)).deciding;
}

/** What was given and posted, with the rows of its things. */
export interface Given extends Pick<Awarded, 'awards' | 'stamped'> {
  readonly gifts: readonly GiftRow[];
}

interface CaughtUp {
  readonly freed: readonly Freed[];
  readonly given: readonly Given[];
  readonly done: boolean;
}

/**
 * Does what is due for members whom the transaction has locked: frees what waited, counts it for their tiers, and
 * reviews these. Answers with what came free, what was given for tiers that this reached, and whether anything was done.
 */
export async function catchUp(
  parts: Runtime,
  tx: Tx,
  { memberIds, dueAt }: { readonly memberIds: readonly number[]; readonly dueAt: number },
): Promise<CaughtUp> {
  const { freed, given, moved } = await openCaughtUp(parts, tx, {
    memberIds,
    moments: [dueAt],
    until: dueAt,
  });
  return { freed, given, done: freed.length > 0 || moved };
}

async function openCaughtUp(parts: Runtime, tx: Tx, scope: Scope) {
  const { memberIds, until = parts.clock.now() } = scope;
  const freed = await freePending(parts, tx, { memberIds, dueAt: until });
  const moments = withMomentsOf(freed, scope.moments);
  await parts.club.refresh(tx, moments);
  const shared = sharedKeys(parts.club, moments);
  await ensureSharedTallies(tx, shared);
  const lock = shared.length > 0 ? tx.forUpdate : '';
  const { deciding, due, moved } = await load(parts, tx, { memberIds, moments, freed, until, lock });
  const given = due.flatMap((one) => one.given ?? []);
  const gifts = given.length > 0 ? await postAwards(parts, tx, given) : [];
  await noteCounted(tx, countedByPurchase(due));
  if (moved) await deciding.write(tx);
  const posted = given.map((one, index): Given => ({ ...one, gifts: gifts[index] ?? [] }));
  return { deciding, freed, given: posted, moved };
}

function withMomentsOf(freed: readonly Freed[], moments: readonly number[]): number[] {
  return [...moments, ...freed.flatMap(({ earnedAt, openedAt }) => [earnedAt, openedAt])];
}

/** For decisions that nobody writes. */
export async function openQuoting(parts: Parts, reader: Reader, scope: Scope): Promise<Deciding> {
  const { memberIds } = scope;
  const now = parts.clock.now();
  const freed = (await waitingFor(reader, memberIds)).filter((row) => isDue(row, now)).map(freedOf);
  const moments = withMomentsOf(freed, scope.moments);
  await parts.club.refresh(reader, moments);
  return (await load(parts, reader, { memberIds, moments, freed, until: now, lock: '' })).deciding;
}

interface Loading extends Required<Scope> {
  readonly lock: string;
  readonly freed: readonly Freed[];
}

/** What decides, and what was due before: counted and given there already, but not written. */
interface Loaded {
  readonly deciding: Deciding;
  readonly due: readonly Due[];
  readonly moved: boolean;
}

async function load(parts: Parts, reader: Reader, loading: Loading): Promise<Loaded> {
  const { memberIds, moments, lock, until } = loading;
  const { club, clock } = parts;
  const versions = moments.flatMap((at) => club.programsAt(at).map((version) => ({ at, version })));
  const programIds = [...new Set(versions.map(({ version }) => version.programId))];
  const asked = { periods: periodsAsked(versions), days: daysAsked(versions) };
  const rows = await readTallies(reader, { programIds, memberIds, ...asked }, lock);
  const books = openTallyBooks(rows);
  const purse = openPurse(await readHoldings(parts, reader, memberIds));
  const own = club.programs[0]?.programId ?? 0;
  const [now, freed] = [clock.now(), freedPoints(club, loading.freed)];
  const desk = await openTierDesk(reader, {
    // As they are in force now, where they are: that is what tiers are kept by.
    ...{ memberIds, versions: [...versions.map(({ version }) => version), ...club.programs] },
    ...{ now, freed, until },
    pointsOf: (memberId, programId) => purse.of(memberId, programId).balances.points,
  });

  const bought = openLastBought();
  const actsOf = (member: Member) => lastActsOf(bought.of(member));
  const factsOf = (member: Member, by: ProgramVersion): MemberFacts => ({
    ...profileOf(bought.of(member)),
    ...purse.of(member.id, by.programId),
    tier: desk.factsOf({ memberId: member.id, by }),
    tally: books.of(member.id, by.programId),
    days: books.daysOf(member.id, by.programId),
  });

  const table: Table = { desk, books, purse, factsOf, now };
  const give = (member: Member, reached: TierReached) => giveReached(table, member, reached);
  const due = await settleDue(reader, { club, books, freed, reached: desk.reachedBefore, give });

  function decide(member: Member, happened: Happened, work: (by: ProgramVersion) => Decision): DecidedFor {
    const [awards, stamped]: [ProgramAward[], ProgramCard[]] = [[], []];
    const [programs, counted]: [ProgramOutcome[], CountedBy[]] = [[], []];
    for (const by of club.programsAt(happened.at)) {
      const { programId, program } = by;
      const settled = settle(table, { member, by, decision: work(by), happened });
      const { awards: given, stamped: cards, changes, ...rest } = settled;
      awards.push(...given);
      stamped.push(...cards);
      counted.push({ programId, changes });
      const { code, name } = program;
      const { balances } = purse.of(member.id, programId);
      programs.push({ code, name, ...gainedAsWritten(by, { given, balances }), ...rest });
    }
    const given = awards.filter(({ by }) => by.programId === own);
    const { balances } = purse.of(member.id, own);
    const gained = gainedAsWritten(club.programs[0], { given, balances });
    return { awards, stamped, programs, counted, ...gained };
  }

  const deciding = decidingBy({ ...table, decide, actsOf, bought });
  return { deciding, due, moved: due.length > 0 || desk.movedBefore };
}

interface Parties extends Table {
  readonly decide: (member: Member, happened: Happened, work: (by: ProgramVersion) => Decision) => DecidedFor;
  readonly actsOf: (member: Member) => Happened['acts'];
  readonly bought: LastBought;
}

function decidingBy({ decide, factsOf, actsOf, bought, books, desk, now }: Parties): Deciding {
  return {
    now,
    purchase(member, purchase, cause) {
      const { occurredAt: at } = purchase;
      const acts = { ...actsOf(member), purchase: bought.latest(member, at) };
      const outcome = decide(member, { at, acts, cause }, (by) =>
        decidePurchase(by.rules, { purchase, member: factsOf(member, by) }),
      );
      bought.note(member, at);
      return outcome;
    },
    occasion: (member, trigger, { cause, ...happened }) =>
      decide(member, { at: happened.at, acts: actsOf(member), cause }, (by) =>
        decideOccasion(by.rules, trigger, { ...happened, member: factsOf(member, by) }),
      ),
    referral: (member, brought) =>
      decide(member, { ...brought, at: brought.purchase.occurredAt, acts: actsOf(member) }, (by) =>
        decideReferral(by, { bought: brought, books, referrer: factsOf(member, by) }),
      ),
    settlement: (member, { at, purchase, cause }) =>
      decide(member, { at, acts: actsOf(member), cause }, (by) =>
        decideSettlement(by.rules, { at, purchase, member: factsOf(member, by) }),
      ),
    async write(tx) {
      await writeTallies(tx, books.changed());
      await desk.write(tx);
    },
  };
}
