import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Removal } from './guards.ts';

/** How often what a removal takes away is found in its file: once, or the list has to be mended. */
export function timesFound(root: string, { file, from }: Removal): number {
  return readFileSync(join(root, file), 'utf8').split(from).length - 1;
}

/** Takes a guard away in the folder. Throws where it is not found exactly once. */
export function remove(root: string, removal: Removal): void {
  const found = timesFound(root, removal);
  const { file, from, to } = removal;
  if (found !== 1) throw new Error(`${file} has what is to be removed ${found} times: ${from}`);
  const path = join(root, file);
  // A function, as a text to put in has a meaning of its own for $.
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace(from, () => to),
  );
}
