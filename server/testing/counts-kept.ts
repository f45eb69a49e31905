import { dayOf } from '../../rules/calendar.ts';
import type { TestRuntime } from './test-runtime.ts';

interface Count {
  readonly programId: number;
  readonly memberId: number;
  readonly subject: string;
  readonly period: string;
  readonly times: number;
  readonly amount: number;
}

interface Act {
  readonly memberId: number;
  readonly at: number;
  readonly amount: number;
}

/** What is wrong with what is counted of members, worked out anew from what stands; in sentences, none where all is right. */
export async function wrongCounts(runtime: TestRuntime): Promise<string[]> {
  const { store, club } = runtime;
  const counts = await store.all<Count>(
    `SELECT program_id AS programId, member_id AS memberId, subject, period, times, amount FROM tallies
     WHERE member_id <> 0`,
  );
  const bought = await store.all<Act>(
    'SELECT member_id AS memberId, occurred_at AS at, amount FROM purchases WHERE undone_at IS NULL',
  );
  const came = await store.all<Act>(
    "SELECT member_id AS memberId, occurred_at AS at, 0 AS amount FROM occasions WHERE kind = 'visit' AND undone_at IS NULL",
  );
  const left = await store.all<Act>(
    "SELECT member_id AS memberId, occurred_at AS at, 0 AS amount FROM occasions WHERE kind = 'visit' AND undone_at IS NOT NULL",
  );
  const points = await readPoints(runtime);
  const members = await store.all<{ id: number }>('SELECT id FROM members');
  return members.flatMap(({ id }) =>
    club.programs.flatMap(({ programId, program: { code }, rules }) => {
      const own = counts.filter((one) => one.memberId === id && one.programId === programId);
      const of = (acts: readonly Act[]) => acts.filter(({ memberId }) => memberId === id);
      const daysOf = (acts: readonly Act[]) => acts.map(({ at }) => dayOf(at, rules.era.timeZone));
      const days = new Set(daysOf([...of(bought), ...of(came)]));
      // The day of an undone visit may be free, whatever else stands of it.
      const free = new Set(daysOf(of(left)).filter((day) => days.has(day)));
      const counted = everOf(own, 'visits')?.times ?? 0;
      const expected = {
        purchases: { times: of(bought).length, amount: sumOf(of(bought)) },
        spent: { times: of(bought).length },
        visits: { times: Math.max(days.size - free.size, Math.min(days.size, counted)) },
        earned: { amount: points.get(`${programId}/${id}`) ?? 0 },
      };
      const where = `member ${id} in ${code}`;
      return [...compare(own, expected, where), ...unlikeTheirDays(own, where), ...belowZero(own, where)];
    }),
  );
}

const sumOf = (acts: readonly { readonly amount: number }[]) =>
  acts.reduce((sum, { amount }) => sum + amount, 0);

const everOf = (own: readonly Count[], of: string) =>
  own.find(({ subject, period }) => subject === of && period === 'ever');

/** Points given and not taken back, by program and member. */
async function readPoints({ store }: TestRuntime): Promise<Map<string, number>> {
  const rows = await store.all<Pick<Count, 'programId' | 'memberId'> & { points: number | string }>(
    `SELECT given.program_id AS programId, given.member_id AS memberId, SUM(given.amount) AS points
     FROM ledger_entries given
     LEFT JOIN ledger_entries taken ON taken.corrects_id = given.id AND taken.type = 'reversal'
     WHERE given.type = 'accrual' AND given.unit = 'points' AND taken.id IS NULL
     GROUP BY given.program_id, given.member_id`,
  );
  return new Map(rows.map(({ programId, memberId, points }) => [`${programId}/${memberId}`, Number(points)]));
}

type Expected = Readonly<Record<string, Partial<Pick<Count, 'times' | 'amount'>>>>;

function compare(own: readonly Count[], expected: Expected, where: string): string[] {
  return Object.entries(expected).flatMap(([subject, { times, amount }]) => {
    const ever = everOf(own, subject);
    const is = { times: ever?.times ?? 0, amount: ever?.amount ?? 0 };
    const wrong = (times ?? is.times) !== is.times || (amount ?? is.amount) !== is.amount;
    return wrong
      ? [`${where}: ${subject} is ${JSON.stringify(is)}, not ${JSON.stringify({ times, amount })}`]
      : [];
  });
}

/** What is counted by day and in all comes to the same. */
function unlikeTheirDays(own: readonly Count[], where: string): string[] {
  return ['spent', 'unpaid', 'visits', 'earned'].flatMap((subject) => {
    const of = own.filter((one) => one.subject === subject);
    const ever = sumOf(of.filter(({ period }) => period === 'ever'));
    const days = sumOf(of.filter(({ period }) => period !== 'ever'));
    return ever === days ? [] : [`${where}: the days of ${subject} come to ${days}, not ${ever}`];
  });
}

function belowZero(own: readonly Count[], where: string): string[] {
  return (
    own
      // What is paid later is of the day it is paid.
      .filter(({ subject, period }) => subject !== 'unpaid' || period === 'ever')
      .filter(({ times, amount }) => times < 0 || amount < 0)
      .map(({ subject, period }) => `${where}: ${subject} ${period} is below zero`)
  );
}
