import { decideOccasion, decidePurchase, openPart } from '../../rules/earn/decide.ts';
import type { Decision, Occasion } from '../../rules/earn/decide.ts';
import type { StampedCard } from '../../rules/earn/cards.ts';
import type { MemberFacts, PurchaseFacts } from '../../rules/earn/facts.ts';
import { sharedCounts } from '../../rules/earn/compile.ts';
import type { Trigger } from '../../rules/program/rule.ts';
import { dayOf } from '../../rules/calendar.ts';
import type { LastActs } from '../../rules/fading.ts';
import { leftOf, withFading } from '../../rules/lots.ts';
import { periodKeys } from '../../rules/periods.ts';
import type { Balances } from '../../templates/template.ts';
import type { ProgramVersion } from '../club.ts';
import type { Runtime } from '../runtime.ts';
import { lastActsOf } from '../store/acts.ts';
import type { Member } from '../store/members.ts';
import { profileOf } from '../store/profiles.ts';
import { ensureSharedTallies, readTallies, writeTallies } from '../store/tallies.ts';
import type { SharedTallyKey } from '../store/tallies.ts';
import type { Reader, Tx } from '../store/tx.ts';
import { awardBy, gainsOf, pendingOf } from './awards.ts';
import type { ProgramAward } from './awards.ts';
import { freePending } from './free-pending.ts';
import type { ProgramCard } from './post-awards.ts';
import { readHoldings } from './read-standing.ts';
import type { Holding } from './read-standing.ts';
import { openTallyBooks } from './tally-books.ts';
import type { Counted } from './tally-books.ts';

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
}

/** What was counted by the rules of a program. */
export interface CountedBy {
  readonly programId: number;
  readonly changes: readonly Counted[];
}

/**
 * All that the rules want to know of some members at some moments, loaded at once. Decisions that are made one
 * after the other see each other. Each is made by the programs that were in force when it happened.
 */
export interface Deciding {
  purchase(member: Member, purchase: PurchaseFacts): DecidedFor;
  occasion(member: Member, trigger: Exclude<Trigger, 'purchase'>, happened: Happening): DecidedFor;
  /** Keeps what was counted. */
  write(tx: Tx): Promise<void>;
}

/** Something else than a purchase, and when it happened. */
export type Happening = Omit<Occasion, 'member'>;

interface Scope {
  readonly memberIds: readonly number[];
  /** When what is going to be decided about happened. */
  readonly moments: readonly number[];
}

type Parts = Pick<Runtime, 'club' | 'clock'>;

/**
 * For decisions that will be written, about members whom the transaction has locked: nobody else counts for them, or
 * for all, until it ends. What waited for them and is due is freed first.
 */
export async function openDeciding(
  parts: Parts & Pick<Runtime, 'metrics'>,
  tx: Tx,
  scope: Scope,
): Promise<Deciding> {
  await freePending(parts, tx, { memberIds: scope.memberIds, dueAt: parts.clock.now() });
  await parts.club.refresh(tx, scope.moments);
  const shared = sharedKeys(parts, scope);
  await ensureSharedTallies(tx, shared);
  return load(parts, tx, { ...scope, lock: shared.length > 0 ? tx.forUpdate : '' });
}

/** For decisions that nobody writes. */
export async function openQuoting(parts: Parts, reader: Reader, scope: Scope): Promise<Deciding> {
  await parts.club.refresh(reader, scope.moments);
  return load(parts, reader, { ...scope, lock: '' });
}

/** The counts of all members together that the programs of these moments keep. */
function sharedKeys({ club }: Parts, { moments }: Scope): SharedTallyKey[] {
  const keys = new Map<string, SharedTallyKey>();
  for (const at of moments) {
    for (const { programId, rules } of club.programsAt(at)) {
      const periods = periodsAt(at, rules);
      for (const { subject, each } of sharedCounts(rules)) {
        const key = { programId, subject, period: periods[each] };
        keys.set(`${programId} ${subject} ${key.period}`, key);
      }
    }
  }
  return [...keys.values()];
}

function periodsAt(at: number, { era }: ProgramVersion['rules']) {
  return periodKeys(dayOf(at, era.timeZone), era.calendar);
}

interface Loading extends Scope {
  readonly lock: string;
}

async function load(parts: Parts, reader: Reader, { memberIds, moments, lock }: Loading): Promise<Deciding> {
  const { club, clock } = parts;
  const versions = moments.flatMap((at) => club.programsAt(at).map((version) => ({ at, version })));
  const programIds = [...new Set(versions.map(({ version }) => version.programId))];
  const periods = [
    ...new Set(versions.flatMap(({ at, version }) => Object.values(periodsAt(at, version.rules)))),
  ];
  const rows = await readTallies(reader, { programIds, memberIds, periods }, lock);
  const books = openTallyBooks(rows);
  const purse = openPurse(await readHoldings(parts, reader, memberIds));
  const own = club.programs[0]?.programId ?? 0;

  const factsOf = (member: Member, { programId }: ProgramVersion): MemberFacts => ({
    ...profileOf(member),
    ...purse.of(member.id, programId),
    tally: books.of(member.id, programId),
  });

  function decide(
    member: Member,
    { at, acts }: Happened,
    work: (by: ProgramVersion) => Decision,
  ): DecidedFor {
    const [awards, stamped]: [ProgramAward[], ProgramCard[]] = [[], []];
    const [programs, counted]: [ProgramOutcome[], CountedBy[]] = [[], []];
    for (const by of club.programsAt(at)) {
      const { programId, program } = by;
      const decision = work(by);
      const given = decision.awards.map((award) => awardBy(by, award, clock.now()));
      awards.push(...given);
      counted.push({ programId, changes: books.add({ memberId: member.id, programId }, decision.tallies) });
      stamped.push(...decision.stamped.map((card) => ({ ...card, by })));
      const good = stillGood(given, acts, clock.now());
      const { balances } = purse.add(member.id, programId, { awards: good, stamped: decision.stamped });
      const { code, name } = program;
      programs.push({ code, name, earned: gainsOf(given), pending: pendingOf(given), balances });
    }
    const ours = awards.filter(({ by }) => by.programId === own);
    const [earned, pending] = [gainsOf(ours), pendingOf(ours)];
    const { balances } = purse.of(member.id, own);
    return { awards, stamped, programs, counted, earned, pending, balances };
  }

  return {
    purchase: (member, purchase) =>
      decide(member, purchaseOf(member, purchase), (by) =>
        decidePurchase(by.rules, { purchase, member: factsOf(member, by) }),
      ),
    occasion: (member, trigger, happened) =>
      decide(member, { at: happened.at, acts: lastActsOf(member) }, (by) =>
        decideOccasion(by.rules, trigger, { ...happened, member: factsOf(member, by) }),
      ),
    write: (tx) => writeTallies(tx, books.changed()),
  };
}

interface Gained {
  readonly awards: Parameters<typeof gainsOf>[0];
  readonly stamped: readonly StampedCard[];
}

/** What members can spend of each program, while decisions are made one after the other. */
function openPurse(before: Awaited<ReturnType<typeof readHoldings>>) {
  const changed = new Map<string, Holding>();
  const of = (memberId: number, programId: number) =>
    changed.get(`${memberId}/${programId}`) ?? before(memberId, programId);
  return {
    of,
    add(memberId: number, programId: number, { awards, stamped }: Gained): Holding {
      const [had, gained] = [of(memberId, programId), gainsOf(awards)];
      const { points, credit } = had.balances;
      const stamps = { ...had.stamps };
      for (const { card, left } of stamped) stamps[card] = left;
      const balances = { points: points + gained.points, credit: credit + gained.credit };
      const after = { balances, stamps };
      changed.set(`${memberId}/${programId}`, after);
      return after;
    },
  };
}

/** What happened some time ago may have earned what has been lost by now, in part or all of it. */
function stillGood(awards: readonly ProgramAward[], acts: LastActs, now: number): Gain[] {
  return awards.map((award) => {
    const { unit, expiresAt, fading = {} } = award;
    const lot = { id: 0, earnedAt: 0, remaining: openPart(award), expiresAt };
    return { unit, amount: leftOf(withFading(lot, fading, { acts, steppedAt: null }), now) };
  });
}

type Gain = Pick<ProgramAward, 'unit' | 'amount'>;

/** When something happened, and what the member did last then. */
interface Happened {
  readonly at: number;
  readonly acts: LastActs;
}

function purchaseOf(member: Member, { occurredAt: at }: PurchaseFacts): Happened {
  return { at, acts: { ...lastActsOf(member), purchase: Math.max(member.lastPurchaseAt ?? at, at) } };
}
