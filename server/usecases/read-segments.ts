import { compileSegment } from '../../rules/earn/segment.ts';
import type { MemberFacts } from '../../rules/earn/facts.ts';
import type { Label } from '../../rules/program/words.ts';
import { segmentWords } from '../../templates/program-words-segments.ts';
import type { ProgramVersion } from '../club.ts';
import type { Runtime } from '../runtime.ts';
import { memberColumns } from '../store/members.ts';
import type { Member } from '../store/members.ts';
import { profileOf } from '../store/profiles.ts';
import { readTallies } from '../store/tallies.ts';
import type { Reader } from '../store/tx.ts';
import { readHoldings } from './read-holdings.ts';
import { openTallyBooks } from './tally-books.ts';
import { openTierDesk } from './tier-desk.ts';

/** A segment of a program that is in force, and how many members are in it now. */
export interface SegmentCount {
  /** The code of the program. */
  readonly program: string;
  readonly id: string;
  readonly name: Label;
  /** What must hold, in the language that was asked for, or the program's. */
  readonly words: string;
  readonly members: number;
  /** Of how many members in all. */
  readonly of: number;
}

interface Asking {
  /** Only the segment of this id, in whichever program has it. */
  readonly id?: string | undefined;
  readonly language?: 'fa' | 'en' | undefined;
}

/** So many members are looked at at once. */
const batchMax = 250;

/** The segments of the programs in force, with how many members match now: a fixed number of queries a batch. */
export async function readSegments(
  runtime: Pick<Runtime, 'store' | 'club' | 'clock'>,
  { id, language }: Asking = {},
): Promise<SegmentCount[]> {
  const { store, club, clock } = runtime;
  await club.refresh(store);
  const now = clock.now();
  const asked = club.programs.flatMap((by) =>
    Object.entries(by.program.segments)
      .filter(([name]) => id === undefined || name === id)
      .map(([name, segment]) => ({
        ...{ by, id: name, segment, members: 0 },
        isIn: compileSegment(segment, by.rules.era),
      })),
  );
  if (asked.length === 0) return [];
  let of = 0;
  const versions = [...new Set(asked.map(({ by }) => by))];
  for await (const members of inBatches(store)) {
    of += members.length;
    const factsOf = await readFacts(runtime, { members, versions, now });
    for (const one of asked) {
      for (const member of members) if (one.isIn(factsOf(member, one.by), now)) one.members += 1;
    }
  }
  return asked.map(({ by: { program }, segment, ...one }) => ({
    ...{ program: program.code, id: one.id, name: segment.name, members: one.members, of },
    words: segmentWords(program, one.id, language ?? program.language),
  }));
}

async function* inBatches(reader: Reader): AsyncGenerator<Member[]> {
  for (let after = 0; ;) {
    const members = await reader.all<Member>(
      `SELECT ${memberColumns} FROM members WHERE members.id > ? ORDER BY members.id LIMIT ?`,
      [after, batchMax],
    );
    const last = members.at(-1);
    if (last === undefined) return;
    yield members;
    after = last.id;
  }
}

interface Reading {
  readonly members: readonly Member[];
  readonly versions: readonly ProgramVersion[];
  readonly now: number;
}

async function readFacts(
  runtime: Pick<Runtime, 'store' | 'clock'>,
  { members, versions, now }: Reading,
): Promise<(member: Member, by: ProgramVersion) => MemberFacts> {
  const { store } = runtime;
  const memberIds = members.map(({ id }) => id);
  const programIds = versions.map(({ programId }) => programId);
  const books = openTallyBooks(await readTallies(store, { programIds, memberIds, periods: ['ever'] }));
  const holdingOf = await readHoldings(runtime, store, memberIds);
  const pointsOf = (memberId: number, programId: number) => holdingOf(memberId, programId).balances.points;
  const desk = await openTierDesk(store, { memberIds, versions, pointsOf, now });
  return (member, by) => ({
    ...profileOf(member),
    ...holdingOf(member.id, by.programId),
    tier: desk.factsOf({ memberId: member.id, by }),
    tally: books.of(member.id, by.programId),
  });
}
