import { marks } from '../store/tx.ts';
import type { Reader } from '../store/tx.ts';

interface Named {
  readonly id: string;
}

/** What of a program's version can be looked up here. */
export interface ProgramBody {
  readonly rules?: readonly Named[];
  readonly stampCards?: readonly Named[];
  readonly charities?: readonly Named[];
  readonly rewards?: readonly Named[];
  readonly draws?: readonly Named[];
}

/** The version that something was given by. */
export interface GivenBy {
  readonly programId: number;
  readonly programVersion: number;
}

/** The bodies of all versions of some programs, in one query; an empty one for a version that there is not. */
export async function readBodies(
  reader: Reader,
  given: readonly GivenBy[],
): Promise<(by: GivenBy) => ProgramBody> {
  const ids = [...new Set(given.map(({ programId }) => programId))];
  if (ids.length === 0) return () => ({});
  const rows = await reader.all<{ programId: number; version: number; body: string }>(
    `SELECT program_id AS programId, version, body FROM program_versions WHERE program_id IN (${marks(ids)})`,
    ids,
  );
  const bodies = new Map(
    rows.map(({ programId, version, body }) => [`${programId}/${version}`, JSON.parse(body) as ProgramBody]),
  );
  return ({ programId, programVersion }) => bodies.get(`${programId}/${programVersion}`) ?? {};
}

export function has(list: readonly Named[] | undefined, wanted: string): boolean {
  return list?.some(({ id }) => id === wanted) === true;
}

/** Whether a version has the rule or the stamp card that something was given by. */
export function hasSource({ rules, stampCards }: ProgramBody, rule: string): boolean {
  return has(rules, rule) || has(stampCards, rule);
}
