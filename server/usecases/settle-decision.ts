import { decideOccasion } from '../../rules/earn/decide.ts';
import { openPart } from '../../rules/earn/award.ts';
import type { Decision } from '../../rules/earn/decision.ts';
import type { TallyChange, MemberFacts } from '../../rules/earn/facts.ts';
import type { CompiledProgram } from '../../rules/earn/compile.ts';
import { countEarned } from '../../rules/earn/tier-counts.ts';
import type { LastActs } from '../../rules/fading.ts';
import { leftOf, withFading } from '../../rules/lots.ts';
import type { ProgramVersion } from '../club.ts';
import { lastActsOf } from '../store/acts.ts';
import type { Member } from '../store/members.ts';
import { gainsAsWritten } from './as-written.ts';
import { awardBy } from './awards.ts';
import type { ProgramAward } from './awards.ts';
import { placeTiers } from './place-tiers.ts';
import type { ProgramCard } from './post-awards.ts';
import type { Purse } from './purse.ts';
import type { Due } from './settle-due.ts';
import type { Counted, TallyBooks } from './tally-books.ts';
import type { TierCause, TierDesk } from './tier-desk.ts';
import type { TierReached } from './tier-past.ts';

/** Of what is not going to be written. */
const nobody: TierCause = { actor: 'nobody' };

/** What decisions are made on and settled in. */
export interface Table {
  readonly desk: TierDesk;
  readonly books: TallyBooks;
  readonly purse: Purse;
  readonly factsOf: (member: Member, by: ProgramVersion) => MemberFacts;
  readonly now: number;
}

interface Settling {
  readonly member: Member;
  readonly by: ProgramVersion;
  readonly decision: Decision;
  readonly happened: Happened;
}

/** Counts what was decided; then what reaching a tier gives, as long as that makes it a higher one. */
export function settle(table: Table, { member, by, decision, happened }: Settling) {
  const { desk, books, purse, factsOf, now } = table;
  const where = { memberId: member.id, by };
  const [awards, stamped, changes]: [ProgramAward[], ProgramCard[], Counted[]] = [[], [], []];
  const take = (one: Decision) => {
    const given = one.awards.map((award) => awardBy(by, award, now));
    const tallies = [...one.tallies, ...countOpened(by.rules, given, happened.at)];
    awards.push(...given);
    changes.push(...books.add({ memberId: member.id, programId: by.programId }, tallies));
    desk.counted(where, tallies);
    const good = stillGood(given, happened.acts, now);
    purse.add(member.id, by.programId, { awards: good, stamped: one.stamped });
    stamped.push(...one.stamped.map((card) => ({ ...card, by })));
  };
  take(decision);
  let raisedFrom: string | null | undefined;
  for (;;) {
    const had = desk.stateOf(where).reached;
    const move = desk.raise(where, happened.cause ?? nobody);
    if (!move) break;
    if (move.to === null || move.to === move.from) continue;
    if (raisedFrom === undefined) raisedFrom = move.from;
    const reached = { tier: move.to, again: had.includes(move.to) };
    take(decideOccasion(by.rules, 'tier', { at: happened.at, member: factsOf(member, by), reached }));
  }
  const cause = happened.cause ?? nobody;
  const placedFrom = placeTiers(desk, where, { awards, cause, at: happened.at, now })?.from;
  const standing = desk.standingOf(where);
  const from = raisedFrom === undefined ? placedFrom : raisedFrom;
  const raised = from !== undefined && { raised: { from } };
  return { awards, stamped, changes, ...(standing && { tier: { ...standing, ...raised } }) };
}

/** What reaching a tier by points that came free gives. */
export function giveReached(table: Table, member: Member, reached: TierReached): Omit<Due, 'purchaseId'> {
  const { by, at, purchaseId } = reached;
  const facts = { at, member: table.factsOf(member, by), reached };
  const decision = decideOccasion(by.rules, 'tier', facts);
  const cause = { actor: 'job:pending', purchaseId: purchaseId ?? undefined };
  const happened = { at, acts: lastActsOf(member), cause };
  const { awards, stamped, changes, tier } = settle(table, { member, by, decision, happened });
  const balances = gainsAsWritten(table.purse.of(member.id, by.programId).balances, by.rules.decimals);
  const telling = { member, programs: [{ code: by.program.code, balances, tier }] };
  const context = { ...cause, memberId: member.id, reason: 'tier', occurredAt: at };
  return {
    counted: { programId: by.programId, memberId: member.id, changes },
    given: { awards, stamped, context, telling },
  };
}

/** Parts that waited for a moment that has passed are earned as well. */
function countOpened(rules: CompiledProgram, awards: readonly ProgramAward[], at: number): TallyChange[] {
  if (rules.ladder?.tiers.pending === true) return [];
  const points = awards
    .filter(({ unit }) => unit === 'points')
    .flatMap(({ opened = [] }) => opened)
    .reduce((sum, { amount }) => sum + amount, 0);
  return countEarned(rules, { at, points });
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
export interface Happened {
  readonly at: number;
  readonly acts: LastActs;
  readonly cause?: TierCause | undefined;
}
