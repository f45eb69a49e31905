import { marks } from './tx.ts';
import type { Reader, Tx } from './tx.ts';

/** A program as such, whatever its versions say. */
export interface ProgramRow {
  readonly id: number;
  readonly code: string;
  /** The order among programs that run side by side; the lowest is the club's own. */
  readonly place: number;
  /** The digest of what the program file said last; `null` where it never came from a file. */
  readonly fileHash: string | null;
}

/** A version of a program, in the very words that it was kept in. */
export interface VersionRow {
  readonly programId: number;
  readonly version: number;
  readonly body: string;
  readonly hash: string;
  readonly createdAt: number;
  readonly actor: string;
}

/** From when on a version is in force; `version` is `null` where the program is not in force from then on. */
export interface Activation {
  readonly programId: number;
  readonly version: number | null;
  readonly activeAt: number;
}

const programColumns = 'id, code, place, file_hash AS fileHash';
const versionColumns = 'program_id AS programId, version, body, hash, created_at AS createdAt, actor';

export function allPrograms(reader: Reader): Promise<ProgramRow[]> {
  return reader.all<ProgramRow>(`SELECT ${programColumns} FROM programs ORDER BY place, id`);
}

/** All programs, held until the transaction ends: who keeps another version meanwhile waits. */
export function lockPrograms(tx: Tx): Promise<ProgramRow[]> {
  return tx.all<ProgramRow>(`SELECT ${programColumns} FROM programs ORDER BY place, id${tx.forUpdate}`);
}

/** How many activations there are: none is ever taken away, so another number is news. */
export async function countActivations(reader: Reader): Promise<number> {
  const row = await reader.one<{ n: number }>('SELECT COUNT(*) AS n FROM program_activations');
  return row?.n ?? 0;
}

/** Every activation, in the order in which they take effect; of two at one moment, the later one is last. */
export function allActivations(reader: Reader): Promise<Activation[]> {
  return reader.all<Activation>(
    `SELECT program_id AS programId, version, active_at AS activeAt FROM program_activations
     ORDER BY active_at, created_at, id`,
  );
}

/** Versions of programs, in one query. Those that are not there are left out. */
export function readVersions(
  reader: Reader,
  wanted: readonly Pick<VersionRow, 'programId' | 'version'>[],
): Promise<VersionRow[]> {
  if (wanted.length === 0) return Promise.resolve([]);
  const ids = [...new Set(wanted.map(({ programId }) => programId))];
  const versions = [...new Set(wanted.map(({ version }) => version))];
  return reader.all<VersionRow>(
    `SELECT ${versionColumns} FROM program_versions
     WHERE program_id IN (${marks(ids)}) AND version IN (${marks(versions)}) ORDER BY program_id, version`,
    [...ids, ...versions],
  );
}

/** The versions of all programs, or of one, the newest first. */
export function allVersions(reader: Reader, programId?: number): Promise<VersionRow[]> {
  const [where, values] = programId === undefined ? ['', []] : ['WHERE program_id = ?', [programId]];
  return reader.all<VersionRow>(
    `SELECT ${versionColumns} FROM program_versions ${where} ORDER BY created_at DESC, program_id, version DESC`,
    values,
  );
}

export function lastVersion(reader: Reader, programId: number): Promise<VersionRow | undefined> {
  return reader.one<VersionRow>(
    `SELECT ${versionColumns} FROM program_versions WHERE program_id = ? ORDER BY version DESC LIMIT 1`,
    [programId],
  );
}
