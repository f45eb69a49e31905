import { Readable } from 'node:stream';
import { readProgramFile } from '../../server/program-file.ts';
import { createDirectory } from '../../server/replay/directory.ts';
import type { Directory } from '../../server/replay/directory.ts';
import type { Item } from '../../server/replay/event.ts';
import { readLine } from '../../server/replay/read-line.ts';
import { replay } from '../../server/replay/replay.ts';
import { withScratchClub } from '../../server/replay/scratch-club.ts';
import { repositoryPath } from '../../server/repository.ts';

export interface ReplayResult {
  /** The program that came along, by the name of its file. */
  readonly program: string;
  readonly members: number;
  readonly purchases: number;
  /** From the first line that is read to the last purchase that is recorded. */
  readonly seconds: number;
}

const programs = ['cafe', 'clothing', 'salon', 'supermarket'] as const;
const purchasesOfMember = 33;
const yearMs = 365 * 86_400_000;
const startAt = Date.parse('2025-03-21T05:00:00Z');

/** How long a year of a shop is replayed, by each program that comes along, one after the other. */
export async function benchReplay(purchases: number): Promise<ReplayResult[]> {
  const results: ReplayResult[] = [];
  for (const program of programs) results.push(await measure(program, purchases));
  return results;
}

async function measure(program: (typeof programs)[number], purchases: number): Promise<ReplayResult> {
  const members = Math.ceil(purchases / purchasesOfMember);
  const read = await readProgramFile(`${repositoryPath}rules/programs/${program}.json`);
  const directory = createDirectory();
  let recorded = 0;
  const startedAt = performance.now();
  await withScratchClub({ rulebook: { programs: read }, directory, answers: false }, (scene) =>
    replay(scene, Readable.from(historyOf({ members, purchases }, directory)), {
      onOutcome: ({ kind, head: { event } }) =>
        void (recorded += Number(kind === 'done' && event === 'purchase')),
      onFault({ problem }) {
        throw new Error(problem);
      },
    }),
  );
  return { program, members, purchases: recorded, seconds: (performance.now() - startedAt) / 1000 };
}

interface Extent {
  readonly members: number;
  readonly purchases: number;
}

/** All join, and then buy all through a year, each now and then. */
function* historyOf({ members, purchases }: Extent, directory: Directory): Generator<Item> {
  let line = 0;
  const item = (event: object) => readLine({ text: JSON.stringify(event), line: (line += 1) }, directory);
  const phoneOf = (member: number) => `+98912${1_000_000 + member}`;
  const isoOf = (at: number) => new Date(at).toISOString();
  for (let member = 0; member < members; member++)
    yield item({ event: 'join', id: `j${member}`, at: isoOf(startAt + member), phone: phoneOf(member) });
  for (let index = 0; index < purchases; index++) {
    const at = isoOf(startAt + members + Math.floor((yearMs * index) / purchases));
    const phone = phoneOf((index * 7919) % members);
    const amount = 100_000 + ((index * 104_729) % 500) * 10_000;
    yield item({ event: 'purchase', id: `p${index}`, at, phone, amount });
  }
}
