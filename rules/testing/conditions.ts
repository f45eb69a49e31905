import { expect } from 'chai';
import type { Calendar, CalendarDate } from '../calendar.ts';
import { compileCondition } from '../earn/condition.ts';
import { noTally, purchasesSubject } from '../earn/facts.ts';
import type { MemberFacts, PurchaseFacts } from '../earn/facts.ts';
import { momentOf } from '../earn/moment.ts';
import type { Unmet } from '../earn/why.ts';
import { condition } from '../program/condition.ts';
import { memberOf, noon, purchaseOf, tehran } from './decisions.ts';

/** What tests of conditions are told with. */

export interface Facts {
  readonly purchase?: Partial<PurchaseFacts>;
  readonly member?: Partial<MemberFacts>;
  readonly at?: number;
  readonly calendar?: Calendar;
}

/** Why a condition does not hold; `undefined` where it does. */
export function unmetOf(
  when: object,
  { purchase, member, at = noon, calendar = 'persian' }: Facts = {},
): Unmet | undefined {
  const facts = purchaseOf({ ...purchase, occurredAt: at });
  return compileCondition(
    condition.parse(when),
    calendar,
  )({
    moment: momentOf(at, { timeZone: 'Asia/Tehran', calendar }),
    member: memberOf(member),
    purchase: facts,
    base: { amount: facts.amount, pieces: 0 },
  });
}

const holds = (when: object, facts: Facts = {}) => unmetOf(when, facts) === undefined;

/** One row: the condition, then facts under which it holds, then facts under which it does not. */
type Row = readonly [what: string, when: object, yes: readonly Facts[], no: readonly Facts[]];

/** Tests of rows of conditions. */
export function check(table: readonly Row[]): void {
  for (const [what, when, yes, no] of table) {
    it(what, () => {
      expect(yes.map((facts) => unmetOf(when, facts))).to.deep.equal(yes.map(() => undefined));
      expect(no.map((facts) => holds(when, facts))).to.deep.equal(no.map(() => false));
    });
  }
}

export const amount = (rial: number): Facts => ({ purchase: { amount: rial } });
export const at = (text: string): Facts => ({ at: tehran(text) });
export const bought = (times: number): Facts => ({
  member: {
    tally: (of, subject, period) =>
      of === 'member' && subject === purchasesSubject && period === 'ever'
        ? { ...noTally, times }
        : undefined,
  },
});
export const born = (birthday: CalendarDate, text: string): Facts => ({
  member: { birthday },
  at: tehran(text),
});
export const milk = { sku: 'milk', group: 'dairy', quantity: 2, amount: 100 };
export const bread = { sku: 'bread', quantity: 1, amount: 50 };
export const basket = (...lines: PurchaseFacts['lines'][number][]): Facts => ({ purchase: { lines } });
