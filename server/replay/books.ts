import { rialOf, sumWritten } from '../../rules/decimals.ts';
import type { Unit } from '../../rules/program.ts';
import type { Club } from '../club.ts';
import { amountAsWritten } from '../usecases/as-written.ts';
import { allPrograms } from '../store/programs.ts';
import type { Reader } from '../store/tx.ts';
import { sinceStart } from './since-start.ts';

/** What one unit of one program came to. Amounts are points as people write them, or rial of credit. */
export interface UnitBooks {
  readonly program: string;
  readonly unit: Unit;
  /** What was given, less what was taken back of it. */
  readonly issued: number;
  /** What members brought along, or had before the time that is looked at. */
  readonly opened: number;
  readonly expired: number;
  /** What can still be spent. */
  readonly outstanding: number;
  readonly pending: number;
  /** What the outstanding is worth, in whole rial; `null` where the program does not say what a point is worth. */
  readonly worth: number | null;
}

/** MariaDB answers sums as text. */
type Sum = number | string;

interface SumRow {
  readonly programId: number;
  readonly unit: Unit;
}

export interface Period {
  /** What was posted from here on. */
  readonly from: number;
  /** What can be spent at this moment. */
  readonly now: number;
}

/** What points and credit came to in a club, in four queries. */
export async function readBooks(reader: Reader, club: Club, { from, now }: Period): Promise<UnitBooks[]> {
  await club.refresh(reader);
  const codes = new Map((await allPrograms(reader)).map(({ id, code }) => [id, code]));
  const sums = await reader.all<SumRow & { issued: Sum; opened: Sum; expired: Sum }>(
    `SELECT program_id AS programId, unit,
       SUM(CASE WHEN type IN ('accrual', 'reversal') THEN amount ELSE 0 END) AS issued,
       SUM(CASE WHEN type = 'opening' THEN amount ELSE 0 END) AS opened,
       SUM(CASE WHEN type = 'expiry' THEN -amount ELSE 0 END) AS expired
     FROM ledger_entries WHERE created_at >= ? AND ${sinceStart} GROUP BY program_id, unit`,
    [from, from],
  );
  const before = await readHadBefore(reader, from);
  const open = await reader.all<SumRow & { remaining: Sum }>(
    `SELECT program_id AS programId, unit, SUM(remaining) AS remaining FROM lots
     WHERE remaining > 0 AND (due_at IS NULL OR due_at > ?) GROUP BY program_id, unit`,
    [now],
  );
  const waiting = await reader.all<SumRow & { pending: Sum }>(
    'SELECT program_id AS programId, unit, SUM(pending) AS pending FROM accounts GROUP BY program_id, unit',
  );
  const find = <T extends SumRow>(rows: readonly T[], of: SumRow) =>
    rows.find(({ programId, unit }) => programId === of.programId && unit === of.unit);
  return [...codes.keys()].flatMap((programId) =>
    (['points', 'credit'] as const).flatMap((unit) => {
      const of = { programId, unit };
      const [sum, left, wait, had] = [find(sums, of), find(open, of), find(waiting, of), find(before, of)];
      if (!sum && !left && !wait && !had) return [];
      const { decimals } = club.lastOf(programId).rules;
      const told = (amount: Sum | undefined) => amountAsWritten(unit, Number(amount ?? 0), decimals);
      const outstanding = told(left?.remaining);
      return [
        {
          ...{ program: codes.get(programId) ?? '', unit },
          ...{ issued: told(sum?.issued), opened: sumWritten([told(sum?.opened), told(had?.amount)]) },
          ...{ expired: told(sum?.expired), outstanding, pending: told(wait?.pending) },
          worth: worthOf(club, of, outstanding),
        },
      ];
    }),
  );
}

/** What was there at a moment, without what was taken back of it later. */
function readHadBefore(reader: Reader, from: number): Promise<(SumRow & { amount: Sum })[]> {
  return reader.all<SumRow & { amount: Sum }>(
    `SELECT program_id AS programId, unit, SUM(amount) AS amount FROM ledger_entries
     WHERE created_at < ? OR NOT (${sinceStart}) GROUP BY program_id, unit`,
    [from, from],
  );
}

function worthOf(club: Club, { programId, unit }: SumRow, amount: number): number | null {
  if (unit === 'credit') return amount;
  const worth = club.lastOf(programId).program.units.points.worth;
  return worth === undefined ? null : rialOf(amount, worth);
}
