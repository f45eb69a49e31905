import { readFile } from 'node:fs/promises';
import { checkPrograms } from '../rules/program.ts';
import { placeWords } from '../rules/program/place-words.ts';
import type { Program, ProgramFault } from '../rules/program.ts';
import { faultPlace, faultWords } from './json-place.ts';

/** Programs that cannot be used, with every fault in them. */
export class ProgramError extends Error {
  override readonly name = 'ProgramError';
  readonly faults: readonly ProgramFault[];

  constructor(file: string, faults: readonly ProgramFault[]) {
    const list = faults.map((fault) => `  ${placeWords(fault)}: ${fault.problem}`).join('\n');
    super(`The program in ${file} cannot be used:\n${list}`);
    this.faults = faults;
  }
}

/** What a program file holds, not checked yet. Throws `ProgramError` where it is no JSON. */
export async function parseProgramFile(file: string): Promise<unknown> {
  return parseJson(file, await readFile(file, 'utf8'));
}

/** Reads and checks a program file: one program, or a list of those that run side by side. Throws `ProgramError`. */
export async function readProgramFile(file: string): Promise<readonly Program[]> {
  const checked = checkPrograms(await parseProgramFile(file));
  if (!checked.ok) throw new ProgramError(file, checked.faults);
  return checked.programs;
}

/** Parses a program's JSON text. Throws `ProgramError`, which names where it came from. */
export function parseJson(where: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const problem = `is no JSON: ${faultWords(error)}`;
    throw new ProgramError(where, [{ place: faultPlace(text, error), problem }]);
  }
}
