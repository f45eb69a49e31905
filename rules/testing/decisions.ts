import assert from 'node:assert/strict';
import { dayFromParts, instantAt } from '../calendar.ts';
import { checkProgram } from '../program.ts';
import { compileProgram } from '../earn/compile.ts';
import type { CompiledProgram } from '../earn/compile.ts';
import { decidePurchase } from '../earn/decide.ts';
import type { Occasion } from '../earn/decide.ts';
import type { Award } from '../earn/award.ts';
import type { Decision } from '../earn/decision.ts';
import type { TallyChange, MemberFacts, PurchaseFacts, Tally } from '../earn/facts.ts';
import { noTally } from '../earn/facts.ts';

/** What tests of the rules are told with: a program of few words, a purchase, a member, and a book of counts. */

type Words = Readonly<Record<string, unknown>>;

/** An instant by the wall clock of Tehran: `1404/10/20 12:00`. */
export function tehran(text: string): number {
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0] = text.split(/[/ :]/).map(Number);
  const date = dayFromParts({ year, month, day }, 'persian');
  assert(date !== undefined, `${text} is no date`);
  return instantAt(date, (hours * 60 + minutes) * 60_000, 'Asia/Tehran');
}

/** A Saturday of the Persian year 1404. */
export const noon = tehran('1404/10/20 12:00');

/** A purchase rule that gives a point for each 100,000 rial, but for what is said otherwise. */
export function ruleOf(words: Words = {}): Words {
  const give = { unit: 'points', give: 1, per: 100_000 };
  return { id: 'r', name: 'قانون', on: 'purchase', give, ...words };
}

export function programOf(rules: readonly Words[], words: Words = {}): CompiledProgram {
  const checked = checkProgram({ code: 'shop', name: 'فروشگاه', rules, ...words });
  assert(checked.ok, JSON.stringify(checked));
  return compileProgram(checked.program);
}

export function purchaseOf(facts: Partial<PurchaseFacts> = {}): PurchaseFacts {
  return { amount: 1_000_000, shop: 'main', lines: [], payments: [], occurredAt: noon, ...facts };
}

export function memberOf(facts: Partial<MemberFacts> = {}): MemberFacts {
  return {
    ...{ birthday: undefined, gender: undefined, education: undefined, customerGroups: [], tags: [] },
    ...{ joinedAt: 0, lastPurchaseAt: null },
    balances: { points: 0, credit: 0 },
    tally: () => undefined,
    ...facts,
  };
}

/** The counts of some members, kept as decisions ask. */
export interface Book {
  readonly tallyOf: (memberId: string) => MemberFacts['tally'];
  readonly daysOf: (memberId: string) => NonNullable<MemberFacts['days']>;
  readonly apply: (memberId: string, changes: readonly TallyChange[]) => void;
}

export function newBook(): Book {
  const counts = new Map<string, Tally>();
  const keyOf = (memberId: string, { of, subject, period }: Pick<TallyChange, 'of' | 'subject' | 'period'>) =>
    [of === 'all' ? 'all' : memberId, subject, period].join(' ');
  return {
    daysOf: (memberId) => (subject) =>
      [...counts].flatMap(([key, { amount, carried }]) => {
        const start = `${memberId} ${subject} day:`;
        return key.startsWith(start) ? [{ day: key.slice(start.length), amount, carried }] : [];
      }),
    tallyOf: (memberId) => (of, subject, period) => counts.get(keyOf(memberId, { of, subject, period })),
    apply: (memberId, changes) => {
      for (const change of changes) {
        const before = counts.get(keyOf(memberId, change)) ?? noTally;
        counts.set(keyOf(memberId, change), {
          times: before.times + change.times,
          amount: before.amount + change.amount,
          carried: before.carried + change.carried,
          lastAt: change.lastAt ?? before.lastAt,
        });
      }
    },
  };
}

/** Decides purchases one after the other, each with the counts of those before it. */
export function decideEach(
  compiled: CompiledProgram,
  purchases: readonly (Partial<PurchaseFacts> & { readonly memberId?: string })[],
): Decision[] {
  const book = newBook();
  return purchases.map(({ memberId = 'one', ...facts }) => {
    const member = memberOf({ tally: book.tallyOf(memberId), days: book.daysOf(memberId) });
    const decision = decidePurchase(compiled, { purchase: purchaseOf(facts), member });
    book.apply(memberId, decision.tallies);
    return decision;
  });
}

/** What the rules of a decision give, by rule. */
export function amountsOf({ awards }: Decision): Record<string, number> {
  return Object.fromEntries(awards.map(({ rule, amount }) => [rule, amount]));
}

/** What one purchase is awarded by the one rule of a program. */
export function onlyAward({ awards }: Decision): Award {
  const [award, another] = awards;
  assert(award !== undefined && another === undefined, `${awards.length} awards`);
  return award;
}

/** What is counted for rules, beside what is counted of every act for tiers and visits. */
export function keptTallies({ tallies }: Decision): readonly TallyChange[] {
  return tallies.filter(({ subject }) => !['spent', 'unpaid', 'earned', 'visits'].includes(subject));
}

/** It is the day of a date of the member, as far as a rule asks for one. */
export function onTheDay(member: MemberFacts): Occasion {
  return { at: noon, member, date: { kept: 'day', years: null } };
}
