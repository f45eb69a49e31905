import type { Item, Outcome } from '../replay/event.ts';
import { createDirectory } from '../replay/directory.ts';
import { readMemberLines } from '../replay/member-lines.ts';
import type { MemberLine } from '../replay/member-lines.ts';
import { readLine } from '../replay/read-line.ts';
import { replay } from '../replay/replay.ts';
import { withScratchClub } from '../replay/scratch-club.ts';
import { verifyLedger } from '../ledger/verify.ts';
import { checkPrograms } from '../../rules/program.ts';
import type { Reader } from '../store/tx.ts';

/** What a history came to in a scratch club. */
export interface Replayed {
  readonly outcomes: readonly Outcome[];
  readonly faults: readonly { readonly line: number; readonly problem: string }[];
  readonly members: readonly MemberLine[];
  readonly entries: readonly EntryFacts[];
}

/** An entry without what differs from one club to another. */
export interface EntryFacts {
  readonly phone: string;
  readonly unit: string;
  readonly type: string;
  readonly amount: number;
  readonly rule: string | null;
  readonly reason: string;
  readonly program: string;
  readonly version: number;
  readonly occurredAt: number;
  readonly expiresAt: number | null;
  readonly fading: string | null;
}

/** Every entry of a ledger, member by member, in the order of her chain. */
export function entryFacts(reader: Reader): Promise<EntryFacts[]> {
  return reader.all<EntryFacts>(
    `SELECT members.phone, unit, type, amount, rule, reason, programs.code AS program,
       program_version AS version, occurred_at AS occurredAt, expires_at AS expiresAt, fading
     FROM ledger_entries JOIN members ON members.id = ledger_entries.member_id
       JOIN programs ON programs.id = ledger_entries.program_id
     ORDER BY members.phone, seq`,
  );
}

/** Plays events, each as it stands in a line of a file, by a program. The books of the scratch club add up afterwards. */
export async function replayed(
  program: unknown,
  events: readonly (object | string)[],
  togetherMax?: number,
): Promise<Replayed> {
  const checked = checkPrograms(program);
  if (!checked.ok) throw new Error(JSON.stringify(checked.faults));
  const directory = createDirectory();
  return withScratchClub({ rulebook: { programs: checked.programs }, directory }, async (scene) => {
    const outcomes: Outcome[] = [];
    const faults: { line: number; problem: string }[] = [];
    const items = events.map((event, index) => {
      const text = typeof event === 'string' ? event : JSON.stringify(event);
      return readLine({ text, line: index + 1 }, directory);
    });
    await replay(scene, oneByOne(items), {
      onOutcome: (outcome) => outcomes.push(outcome),
      onFault: ({ line, problem }) => faults.push({ line, problem }),
      ...(togetherMax !== undefined && { togetherMax }),
    });
    const members: MemberLine[] = [];
    for await (const member of readMemberLines(scene)) members.push(member);
    const { difference } = await verifyLedger(scene.runtime.store);
    if (difference) throw new Error(JSON.stringify(difference));
    return { outcomes, faults, members, entries: await entryFacts(scene.runtime.store) };
  });
}

async function* oneByOne(items: readonly Item[]): AsyncGenerator<Item> {
  for (const item of items) yield await Promise.resolve(item);
}
