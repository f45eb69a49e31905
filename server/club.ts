import assert from 'node:assert/strict';
import { compileProgram } from '../rules/earn/compile.ts';
import type { CompiledProgram } from '../rules/earn/compile.ts';
import { checkProgram } from '../rules/program.ts';
import type { Program } from '../rules/program.ts';
import type { Clock } from './clock.ts';
import { ProgramError, parseJson } from './program-file.ts';
import { allActivations, allPrograms, countActivations, readVersions } from './store/programs.ts';
import type { Activation, VersionRow } from './store/programs.ts';
import type { Reader } from './store/tx.ts';

/** A version of a program, with the names that ledger entries cite it by. */
export interface ProgramVersion {
  readonly programId: number;
  readonly version: number;
  readonly program: Program;
  /** The program made ready for deciding. */
  readonly rules: CompiledProgram;
}

/**
 * The programs of the club: those that run side by side, in their order, and which version of each was in force
 * when. The first one is the club's own: its name, language, time zone, calendar and quiet hours are the club's.
 */
export interface Club {
  /** The first program as it is in force now. */
  readonly program: Program;
  /** The programs in force now, in their order; never empty. */
  readonly programs: readonly ProgramVersion[];
  /** The programs that were in force at a moment `refresh` was asked for, in their order. */
  programsAt(at: number): readonly ProgramVersion[];
  /** The newest version that a program ever had in force, whether it is in force now or not. */
  lastOf(programId: number): ProgramVersion;
  /**
   * Sees what was activated since, by any process, and makes the programs of these moments ready. Two queries,
   * whatever there is; more only when something is new.
   */
  refresh(reader: Reader, moments?: readonly number[]): Promise<void>;
}

/** The club as the database has it. Throws where no program is in force at all. */
export async function openClub(reader: Reader, clock: Clock): Promise<Club> {
  const book: Book = {
    ...{ seen: -1, order: [], activations: new Map(), versions: new Map() },
    lately: undefined,
  };
  const club: Club = {
    get program() {
      return club.programs[0]?.program ?? noProgram();
    },
    get programs() {
      const { order, activations } = book;
      const now = clock.now();
      const inForce = programsOf(book, now);
      // A program that begins later only: until then the club has the name and language it will have.
      if (inForce.length > 0) return inForce;
      const first = order.find((id) => (activations.get(id) ?? []).some(({ version }) => version !== null));
      return first === undefined ? [] : [club.lastOf(first)];
    },
    programsAt: (at) => programsOf(book, at),
    lastOf(programId) {
      const last = book.activations.get(programId)?.findLast(({ version }) => version !== null);
      return versionOf(book, { programId, version: last?.version ?? 0 });
    },
    refresh: (of, moments = []) => refresh(book, of, [clock.now(), ...moments]),
  };
  await club.refresh(reader);
  if (book.order.length === 0) noProgram();
  return club;
}

function noProgram(): never {
  throw new Error('no program is in force');
}

/** What is known of the database; replaced as a whole when something new is there. */
interface Book {
  seen: number;
  order: readonly number[];
  /** By program, in the order in which they take effect. */
  activations: ReadonlyMap<number, readonly Activation[]>;
  readonly versions: Map<string, ProgramVersion>;
  /** Only a memory of work done: what was in force between two changes. */
  lately: { readonly from: number; readonly until: number; readonly programs: ProgramVersion[] } | undefined;
}

const versionKey = ({ programId, version }: Pick<VersionRow, 'programId' | 'version'>) =>
  `${programId}/${version}`;

async function refresh(book: Book, reader: Reader, moments: readonly number[]): Promise<void> {
  const count = await countActivations(reader);
  if (count !== book.seen) {
    const programs = await allPrograms(reader);
    const activations = await allActivations(reader);
    book.order = programs.map(({ id }) => id);
    book.activations = byProgram(activations);
    book.seen = activations.length;
    book.lately = undefined;
  }
  const wanted = book.order.flatMap((programId) => versionsWanted(book, programId, moments));
  const missing = wanted.filter((one) => !book.versions.has(versionKey(one)));
  for (const row of await readVersions(reader, missing)) book.versions.set(versionKey(row), prepare(row));
}

function byProgram(activations: readonly Activation[]): Map<number, Activation[]> {
  const map = new Map<number, Activation[]>();
  for (const one of activations) map.set(one.programId, [...(map.get(one.programId) ?? []), one]);
  return map;
}

/**
 * The versions of these moments and of every later one, which may come before anybody asks again; and the last one,
 * which what is left of an ended program is told by.
 */
function versionsWanted({ activations }: Book, programId: number, moments: readonly number[]) {
  const own = activations.get(programId) ?? [];
  const last = own.findLast(({ version }) => version !== null);
  const first = Math.min(...moments);
  const later = own.filter((one) => one.activeAt > first);
  return [last, ...later, ...moments.map((at) => activeAt(own, at))].flatMap((one) =>
    typeof one?.version === 'number' ? [{ programId, version: one.version }] : [],
  );
}

function activeAt(activations: readonly Activation[], at: number): Activation | undefined {
  return activations.findLast((one) => one.activeAt <= at);
}

function programsOf(book: Book, at: number): readonly ProgramVersion[] {
  const { lately } = book;
  if (lately && at >= lately.from && at < lately.until) return lately.programs;
  const programs = book.order.flatMap((programId) => {
    const version = activeAt(book.activations.get(programId) ?? [], at)?.version ?? undefined;
    return version === undefined ? [] : [versionOf(book, { programId, version })];
  });
  const changes = [...book.activations.values()].flat().map(({ activeAt: moment }) => moment);
  book.lately = {
    from: Math.max(...changes.filter((moment) => moment <= at), Number.NEGATIVE_INFINITY),
    until: Math.min(...changes.filter((moment) => moment > at), Number.POSITIVE_INFINITY),
    programs,
  };
  return programs;
}

function versionOf({ versions }: Book, of: Pick<VersionRow, 'programId' | 'version'>): ProgramVersion {
  const found = versions.get(versionKey(of));
  assert(found, `version ${of.version} of program ${of.programId} was asked for before it was read`);
  return found;
}

/** Read as a file is: what a later version of Vafa adds to programs has its default here too. */
function prepare({ programId, version, body }: VersionRow): ProgramVersion {
  const where = `the database (version ${version})`;
  const checked = checkProgram(parseJson(where, body));
  if (!checked.ok) throw new ProgramError(where, checked.faults);
  const { program } = checked;
  return { programId, version, program, rules: compileProgram(program) };
}
