import { access } from 'node:fs/promises';
import { Option } from 'commander';
import type { Command } from 'commander';
import { dayFromParts, startOfDayAt } from '../../rules/calendar.ts';
import { parseDateText } from '../../rules/date-text.ts';
import type { Program } from '../../rules/program.ts';
import type { Club } from '../../server/club.ts';
import { readProgramFile } from '../../server/program-file.ts';
import { readBooks } from '../../server/replay/books.ts';
import { createDirectory } from '../../server/replay/directory.ts';
import { readMemberLines } from '../../server/replay/member-lines.ts';
import { readHistoryFile } from '../../server/replay/read-history-file.ts';
import { replay } from '../../server/replay/replay.ts';
import { listen, worthOfPoint } from '../../server/replay/report.ts';
import { readShopHistory } from '../../server/replay/shop-history.ts';
import { compareTiers, readTierBooks } from '../../server/replay/tier-books.ts';
import { readWinners } from '../../server/replay/winners.ts';
import type { Item } from '../../server/replay/event.ts';
import type { Runtime } from '../../server/runtime.ts';
import type { Scene } from '../../server/replay/scene.ts';
import { withScratchClub } from '../../server/replay/scratch-club.ts';
import type { Rulebook } from '../../server/replay/scratch-club.ts';
import { Complaint } from './fail.ts';
import { givenPath } from './given-path.ts';
import { withRuntime } from './open.ts';
import type { AnswerOptions } from './print.ts';
import { startProgress } from './progress.ts';
import { eventLine, faultLine } from './replay-lines.ts';
import { reportLines } from './replay-report.ts';
import type { ReplayReport } from './replay-report.ts';
import { createPrinter } from './replay-printer.ts';
import { addVerb, limitArgument } from './verb.ts';

interface ReplayOptions extends AnswerOptions {
  readonly program?: string;
  readonly history?: string;
  readonly from?: string;
  readonly changes: number;
  readonly language?: Program['language'];
}

const more = `Everything happens in a scratch database with a clock of its own: nothing is written to yours, nothing is sent.
Expiry and birthdays happen on their days, as the history goes by.

A history is one event a line, in the order of time: join, open, profile, purchase, settle, undo, visit, event, approve,
decline, tier, tick. Each has "at", "id", and whose it is: "phone", or "member" (any reference). The other fields are those of the API:
  {"event": "open", "id": "o1", "at": "2026-03-21T00:00:00+03:30", "member": "m1", "balances": {"points": 120}}
  {"event": "join", "id": "j1", "at": "2026-03-21T10:00:00+03:30", "phone": "09123456789", "birthday": "1370/05/12"}
  {"event": "purchase", "id": "p1", "at": "2026-03-22T18:30:00+03:30", "phone": "09123456789", "amount": 1850000}
  {"event": "undo", "id": "u1", "at": "2026-03-22T18:33:00+03:30", "phone": "09123456789", "purchase": "p1"}
  {"event": "settle", "id": "s1", "at": "2026-04-20T11:00:00+03:30", "phone": "09123456789", "purchase": "p2", "amount": 900000}
  {"event": "visit", "id": "v1", "at": "2026-04-21T11:00:00+03:30", "phone": "09123456789"}
  {"event": "event", "id": "e1", "at": "2026-04-22T11:00:00+03:30", "phone": "09123456789", "name": "survey-filled"}
  {"event": "undo", "id": "u2", "at": "2026-04-22T11:05:00+03:30", "phone": "09123456789", "of": "e1"}
  {"event": "profile", "id": "c1", "at": "2026-04-23T11:00:00+03:30", "phone": "09123456789", "tags": ["vip"]}
  {"event": "approve", "id": "a1", "at": "2026-04-24T11:00:00+03:30", "phone": "09123456789", "purchase": "p2"}
  {"event": "tier", "id": "t1", "at": "2026-04-25T11:00:00+03:30", "phone": "09123456789", "tier": "gold"}
  {"event": "tick", "at": "2026-06-22T12:00:00+03:30"}
"open" is a member's state at the start: lots ({"unit", "amount", "earnedAt", "expiresAt"}), balances, tiers ({"tier",
"since", "validUntil", "given"}), totals ({"purchases", "spent", "paid", "visits", "earned", "lastPurchaseAt"}; what tiers
and conditions count over some time needs them dated: a list of {"at", "purchases", "spent", "paid", "visits", "earned"}).
"tick" only lets time pass. An event that is refused is reported with the reason, a line that is none with its number.

With --json: a line for each event with its full answer, then a line for each member. What happened by itself since the event
before (expired, freed, given on a birthday or by a schedule, a tier up or down) is in its line as "byItself".`;

export function addReplay(parent: Command): void {
  addVerb(parent, 'replay', {
    does: "Plays a program over the shop's own past, or over a file of events, and tells what it comes to.",
    examples: [
      'replay --program my-program.json',
      'replay --program my-program.json --from 1405/01/01',
      'replay --program my-program.json --history events.jsonl',
      'replay --program my-program.json --history events.jsonl --json > results.jsonl',
    ],
    more,
  })
    .option(
      '--program <file>',
      'the program to try, in JSON (default: those of the shop, as they were in force)',
    )
    .addOption(
      new Option(
        '--history <file>',
        "events, one JSON object a line (default: the shop's own past)",
      ).conflicts('from'),
    )
    .option('--from <date>', 'the own past from a day on, such as 1405/01/01 (default: all of it)')
    .option('--changes <number>', 'how many changed purchases are shown', limitArgument, 20)
    .addOption(
      new Option('--language <language>', "of explanations (default: the program's)").choices(['fa', 'en']),
    )
    .action(run);
}

async function run(options: ReplayOptions): Promise<void> {
  const { program, history } = options;
  if (program !== undefined) await readable(program);
  if (history !== undefined) await readable(history);
  const programs = program === undefined ? undefined : await readProgramFile(givenPath(program));
  if (programs && history !== undefined) await replayFile(options, { history, rulebook: { programs } });
  else await withRuntime((runtime) => replayBeside(runtime, options, programs));
}

async function readable(file: string): Promise<void> {
  await access(givenPath(file)).catch((error: unknown) => {
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
    play(scene, options, { items: readHistoryFile(givenPath(history), directory) }),
  );
}

/** With the programs that the shop had, or over its own past, or both. */
function replayBeside(
  real: Runtime,
  options: ReplayOptions,
  programs: readonly Program[] | undefined,
): Promise<void> {
  const rulebook: Rulebook = programs ? { programs } : { asIn: real.store };
  const { history, from, json } = options;
  if (history !== undefined) return replayFile(options, { history, rulebook });
  const directory = createDirectory();
  // The shop's own rules do on its own days what they did.
  const jobsAsRun = programs === undefined;
  return withScratchClub({ rulebook, directory, jobsAsRun, answers: json === true }, (scene) => {
    const since = from === undefined ? undefined : momentOf(real.club, from);
    const items = readShopHistory(real, { directory, tried: scene.runtime.club, from: since, jobsAsRun });
    return play(scene, options, { items, real, from: since });
  });
}

/** The first moment of a day, as people write it. */
function momentOf({ program }: Club, typed: string): number {
  const date = parseDateText(typed);
  const day = date && dayFromParts(date, date.calendar);
  if (day === undefined)
    throw new Complaint(`--from ${typed} is no date: write it like 1405/01/01 or 2026-03-21.`);
  return startOfDayAt(day, program.timeZone);
}

interface Playing {
  readonly items: AsyncIterable<Item>;
  /** The club whose past it is. */
  readonly real?: Runtime;
  readonly from?: number | undefined;
}

async function play(scene: Scene, options: ReplayOptions, playing: Playing): Promise<void> {
  const { club } = scene.runtime;
  const language = options.language ?? club.program.language;
  const listener = listen({ club, language, refusalsMax: 20, changedMax: options.changes });
  const printer = createPrinter();
  const progress = startProgress('replaying');
  let events = 0;
  await replay(scene, playing.items, {
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
  if (options.json) for await (const member of readMemberLines(scene)) printer.line(member);
  else {
    const really = await readReally(scene, playing);
    const books = await readBooks(scene.runtime.store, club, { from: 0, now: scene.clock.now() });
    const tiers = await readTierBooks(scene.runtime.store, club, 0);
    const isFromDay = playing.from !== undefined;
    const played = listener.played();
    for (const line of reportLines({ club, played, books, tiers, seconds, isFromDay, really }))
      printer.text(line);
  }
  printer.end();
}

const membersShown = 10;

/** What really happened in the same time. */
async function readReally(
  { runtime, clock }: Scene,
  { real, from = 0 }: Playing,
): Promise<ReplayReport['really']> {
  if (!real) return undefined;
  const winners = await readWinners({
    ...{ replayed: runtime, real },
    ...{ from, worth: worthOfPoint(runtime.club), max: membersShown },
  });
  const books = await readBooks(real.store, real.club, { from, now: clock.now() });
  const tiers = await readTierBooks(real.store, real.club, from);
  const shift = await compareTiers({
    ...{ replayed: runtime.store, club: runtime.club },
    ...{ real: real.store, realClub: real.club },
  });
  return { winners, books, tiers, shift };
}
