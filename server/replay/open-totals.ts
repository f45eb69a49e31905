import { z } from 'zod';
import { dayOf } from '../../rules/calendar.ts';
import {
  earnedSubject,
  purchasesSubject,
  spentSubject,
  unpaidSubject,
  visitsSubject,
} from '../../rules/earn/facts.ts';
import type { TallyChange } from '../../rules/earn/facts.ts';
import type { ProgramVersion } from '../club.ts';
import { moment, rial, unitAmount } from '../http/api/fields.ts';
import { partsAsked, partsLeft } from '../http/api/points-asked.ts';
import { invalidRequest } from '../http/problem.ts';
import type { Runtime } from '../runtime.ts';
import { writeTallies } from '../store/tallies.ts';
import type { Tx } from '../store/tx.ts';
import { openTallyBooks } from '../usecases/tally-books.ts';

/** Where it is known from what somebody had: from what was written down of her, or from the books of another club. */
export type Source = 'written' | 'books';

/** What was written is refused where it has more decimals than there are; what was had is not. */
export const partsBy = { written: partsAsked, books: partsLeft } as const;

const datedMax = 1000;
const count = z.int().min(0).max(1_000_000_000);

const did = {
  /** As many as visits where it is not given. */
  purchases: count.optional(),
  /** As many as purchases where it is not given. */
  visits: count.optional(),
  spent: rial(0).default(0),
  /** What is paid, of that or of what was spent before; all of it where it is not given. */
  paid: rial(0).optional(),
  /** Points, as people write them. */
  earned: unitAmount.default(0),
};

/** What somebody did before, nobody says when: what counts over some time does not see it. */
export const undatedTotals = z.strictObject({ ...did, lastPurchaseAt: moment.optional() });

/** The same by when she did it: it counts on the day of each. */
export const datedTotals = z.array(z.strictObject({ ...did, at: moment })).max(datedMax);

export type OpeningTotals = z.output<typeof undatedTotals> | z.output<typeof datedTotals>;

interface Brought {
  readonly memberId: number;
  /** When she is opened. */
  readonly at: number;
  readonly source: Source;
  readonly totals: OpeningTotals | undefined;
}

/** Keeps what conditions and tiers count of the time before, in every program: each counts for itself. */
export async function keepTotals({ club }: Runtime, tx: Tx, brought: Brought): Promise<void> {
  const { memberId, totals, at, source } = brought;
  if (!totals) return;
  const list = totalsIn(totals, at);
  const books = openTallyBooks([]);
  for (const [index, by] of club.programs.entries()) {
    for (const one of list) {
      // It is said of the club's own program; the others have of it what their decimals hold.
      const asked = { unit: 'points', amount: one.earned, field: `${one.field}.earned` } as const;
      const points = index === 0 ? partsBy[source](by, asked) : partsLeft(by, asked);
      books.add({ memberId, programId: by.programId }, countsOf(by, one, points));
    }
  }
  await writeTallies(tx, books.changed());
  const bought = list.flatMap(({ purchases, lastAt }) => (purchases > 0 ? [lastAt] : []));
  const lastPurchaseAt = bought.length === 0 ? null : bought.reduce((a, b) => Math.max(a, b));
  await tx.run('UPDATE members SET last_purchase_at = ? WHERE id = ?', [lastPurchaseAt, memberId]);
}

interface Total {
  readonly purchases: number;
  readonly visits: number;
  readonly spent: number;
  readonly paid: number;
  readonly earned: number;
  readonly lastAt: number;
  readonly isDated: boolean;
  /** Where it stands in the event. */
  readonly field: string;
}

function totalsIn(totals: OpeningTotals, openedAt: number): Total[] {
  const total = (of: z.output<typeof undatedTotals>, more: Pick<Total, 'lastAt' | 'isDated' | 'field'>) => {
    const { purchases = of.visits ?? 0, visits = of.purchases ?? 0, spent, earned } = of;
    return { purchases, visits, spent, paid: of.paid ?? spent, earned, ...more };
  };
  if (!Array.isArray(totals)) {
    return [total(totals, { lastAt: totals.lastPurchaseAt ?? openedAt, isDated: false, field: 'totals' })];
  }
  return totals.map(({ at, ...of }, index) => {
    const field = `totals[${index}]`;
    if (at > openedAt) {
      throw invalidRequest([
        { field: `${field}.at`, problem: 'lies after the moment at which she is opened' },
      ]);
    }
    return total(of, { lastAt: at, isDated: true, field });
  });
}

function countsOf({ rules }: ProgramVersion, total: Total, points: number): TallyChange[] {
  const { purchases, visits, spent, paid, lastAt, isDated } = total;
  const periods = ['ever', ...(isDated ? [`day:${dayOf(lastAt, rules.era.timeZone)}`] : [])];
  const lastBought = purchases > 0 ? lastAt : null;
  const counted = { of: 'member', carried: 0 } as const;
  return [
    {
      ...counted,
      subject: purchasesSubject,
      period: 'ever',
      times: purchases,
      amount: spent,
      lastAt: lastBought,
    },
    ...periods.flatMap((period): TallyChange[] => [
      { ...counted, subject: spentSubject, period, times: purchases, amount: spent, lastAt: lastBought },
      ...(paid === spent
        ? []
        : [{ ...counted, subject: unpaidSubject, period, times: 0, amount: spent - paid, lastAt: null }]),
      { ...counted, subject: earnedSubject, period, times: 0, amount: points, lastAt: null },
      {
        ...{ ...counted, subject: visitsSubject, period, times: visits, amount: 0 },
        lastAt: visits > 0 ? lastAt : null,
      },
    ]),
  ];
}
