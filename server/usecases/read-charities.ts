import { addDays, dayOf, startOfDayAt } from '../../rules/calendar.ts';
import type { Day } from '../../rules/calendar.ts';
import { endOf } from '../../rules/periods.ts';
import type { Label } from '../../rules/program/words.ts';
import { formatDayShort } from '../../templates/formats.ts';
import type { Runtime } from '../runtime.ts';
import type { Reader } from '../store/tx.ts';

/** What a charity got, less what was taken back for purchases that were undone. */
export interface CharitySum {
  /** Rial. */
  readonly amount: number;
  /** In how many members' names. */
  readonly members: number;
}

export interface CharityReport extends CharitySum {
  /** The code of the program that gives to it. */
  readonly program: string;
  readonly charity: string;
  readonly name: Label;
  /** Each month of the program's calendar in which something was given or taken back: `1405/08`. */
  readonly months: readonly (CharitySum & { readonly month: string })[];
}

/** From the start of a day to the end of another, both in it; all that there is where they are not given. */
export interface CharityDays {
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
}

/** What charities got in some days. Corrections count on the day of the undoing. */
export async function readCharities(
  { store, club }: Pick<Runtime, 'store' | 'club'>,
  days: CharityDays,
): Promise<CharityReport[]> {
  await club.refresh(store);
  const { timeZone, calendar } = club.program;
  const whole = await rangeOf(store, days, timeZone);
  if (whole === undefined) return [];
  const sums = await sumsOf(store, whole);
  const months = new Map<string, (CharitySum & { readonly month: string })[]>();
  for (let from = whole.from; from < whole.to;) {
    const day = dayOf(from, timeZone);
    const to = Math.min(whole.to, startOfDayAt(endOf('month', day, calendar), timeZone));
    const month = formatDayShort(day, { language: 'en', calendar }).slice(0, 7);
    for (const { amount, members, ...one } of await sumsOf(store, { from, to })) {
      const list = months.get(keyOf(one)) ?? [];
      months.set(keyOf(one), [...list, { month, amount, members }]);
    }
    from = to;
  }
  return sums.map((one) => ({ ...named(club, one), months: months.get(keyOf(one)) ?? [] }));
}

type Sum = CharitySum & { readonly programId: number; readonly charity: string };

const keyOf = ({ programId, charity }: Pick<Sum, 'programId' | 'charity'>) => `${programId} ${charity}`;

function named(club: Runtime['club'], { programId, charity, amount, members }: Sum) {
  const { program } = club.lastOf(programId);
  const name = program.charities.find(({ id }) => id === charity)?.name ?? charity;
  return { program: program.code, charity, name, amount, members };
}

interface Instants {
  readonly from: number;
  readonly to: number;
}

/** As far as there are entries; `undefined` where there are none. */
async function rangeOf(
  reader: Reader,
  { from, to }: CharityDays,
  timeZone: string,
): Promise<Instants | undefined> {
  const there = await reader.one<{ first: number | null; last: number | null }>(
    'SELECT MIN(occurred_at) AS first, MAX(occurred_at) AS last FROM charity_entries',
  );
  const { first = null, last = null } = there ?? {};
  if (first === null || last === null) return undefined;
  const start = from === undefined ? first : Math.max(first, startOfDayAt(from, timeZone));
  const end = to === undefined ? Infinity : startOfDayAt(addDays(to, 1), timeZone);
  return { from: start, to: Math.min(last + 1, end) };
}

async function sumsOf(reader: Reader, { from, to }: Instants): Promise<Sum[]> {
  const rows = await reader.all<
    Pick<Sum, 'programId' | 'charity'> & Record<keyof CharitySum, number | string>
  >(
    `SELECT program_id AS programId, charity, SUM(given) AS amount,
       SUM(CASE WHEN given > 0 THEN 1 ELSE 0 END) AS members
     FROM (SELECT program_id, charity, member_id, SUM(amount) AS given FROM charity_entries
       WHERE occurred_at >= ? AND occurred_at < ? GROUP BY program_id, charity, member_id) AS own
     GROUP BY program_id, charity ORDER BY program_id, charity`,
    [from, to],
  );
  // A SUM is a text in MySQL.
  return rows.map((row) => ({ ...row, amount: Number(row.amount), members: Number(row.members) }));
}
