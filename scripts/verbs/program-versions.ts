import type { Command } from 'commander';
import { dayFromParts, startOfDayAt } from '../../rules/calendar.ts';
import { parseDateText } from '../../rules/date-text.ts';
import type { Club } from '../../server/club.ts';
import { readProgramFile } from '../../server/program-file.ts';
import type { Runtime } from '../../server/runtime.ts';
import { activateVersion, addVersion } from '../../server/usecases/keep-programs.ts';
import type { ActivationResult, KeptVersion } from '../../server/usecases/keep-programs.ts';
import { readPrograms } from '../../server/usecases/read-programs.ts';
import { Complaint } from './fail.ts';
import { givenPath } from './given-path.ts';
import { withRuntime } from './open.ts';
import { answer, table, when } from './print.ts';
import type { AnswerOptions } from './print.ts';
import { addVerb, idArgument } from './verb.ts';

interface AddOptions extends AnswerOptions {
  readonly activate?: true;
}

interface ActivateOptions extends AnswerOptions {
  readonly at?: string;
}

/** Adds the verbs that keep versions of programs and say which are in force. */
export function addVersionVerbs(noun: Command): void {
  addVerb(noun, 'add', {
    does: 'Keeps a program as the next version under its code. It is not in force before it is activated.',
    examples: ['program add my-program.json', 'program add my-program.json --activate'],
    more: 'A file that says what the last version says adds nothing. One of several programs adds each.',
  })
    .argument('<file>', 'a program, or a list of programs, in JSON')
    .option('--activate', 'put it in force at once')
    .action(add);
  addVerb(noun, 'activate', {
    does: 'Puts a version in force: every process decides by it from then on.',
    examples: ['program activate cafe', 'program activate cafe 3', 'program activate cafe --at 1405-01-01'],
    more: 'What happened before, and is logged after it, is still decided by what was in force then.',
  })
    .argument('<code>', 'the code of the program, as `program list` shows it')
    .argument('[version]', 'which version (default: the newest)', idArgument)
    .option('--at <when>', 'from the beginning of a day, or a moment such as 2026-03-21T08:00:00+03:30')
    .action((code: string, version: number | undefined, options: ActivateOptions) =>
      activate({ code, ...(version !== undefined && { version }) }, options),
    );
  addVerb(noun, 'end', {
    does: 'Ends a program that runs beside another: nothing is earned in it any more.',
    examples: ['program end summer', 'program end summer --at 1405-07-01'],
    more: 'What members have in it stays theirs until it expires.',
  })
    .argument('<code>', 'the code of the program')
    .option('--at <when>', 'from the beginning of a day, or a moment')
    .action((code: string, options: ActivateOptions) => activate({ code, version: null }, options));
  addVerb(noun, 'list', {
    does: 'The versions of all programs, the newest first, and since when each was in force.',
    examples: ['program list'],
  }).action((options: AnswerOptions) => withRuntime((runtime) => list(runtime, options)));
}

/** For `catch`: says so in a sentence where a file cannot be read. */
export function unreadable(file: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof Error && 'code' in error) {
      throw new Complaint(`${file} cannot be read (${String(error.code)}): is that where the program is?`);
    }
    throw error;
  };
}

async function add(file: string, { activate: at, ...options }: AddOptions): Promise<void> {
  const programs = await readProgramFile(givenPath(file)).catch(unreadable(file));
  const kept = await withRuntime(({ store, clock }) =>
    store.transaction(async (tx) => {
      const keeping = { actor: 'cli', now: clock.now() };
      const all: KeptVersion[] = [];
      for (const program of programs) {
        const one = await addVersion(tx, program, keeping);
        if (at) await activateVersion(tx, { ...keeping, code: one.code, version: one.version });
        all.push(one);
      }
      return all;
    }),
  );
  const value = kept.map(({ code, version, isNew }) => ({ code, version, isNew, activated: at === true }));
  answer(options, value, value.map(addedLine));
}

function addedLine({
  code,
  version,
  isNew,
  activated,
}: Omit<KeptVersion, 'programId'> & { activated: boolean }) {
  const what = isNew
    ? `version ${version} of ${code} is kept`
    : `version ${version} of ${code} says the same already`;
  if (activated) return `${what}, and in force`;
  return `${what}; to put it in force: ./scripts/vafa program activate ${code} ${version}`;
}

interface Chosen {
  readonly code: string;
  /** The newest one where it is not given; `null` ends the program. */
  readonly version?: number | null;
}

async function activate(chosen: Chosen, { at, ...options }: ActivateOptions): Promise<void> {
  await withRuntime(async ({ club, clock, store }) => {
    const activeAt = at === undefined ? undefined : momentOf(at, club);
    const wanted = { ...chosen, actor: 'cli', now: clock.now(), ...(activeAt !== undefined && { activeAt }) };
    const result = await store.transaction((tx) => activateVersion(tx, wanted));
    const { code } = chosen;
    if (result.kind !== 'activated') throw new Complaint(refusals[result.kind](code));
    const { version, activeAt: from } = result;
    const what = version === null ? `${code} ends` : `version ${version} of ${code} is in force`;
    const line = `${what} from ${when(club, from)} on`;
    answer(options, { code, version, activeFrom: new Date(from).toISOString() }, [line]);
  });
}

type Refusal = Exclude<ActivationResult['kind'], 'activated'>;

const refusals: Readonly<Record<Refusal, (code: string) => string>> = {
  'no-program': (code) => `There is no program "${code}": see ./scripts/vafa program list.`,
  'no-version': (code) => `"${code}" has no such version: see ./scripts/vafa program list.`,
  'too-early': () => 'That moment has passed: what was decided stays decided, so give one that comes.',
  'last-program': (code) =>
    `"${code}" is the only program then, and a club without one can decide nothing: activate another one first.`,
};

/** The beginning of a day in either calendar, or a moment with its zone. */
function momentOf(typed: string, { program }: Club): number {
  const moment = /T.*(Z|[+-]\d\d:\d\d)$/.test(typed) ? Date.parse(typed) : Number.NaN;
  if (!Number.isNaN(moment)) return moment;
  const date = parseDateText(typed);
  const day = date && dayFromParts(date, date.calendar);
  if (day !== undefined) return startOfDayAt(day, program.timeZone);
  throw new Complaint(`"${typed}" is no day and no moment: write 1405-01-01 or 2026-03-21T08:00:00+03:30.`);
}

async function list({ store, club }: Runtime, options: AnswerOptions): Promise<void> {
  const programs = await readPrograms(store, club);
  const iso = (at: number) => new Date(at).toISOString();
  const value = programs.map(({ addedAt, activeFrom, ...one }) => ({
    ...one,
    addedAt: iso(addedAt),
    activeFrom: activeFrom.map(iso),
  }));
  const since = (at: number) => (at === 0 ? 'the beginning' : when(club, at));
  const rows = programs.map(({ code, name, version, addedAt, activeFrom, inForce }) => [
    ...[code, String(version), when(club, addedAt), activeFrom.map(since).join(', ') || 'not yet'],
    ...[inForce ? 'in force' : '', name],
  ]);
  answer(options, value, table(['program', 'version', 'added', 'active from', '', 'name'], rows));
}
