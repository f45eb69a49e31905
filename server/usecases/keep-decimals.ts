import type { Program } from '../../rules/program.ts';
import { ProgramError } from '../program-file.ts';
import { allActivations, readVersions } from '../store/programs.ts';
import type { Activation } from '../store/programs.ts';
import type { Tx } from '../store/tx.ts';

type Says = Pick<Program, 'code' | 'units'>;

/**
 * The activations of a program by which points have other decimals than a version says: none but where nobody has
 * points of it yet. Points in the ledger are counted in smallest parts: with other decimals they would be others.
 * Throws `ProgramError`, with its cure, where there are any.
 */
export async function otherDecimals(tx: Tx, programId: number, program: Says): Promise<Activation[]> {
  const activations = (await allActivations(tx)).filter(
    (one) => one.programId === programId && one.version !== null,
  );
  const decimals = await decimalsOf(tx, activations);
  const wanted = program.units.points.decimals;
  const others = activations.filter(({ version }) => decimals.get(version ?? 0) !== wanted);
  const [other] = others;
  if (other && (await hasPoints(tx, programId)))
    throw refusal(program, `are ${decimals.get(other.version ?? 0) ?? 0} in the points that members have`);
  return others;
}

/** Throws `ProgramError` where a change of decimals would come into force only after other points were given. */
export function refuseLater(program: Says, { activeAt, now }: { activeAt: number; now: number }): void {
  if (activeAt > now)
    throw refusal(program, 'can change at once only, before anybody has points: leave the moment out');
}

function refusal({ code, units }: Says, problem: string): ProgramError {
  const cure = `or write the program under another code than "${code}", to run beside it or in its place`;
  const fault = { place: 'units.points.decimals', problem: `${problem}; keep them, ${cure}` };
  return new ProgramError(`the version of ${code} with ${units.points.decimals} decimals`, [fault]);
}

async function decimalsOf(tx: Tx, activations: readonly Activation[]): Promise<Map<number, number>> {
  const wanted = activations.map(({ programId, version }) => ({ programId, version: version ?? 0 }));
  const rows = await readVersions(tx, wanted);
  return new Map(
    rows.map(({ version, body }) => {
      const { units } = JSON.parse(body) as { units?: { points?: { decimals?: number } } };
      return [version, units?.points?.decimals ?? 0];
    }),
  );
}

/** Also points that wait, and those that were spent or taken back since. */
async function hasPoints(tx: Tx, programId: number): Promise<boolean> {
  for (const table of ['ledger_entries', 'pending']) {
    const sql = `SELECT id FROM ${table} WHERE program_id = ? AND unit = 'points' LIMIT 1`;
    if (await tx.one(sql, [programId])) return true;
  }
  return false;
}
