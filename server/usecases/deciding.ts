import { decideOccasion, decidePurchase } from '../../rules/earn/decide.ts';
import type { Award, Decision, Occasion } from '../../rules/earn/decide.ts';
import type { PurchaseFacts } from '../../rules/earn/facts.ts';
import { sharedCounts } from '../../rules/earn/compile.ts';
import { dayOf } from '../../rules/calendar.ts';
import { isOverdue } from '../../rules/lots.ts';
import { periodKeys } from '../../rules/periods.ts';
import type { Balances } from '../../templates/template.ts';
import type { Runtime } from '../runtime.ts';
import { birthdayOf } from '../store/members.ts';
import type { Member } from '../store/members.ts';
import { ensureSharedTallies, readTallies, writeTallies } from '../store/tallies.ts';
import type { TallyKey } from '../store/tallies.ts';
import type { Reader, Tx } from '../store/tx.ts';
import { gainsOf } from './awards.ts';
import { readBalances } from './read-standing.ts';
import { openTallyBooks } from './tally-books.ts';
import type { Counted } from './tally-books.ts';

/** What the rules decided for a member. */
export interface DecidedFor {
  readonly awards: readonly Award[];
  /** What she can spend once it is posted. */
  readonly balances: Balances;
  /** What was counted, for its undoing. */
  readonly counted: CountedBy;
}

/** What was counted by the rules of a program. */
export interface CountedBy {
  readonly programId: number;
  readonly changes: readonly Counted[];
}

/**
 * All that the rules want to know of some members at some moments, loaded at once. Decisions that are made one
 * after the other see each other.
 */
export interface Deciding {
  purchase(member: Member, purchase: PurchaseFacts): DecidedFor;
  occasion(member: Member, trigger: 'joining' | 'birthday', at: number): DecidedFor;
  /** Keeps what was counted. */
  write(tx: Tx): Promise<void>;
}

interface Scope {
  readonly memberIds: readonly number[];
  /** When what is going to be decided about happened. */
  readonly moments: readonly number[];
}

type Parts = Pick<Runtime, 'club' | 'clock'>;

/** For decisions that will be written: nobody else counts for these members, or for all, until the transaction ends. */
export async function openDeciding(parts: Parts, tx: Tx, scope: Scope): Promise<Deciding> {
  const { programId, rules } = parts.club;
  await ensureSharedTallies(tx, programId, sharedKeys(parts, scope));
  return load(parts, tx, { ...scope, lock: sharedCounts(rules).length > 0 ? tx.forUpdate : '' });
}

/** For decisions that nobody writes. */
export function openQuoting(parts: Parts, reader: Reader, scope: Scope): Promise<Deciding> {
  return load(parts, reader, { ...scope, lock: '' });
}

function sharedKeys({ club }: Parts, { moments }: Scope): Omit<TallyKey, 'memberId'>[] {
  const { timeZone, calendar } = club.program;
  const days = [...new Set(moments.map((at) => dayOf(at, timeZone)))];
  return sharedCounts(club.rules).flatMap(({ subject, each }) =>
    [...new Set(days.map((day) => periodKeys(day, calendar)[each]))].map((period) => ({ subject, period })),
  );
}

async function load(
  parts: Parts,
  reader: Reader,
  { memberIds, moments, lock }: Scope & { readonly lock: string },
): Promise<Deciding> {
  const { programId, rules, program } = parts.club;
  const days = [...new Set(moments.map((at) => dayOf(at, program.timeZone)))];
  const periods = [...new Set(days.flatMap((day) => Object.values(periodKeys(day, program.calendar))))];
  const rows =
    memberIds.length === 0 ? [] : await readTallies(reader, { programId, memberIds, periods }, lock);
  const books = openTallyBooks(rows);
  const before = await readBalances(parts, reader, memberIds);
  const balances = new Map(memberIds.map((id) => [id, before(id)]));

  const factsOf = (member: Member) => ({
    birthday: birthdayOf(member),
    balances: balances.get(member.id) ?? none,
    tally: books.of(member.id),
  });
  const take = (member: Member, { awards, tallies }: Decision): DecidedFor => {
    const after = sum(balances.get(member.id) ?? none, gainsOf(stillGood(awards, parts.clock.now())));
    balances.set(member.id, after);
    return { awards, balances: after, counted: { programId, changes: books.add(member.id, tallies) } };
  };
  return {
    purchase: (member, purchase) =>
      take(member, decidePurchase(rules, { purchase, member: factsOf(member) })),
    occasion(member, trigger, at) {
      const occasion: Occasion = { at, member: factsOf(member) };
      return take(member, decideOccasion(rules, trigger, occasion));
    },
    write: (tx) => writeTallies(tx, programId, books.changed()),
  };
}

const none: Balances = { points: 0, credit: 0 };

const sum = (a: Balances, b: Balances): Balances => ({
  points: a.points + b.points,
  credit: a.credit + b.credit,
});

/** What happened some time ago may have earned what has expired by now. */
function stillGood(awards: readonly Award[], now: number): Award[] {
  return awards.filter((award) => !isOverdue(award, now));
}
