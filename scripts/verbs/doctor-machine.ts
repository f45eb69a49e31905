import { existsSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { placeWords } from '../../rules/program/place-words.ts';
import type { Config } from '../../server/config.ts';
import { bad, fine, look } from '../../server/finding.ts';
import type { Finding } from '../../server/finding.ts';
import { ProgramError, readProgramFile } from '../../server/program-file.ts';
import { databaseFile } from './open.ts';
import { count } from './print.ts';

/** Whether the program file can be used. */
export async function looksAtProgram({ programFile }: Config): Promise<Finding[]> {
  try {
    const programs = await readProgramFile(programFile);
    return programs.map(({ code, rules }) =>
      fine('program', `${code}, ${count(rules.length, 'rule')}, in ${programFile}`),
    );
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    return error.faults.map((fault) =>
      bad('program', `${placeWords(fault)}: ${fault.problem}`, `Mend it in ${programFile}.`),
    );
  }
}

const others = 0o077;

/** Whether others on the machine can read what members trusted the shop with. */
export function looksAtFolder(config: Config): Finding[] {
  const { dataDir } = config;
  const file = databaseFile(config);
  const reached = file !== undefined && existsSync(file) && !isShut(dirname(file));
  const open = [dataDir, ...(reached ? [file] : [])].filter((path) => existsSync(path) && !isShut(path));
  if (open.length === 0) return [fine('data', `${dataDir} is for this account only`)];
  return open.map((path) =>
    look(
      'data',
      `other accounts of this machine can read ${path}`,
      `Run: chmod ${statSync(path).isDirectory() ? '700' : '600'} '${path}'`,
    ),
  );
}

function isShut(path: string): boolean {
  return (statSync(path).mode & others) === 0;
}

const mib = 1024 * 1024;
const freeMin = 100 * mib;
const freeWanted = 1024 * mib;

/** How much room the database has to grow, where it is on this machine. */
export function looksAtDisk(config: Config): Finding[] {
  const file = databaseFile(config);
  if (file === undefined || !existsSync(dirname(file))) return [];
  const folder = dirname(file);
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const what = `${size(free)} free where the database is`;
  if (free >= freeWanted) return [fine('disk', what)];
  const cure = 'Make room on that disk: a full one stops every purchase.';
  return [free < freeMin ? bad('disk', what, cure) : look('disk', what, cure)];
}

/** In the larger unit that suits. */
export function size(bytes: number): string {
  const mibs = bytes / mib;
  if (mibs < 1) return `${Math.ceil(bytes / 1024)} KiB`;
  return mibs < 1024 ? `${Math.round(mibs)} MiB` : `${(mibs / 1024).toFixed(1)} GiB`;
}
