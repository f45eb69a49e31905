import { Option } from 'commander';
import type { Command } from 'commander';
import { checkProgram } from '../../rules/program.ts';
import type { Program } from '../../rules/program.ts';
import { programJsonSchema } from '../../rules/program/json-schema.ts';
import { parseProgramFile, readProgram } from '../../server/program.ts';
import type { Runtime } from '../../server/runtime.ts';
import { describeProgram } from '../../templates/program-words.ts';
import { Complaint } from './fail.ts';
import { withRuntime } from './open.ts';
import { answer, count, isoTime, section, table, when } from './print.ts';
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
  const checked = checkProgram(await parseProgramFile(file).catch(unreadable(file)));
  if (checked.ok) {
    const { code, name, rules } = checked.program;
    const line = `${file} is right: "${name}" (${code}) with ${count(rules.length, 'rule')}`;
    answer(options, { file, ok: true, code, name, rules: rules.length }, [line]);
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
  const program =
    file === undefined
      ? await withRuntime(({ club }) => Promise.resolve(club.program))
      : await readProgram(file).catch(unreadable(file));
  const { title, sections } = describeProgram(program, language ?? program.language);
  const lines = sections.flatMap((part) => section(part.title, part.lines));
  answer(options, { title, sections }, [title, ...lines]);
}

interface VersionRow {
  readonly code: string;
  readonly name: string;
  readonly version: number;
  readonly activeAt: number;
}

async function list({ store, club }: Runtime, options: AnswerOptions): Promise<void> {
  const versions = await store.all<VersionRow>(
    `SELECT programs.code, programs.name, program_versions.version, program_versions.active_at AS activeAt
     FROM program_versions JOIN programs ON programs.id = program_versions.program_id
     ORDER BY program_versions.active_at DESC, program_versions.version DESC`,
  );
  const isInForce = ({ code, version }: VersionRow) => code === club.program.code && version === club.version;
  const value = versions.map((one) => ({ ...one, activeAt: isoTime(one.activeAt), inForce: isInForce(one) }));
  const rows = versions.map((one) => [
    ...[one.code, String(one.version), when(club, one.activeAt)],
    ...[isInForce(one) ? 'in force' : '', one.name],
  ]);
  answer(options, value, table(['program', 'version', 'since', '', 'name'], rows));
}
