import { checkProgram } from '../../rules/program.ts';
import type { Program } from '../../rules/program.ts';
import { testProgram } from './test-program.ts';

/** The program of the tests as it is once checked, with what a test wants otherwise. */
export function aProgram(changes: object = {}): Program {
  const checked = checkProgram({ ...testProgram, ...changes });
  if (!checked.ok) throw new Error('the program of the tests is right');
  return checked.program;
}
