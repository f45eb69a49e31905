import { Option } from 'commander';
import type { Command } from 'commander';
import { checkPrograms } from '../../rules/program.ts';
import type { Program } from '../../rules/program.ts';
import { programJsonSchema } from '../../rules/program/json-schema.ts';
import type { Club } from '../../server/club.ts';
import { parseProgramFile, readProgramFile } from '../../server/program-file.ts';
import type { Runtime } from '../../server/runtime.ts';
import { allActivations, allPrograms, allVersions } from '../../server/store/programs.ts';
import { describeProgram } from '../../templates/program-words.ts';
import { Complaint } from './fail.ts';
import { withRuntime } from './open.ts';
import { answer, count, section, table, when } from './print.ts';
import type { AnswerOptions } from './print.ts';
import { addNoun, addVerb } from './verb.ts';

type Language = Program['language'];

interface ExplainOptions extends AnswerOptions {
  readonly language?: Language;
}

export function addProgram(parent: Command): void {
  const noun = addNoun(parent, 'program', "The shop's program: what it gives for what.");
  addVerb(noun, 'check', {
    does: 'Names every fault of a program file, with its place and its cure.',
    examples: ['program check my-program.json'],
    more: 'Nothing is put in force. Exit code 1 where it has faults.',
  })
    .argument('<file>', 'a program, in JSON')
    .action(check);
  addVerb(noun, 'explain', {
    does: 'Says in plain words what a program gives for what.',
    examples: ['program explain', 'program explain my-program.json --language en'],
  })
    .argument('[file]', 'a program, in JSON (default: the one in force)')
    .addOption(
      new Option('--language <language>', "in which language (default: the program's)").choices(['fa', 'en']),
    )
    .action(explain);
  addVerb(noun, 'list', {
    does: 'The versions that were in force, the newest first.',
    examples: ['program list'],
  }).action((options: AnswerOptions) => withRuntime((runtime) => list(runtime, options)));
  addVerb(noun, 'schema', {
    does: 'Prints what a program file may say, as JSON Schema; editors complete and check by it.',
    examples: ['program schema > program.schema.json'],
  }).action(() => answer({ json: true }, programJsonSchema(), []));
}

async function check(file: string, options: AnswerOptions): Promise<void> {
  const checked = checkPrograms(await parseProgramFile(file).catch(unreadable(file)));
  if (checked.ok) {
    const programs = checked.programs.map(({ code, name, rules }) => ({ code, name, rules: rules.length }));
    const words = programs.map((one) => `"${one.name}" (${one.code}) with ${count(one.rules, 'rule')}`);
    answer(options, { file, ok: true, programs }, [`${file} is right: ${words.join(', ')}`]);
    return;
  }
  const { faults } = checked;
  if (options.json) answer(options, { file, ok: false, faults }, []);
  const lines = faults.map(({ place, problem }) => `  ${place}: ${problem}`);
  throw new Complaint([`${file} has ${count(faults.length, 'fault')}:`, ...lines].join('\n'));
}

function unreadable(file: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof Error && 'code' in error) {
      throw new Complaint(`${file} cannot be read (${String(error.code)}): is that where the program is?`);
    }
    throw error;
  };
}

async function explain(file: string | undefined, { language, ...options }: ExplainOptions): Promise<void> {
  const programs =
    file === undefined
      ? await withRuntime(({ club }) => Promise.resolve(club.programs.map(({ program }) => program)))
      : await readProgramFile(file).catch(unreadable(file));
  const all = programs.map((program) => describeProgram(program, language ?? program.language));
  const lines = all.flatMap(({ title, sections }, index) => [
    ...(index === 0 ? [] : ['']),
    title,
    ...sections.flatMap((part) => section(part.title, part.lines)),
  ]);
  answer(options, all, lines);
}

async function list({ store, club }: Runtime, options: AnswerOptions): Promise<void> {
  const codes = new Map((await allPrograms(store)).map(({ id, code }) => [id, code]));
  const activations = await allActivations(store);
  const inForce = new Set(club.programs.map(({ programId, version }) => `${programId}/${version}`));
  const value = (await allVersions(store)).map(({ programId, version, body, createdAt, actor }) => ({
    code: codes.get(programId) ?? '-',
    ...{ name: nameIn(body), version, addedAt: new Date(createdAt).toISOString(), by: actor },
    activeFrom: activations
      .filter((one) => one.programId === programId && one.version === version)
      .map(({ activeAt }) => new Date(activeAt).toISOString()),
    inForce: inForce.has(`${programId}/${version}`),
  }));
  const rows = value.map((one) => [
    ...[one.code, String(one.version), when(club, Date.parse(one.addedAt))],
    ...[
      one.activeFrom.map((from) => sinceWords(club, from)).join(', ') || 'never',
      one.inForce ? 'in force' : '',
    ],
    one.name,
  ]);
  answer(options, value, table(['program', 'version', 'added', 'active from', '', 'name'], rows));
}

function nameIn(body: string): string {
  return (JSON.parse(body) as { name: string }).name;
}

/** The first programs of a club are in force for all that it ever logs. */
function sinceWords(club: Club, from: string): string {
  return Date.parse(from) === 0 ? 'the beginning' : when(club, Date.parse(from));
}
