import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { checkProgram } from '../../rules/program.ts';
import type { Program } from '../../rules/program.ts';
import { parseJson, ProgramError } from '../program-file.ts';
import { allActivations, lastVersion, lockPrograms, readVersions } from '../store/programs.ts';
import type { Activation, ProgramRow, VersionRow } from '../store/programs.ts';
import type { Tx } from '../store/tx.ts';
import { recordAudit } from './audit.ts';
import { otherDecimals, refuseLater } from './keep-decimals.ts';

/** Who keeps or activates a program, and when. */
export interface Keeping {
  readonly actor: string;
  readonly now: number;
}

/** A version that was kept. `isNew` is false where the last one says the very same. */
export interface KeptVersion {
  readonly programId: number;
  readonly code: string;
  readonly version: number;
  readonly isNew: boolean;
}

/**
 * Keeps a program as the next version under its code, unless the last one says the same. It is not in force yet:
 * nothing that is decided changes. Throws `ProgramError` where members have points with other decimals.
 */
export async function addVersion(tx: Tx, program: Program, keeping: Keeping): Promise<KeptVersion> {
  const kept = await keep(tx, program, { ...keeping, programs: await lockPrograms(tx) });
  if (kept.isNew) {
    const [subject, detail] = [`program:${kept.code}`, { version: kept.version }];
    await recordAudit(tx, { actor: keeping.actor, action: 'program.add', subject, detail, at: keeping.now });
  }
  return kept;
}

interface Locked extends Keeping {
  readonly programs: readonly ProgramRow[];
}

async function keep(tx: Tx, program: Program, locked: Locked): Promise<KeptVersion> {
  const { code } = program;
  const programId = locked.programs.find((one) => one.code === code)?.id ?? (await make(tx, code, locked));
  const { body, hash } = wordsOf(program);
  await otherDecimals(tx, programId, program);
  const last = await lastVersion(tx, programId);
  if (last?.hash === hash) return { programId, code, version: last.version, isNew: false };
  const version = (last?.version ?? 0) + 1;
  const { now, actor } = locked;
  await tx.insert('program_versions', [
    { program_id: programId, version, body, hash, created_at: now, actor },
  ]);
  return { programId, code, version, isNew: true };
}

function wordsOf(program: Program): Pick<VersionRow, 'body' | 'hash'> {
  const body = JSON.stringify(program);
  return { body, hash: createHash('sha256').update(body).digest('hex') };
}

/** Another process may be making it as well: then its row is the one. */
async function make(tx: Tx, code: string, { programs, now }: Locked): Promise<number> {
  const place = Math.max(0, ...programs.map((one) => one.place)) + 1;
  await tx.insertNew('programs', [{ id: tx.id(), code, place, file_hash: null, created_at: now }]);
  const made = (await lockPrograms(tx)).find((one) => one.code === code);
  assert(made, 'the program was just made, by this process or another');
  return made.id;
}

export interface NewActivation extends Keeping {
  readonly code: string;
  /** The last one where it is not given; `null` ends the program. */
  readonly version?: number | null;
  /** Now where it is not given; never before now. */
  readonly activeAt?: number;
}

export type ActivationResult =
  | { readonly kind: 'activated'; readonly version: number | null; readonly activeAt: number }
  | { readonly kind: 'no-program' }
  | { readonly kind: 'no-version' }
  /** What was decided stays decided: a version is in force from a moment that has not passed. */
  | { readonly kind: 'too-early' }
  /** A club without a program could decide nothing. */
  | { readonly kind: 'last-program' };

/**
 * Puts a version of a program in force from a moment on, or ends the program. Throws `ProgramError` where members have
 * points with other decimals.
 */
export async function activateVersion(tx: Tx, wanted: NewActivation): Promise<ActivationResult> {
  const { now, actor, code } = wanted;
  const program = (await lockPrograms(tx)).find((one) => one.code === code);
  if (!program) return { kind: 'no-program' };
  const activeAt = wanted.activeAt ?? now;
  if (activeAt < now) return { kind: 'too-early' };
  const version = wanted.version === undefined ? await newestOf(tx, program.id) : wanted.version;
  const kept = typeof version === 'number' ? await readKept(tx, program.id, version) : undefined;
  if (version === undefined || (version !== null && !kept)) return { kind: 'no-version' };
  if (version === null && (await isLastProgram(tx, program.id, activeAt))) return { kind: 'last-program' };
  const activation = { programId: program.id, version, activeAt };
  if (kept) await activateProgram(tx, { activation, program: kept }, wanted);
  else await activate(tx, activation, wanted);
  const detail = { version, activeAt };
  await recordAudit(tx, { actor, action: 'program.activate', subject: `program:${code}`, detail, at: now });
  return { kind: 'activated', version, activeAt };
}

async function newestOf(tx: Tx, programId: number): Promise<number | undefined> {
  return (await lastVersion(tx, programId))?.version;
}

async function readKept(tx: Tx, programId: number, version: number): Promise<Program | undefined> {
  const [row] = await readVersions(tx, [{ programId, version }]);
  if (!row) return undefined;
  const where = `the database (version ${version})`;
  const checked = checkProgram(parseJson(where, row.body));
  if (!checked.ok) throw new ProgramError(where, checked.faults);
  return checked.program;
}

async function isLastProgram(tx: Tx, programId: number, at: number): Promise<boolean> {
  const inForce = inForceAt(await allActivations(tx), at);
  inForce.delete(programId);
  return inForce.size === 0;
}

/** The version of each program in force at a moment. */
function inForceAt(activations: readonly Activation[], at: number): Map<number, number> {
  const inForce = new Map<number, number>();
  for (const { programId, version, activeAt } of activations) {
    if (activeAt > at) continue;
    if (version === null) inForce.delete(programId);
    else inForce.set(programId, version);
  }
  return inForce;
}

/** A version with other decimals takes the place of those before it throughout: nobody has points by them. */
async function activateProgram(
  tx: Tx,
  { activation, program }: { readonly activation: Activation; readonly program: Program },
  keeping: Keeping,
): Promise<void> {
  const others = await otherDecimals(tx, activation.programId, program);
  if (others.length > 0) refuseLater(program, { activeAt: activation.activeAt, now: keeping.now });
  for (const { activeAt } of [...others, activation])
    await activate(tx, { ...activation, activeAt }, keeping);
}

async function activate(
  tx: Tx,
  { programId, version, activeAt }: Activation,
  { now, actor }: Keeping,
): Promise<void> {
  await tx.insert('program_activations', [
    { id: tx.id(), program_id: programId, version, active_at: activeAt, created_at: now, actor },
  ]);
}

/**
 * Puts the programs of the program file in force, in their order. One that the file says as it did at the last
 * start is left as it is, so that a version that was activated by hand since then stays; one that the file
 * spoke of and does not any more ends. The very first ones are in force since ever: what was bought before the
 * first start, and is logged after it, earns.
 */
export async function keepProgramFile(tx: Tx, file: readonly Program[], keeping: Keeping): Promise<void> {
  const before = await lockPrograms(tx);
  const since = (await allActivations(tx)).length === 0 ? 0 : keeping.now;
  const named = new Set(file.map(({ code }) => code));
  for (const [place, program] of file.entries()) await keepFromFile(tx, { program, place, since }, keeping);
  for (const { id, code, fileHash } of before) {
    if (fileHash === null || named.has(code)) continue;
    await tx.run('UPDATE programs SET file_hash = NULL WHERE id = ?', [id]);
    await activate(tx, { programId: id, version: null, activeAt: keeping.now }, keeping);
  }
}

interface FromFile {
  readonly program: Program;
  readonly place: number;
  readonly since: number;
}

async function keepFromFile(tx: Tx, { program, place, since }: FromFile, keeping: Keeping): Promise<void> {
  const { code } = program;
  const { hash } = wordsOf(program);
  const programs = await lockPrograms(tx);
  const known = programs.find((one) => one.code === code);
  // Before those that were added by hand.
  const rank = place - 1_000;
  if (known?.fileHash === hash) {
    if (known.place !== rank) await tx.run('UPDATE programs SET place = ? WHERE id = ?', [rank, known.id]);
    return;
  }
  const kept = await keep(tx, program, { ...keeping, programs });
  await tx.run('UPDATE programs SET file_hash = ?, place = ? WHERE id = ?', [hash, rank, kept.programId]);
  const activation = { programId: kept.programId, version: kept.version, activeAt: since };
  await activateProgram(tx, { activation, program }, keeping);
}
