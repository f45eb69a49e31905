import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { compileProgram } from '../rules/earn/compile.ts';
import { checkProgram } from '../rules/program.ts';
import type { Program, ProgramFault } from '../rules/program.ts';
import type { Club } from './runtime.ts';
import type { Reader, Tx } from './store/tx.ts';

/** A program file that cannot be used, with every fault in it. */
export class ProgramError extends Error {
  override readonly name = 'ProgramError';
  readonly faults: readonly ProgramFault[];

  constructor(file: string, faults: readonly ProgramFault[]) {
    const list = faults.map(({ place, problem }) => `  ${place}: ${problem}`).join('\n');
    super(`The program in ${file} cannot be used:\n${list}`);
    this.faults = faults;
  }
}

/** What a program file holds, not checked yet. Throws `ProgramError` where it is no JSON. */
export async function parseProgramFile(file: string): Promise<unknown> {
  return parseJson(file, await readFile(file, 'utf8'));
}

/** Reads and checks a program file. Throws `ProgramError`. */
export async function readProgram(file: string): Promise<Program> {
  const checked = checkProgram(await parseProgramFile(file));
  if (!checked.ok) throw new ProgramError(file, checked.faults);
  return checked.program;
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const problem = `is no JSON: ${error instanceof Error ? error.message : String(error)}`;
    throw new ProgramError(file, [{ place: 'the file', problem }]);
  }
}

/**
 * Makes a program the one in force from `now` on. A program that differs from the last one kept under its code
 * becomes its next version, so that every ledger entry can be traced to the very words it was decided by.
 */
export async function activateProgram(tx: Tx, program: Program, now: number): Promise<Club> {
  await tx.insertNew('programs', [{ id: tx.id(), code: program.code, name: program.name, created_at: now }]);
  const row = await tx.one<{ id: number }>('SELECT id FROM programs WHERE code = ?', [program.code]);
  if (!row) throw new Error('the program just kept is not there');
  const body = JSON.stringify(program);
  const hash = createHash('sha256').update(body).digest('hex');
  const last = await tx.one<{ version: number; hash: string }>(
    'SELECT version, hash FROM program_versions WHERE program_id = ? ORDER BY version DESC LIMIT 1',
    [row.id],
  );
  const rules = compileProgram(program);
  if (last?.hash === hash) return { programId: row.id, version: last.version, program, rules };
  const version = (last?.version ?? 0) + 1;
  await tx.insert('program_versions', [{ program_id: row.id, version, body, hash, active_at: now }]);
  return { programId: row.id, version, program, rules };
}

/** The code of a program file that can be used; `undefined` for one that cannot. */
export async function programCode(file: string): Promise<string | undefined> {
  try {
    return (await readProgram(file)).code;
  } catch (error) {
    if (error instanceof ProgramError) return undefined;
    throw error;
  }
}

/**
 * The program as it was last put in force: the newest version kept under `code`, or of any program where that
 * has none. `undefined` when none was ever in force.
 */
export async function programInForce(reader: Reader, code: string | undefined): Promise<Club | undefined> {
  const kept = await reader.one<{ programId: number; version: number; body: string }>(
    `SELECT program_versions.program_id AS programId, program_versions.version AS version,
       program_versions.body AS body
     FROM program_versions JOIN programs ON programs.id = program_versions.program_id
     ORDER BY CASE WHEN programs.code = ? THEN 0 ELSE 1 END, program_versions.active_at DESC,
       program_versions.version DESC LIMIT 1`,
    [code ?? ''],
  );
  if (!kept) return undefined;
  // Read as a file is: what a later version of Vafa adds to programs has its default here too.
  const where = `the database (version ${kept.version})`;
  const checked = checkProgram(parseJson(where, kept.body));
  if (!checked.ok) throw new ProgramError(where, checked.faults);
  const { program } = checked;
  return { programId: kept.programId, version: kept.version, program, rules: compileProgram(program) };
}
