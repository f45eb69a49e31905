import { allActivations, allPrograms, allVersions } from '../store/programs.ts';
import type { Reader } from '../store/tx.ts';
import type { Club } from '../club.ts';

/** A version of a program as people are shown it. */
export interface ProgramVersionSummary {
  readonly code: string;
  readonly name: string;
  readonly version: number;
  readonly addedAt: number;
  readonly addedBy: string;
  /** The moments from which on it was put in force; 0 is since the club began. */
  readonly activeFrom: readonly number[];
  readonly inForce: boolean;
}

/** Every version of every program that was ever kept, the newest first. */
export async function readPrograms(reader: Reader, club: Club): Promise<ProgramVersionSummary[]> {
  await club.refresh(reader);
  const codes = new Map((await allPrograms(reader)).map(({ id, code }) => [id, code]));
  const activations = await allActivations(reader);
  const inForce = new Set(club.programs.map(({ programId, version }) => `${programId}/${version}`));
  return (await allVersions(reader)).map(({ programId, version, body, createdAt, actor }) => ({
    code: codes.get(programId) ?? '',
    name: (JSON.parse(body) as { name: string }).name,
    ...{ version, addedAt: createdAt, addedBy: actor },
    activeFrom: activations
      .filter((one) => one.programId === programId && one.version === version)
      .map(({ activeAt }) => activeAt),
    inForce: inForce.has(`${programId}/${version}`),
  }));
}
