import { access } from 'node:fs/promises';
import { Option } from 'commander';
import type { Command } from 'commander';
import type { Program } from '../../rules/program.ts';
import { readProgramFile } from '../../server/program-file.ts';
import { readBooks } from '../../server/replay/books.ts';
import { createDirectory } from '../../server/replay/directory.ts';
import { readMemberLines } from '../../server/replay/member-lines.ts';
import { readHistoryFile } from '../../server/replay/read-history-file.ts';
import { replay } from '../../server/replay/replay.ts';
import { listen } from '../../server/replay/report.ts';
import type { Scene } from '../../server/replay/scene.ts';
import { withScratchClub } from '../../server/replay/scratch-club.ts';
import type { Rulebook } from '../../server/replay/scratch-club.ts';
import { Complaint } from './fail.ts';
import { withRuntime } from './open.ts';
import type { AnswerOptions } from './print.ts';
import { startProgress } from './progress.ts';
import { eventLine, faultLine } from './replay-lines.ts';
import { reportLines } from './replay-report.ts';
import { createPrinter } from './replay-printer.ts';
import { addVerb, limitArgument } from './verb.ts';

interface ReplayOptions extends AnswerOptions {
  readonly program?: string;
  readonly history?: string;
  readonly changes: number;
  readonly language?: Program['language'];
}

const more = `Everything happens in a scratch database with a clock of its own: nothing is written to yours, nothing is sent.
Expiry and birthdays happen on their days, as the history goes by.

A history is one event a line, in the order of time: join, purchase, undo, open, tick. Each has "at", "id", and
whose it is: "phone", or "member" (any reference). The other fields are those of the API:
  {"event": "open", "id": "o1", "at": "2026-03-21T00:00:00+03:30", "member": "m1", "balances": {"points": 120}}
  {"event": "join", "id": "j1", "at": "2026-03-21T10:00:00+03:30", "phone": "09123456789", "birthday": "1370/05/12"}
  {"event": "purchase", "id": "p1", "at": "2026-03-22T18:30:00+03:30", "phone": "09123456789", "amount": 1850000}
  {"event": "undo", "id": "u1", "at": "2026-03-22T18:33:00+03:30", "phone": "09123456789", "purchase": "p1"}
  {"event": "tick", "at": "2026-06-22T12:00:00+03:30"}
"open" is a member's state at the start: lots ({"unit", "amount", "earnedAt", "expiresAt"}), balances, totals
({"purchases", "spent", "earned", "lastPurchaseAt"}). "tick" only lets time pass. An event that is refused is
reported with the reason, a line that is none with its number.

With --json: a line for each event with its full answer, then a line for each member.`;

export function addReplay(parent: Command): void {
  addVerb(parent, 'replay', {
    does: 'Plays a program over a history of dated events, and tells what it comes to.',
    examples: [
      'replay --program my-program.json --history events.jsonl',
      'replay --program my-program.json --history events.jsonl --json > results.jsonl',
    ],
    more,
  })
    .option(
      '--program <file>',
      'the program to try, in JSON (default: those of the shop, as they were in force)',
    )
    .option('--history <file>', 'the events, one JSON object a line')
    .option('--changes <number>', 'how many changed purchases are shown', limitArgument, 20)
    .addOption(
      new Option('--language <language>', "of explanations (default: the program's)").choices(['fa', 'en']),
    )
    .action(run);
}

async function run(options: ReplayOptions): Promise<void> {
  const { program, history } = options;
  if (history === undefined) throw new Complaint('Say which history: --history FILE.');
  await readable(history);
  if (program === undefined) {
    await withRuntime(({ store }) => replayFile(options, { history, rulebook: { asIn: store } }));
  } else {
    await readable(program);
    await replayFile(options, { history, rulebook: { programs: await readProgramFile(program) } });
  }
}

async function readable(file: string): Promise<void> {
  await access(file).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new Complaint(`${file} cannot be read (${code}): is that where it is?`);
  });
}

interface OfFile {
  readonly history: string;
  readonly rulebook: Rulebook;
}

function replayFile(options: ReplayOptions, { history, rulebook }: OfFile): Promise<void> {
  const directory = createDirectory();
  return withScratchClub({ rulebook, directory, answers: options.json === true }, (scene) =>
    play(scene, options, history),
  );
}

async function play(scene: Scene, options: ReplayOptions, history: string): Promise<void> {
  const { club, store } = scene.runtime;
  const language = options.language ?? club.program.language;
  const listener = listen({ club, language, refusalsMax: 20, changedMax: options.changes });
  const printer = createPrinter();
  const progress = startProgress('replaying');
  let events = 0;
  await replay(scene, readHistoryFile(history, scene.directory), {
    onOutcome(outcome) {
      listener.onOutcome(outcome);
      if (options.json) printer.line(eventLine(outcome));
      progress.show((events += 1));
    },
    onFault(fault) {
      listener.onFault(fault);
      if (options.json) printer.line(faultLine(fault));
    },
  });
  const seconds = progress.end();
  if (options.json) {
    for await (const member of readMemberLines(scene)) printer.line(member);
    printer.end();
    return;
  }
  const books = await readBooks(store, club, { from: 0, now: scene.clock.now() });
  for (const line of reportLines({ club, played: listener.played(), books, seconds })) printer.text(line);
  printer.end();
}
