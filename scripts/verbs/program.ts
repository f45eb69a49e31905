import { Option } from 'commander';
import type { Command } from 'commander';
import { checkPrograms } from '../../rules/program.ts';
import { placeWords } from '../../rules/program/place-words.ts';
import type { Program } from '../../rules/program.ts';
import { programJsonSchema } from '../../rules/program/json-schema.ts';
import { parseProgramFile, readProgramFile } from '../../server/program-file.ts';
import { describeProgram } from '../../templates/program-words.ts';
import { Complaint } from './fail.ts';
import { givenPath } from './given-path.ts';
import { withRuntime } from './open.ts';
import { answer, count, section } from './print.ts';
import type { AnswerOptions } from './print.ts';
import { addVersionVerbs, unreadable } from './program-versions.ts';
import { addNoun, addVerb } from './verb.ts';

type Language = Program['language'];

interface ExplainOptions extends AnswerOptions {
  readonly language?: Language;
}

export function addProgram(parent: Command): void {
  const noun = addNoun(parent, 'program', "The shop's program: what it gives for what.");
  addVerb(noun, 'check', {
    does: 'Names the faults of a program file, each with its place and its cure.',
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
  addVersionVerbs(noun);
  addVerb(noun, 'schema', {
    does: 'Prints what a program file may say, as JSON Schema; editors complete and check by it.',
    examples: ['program schema > program.schema.json'],
  }).action(() => answer({ json: true }, programJsonSchema(), []));
}

async function check(file: string, options: AnswerOptions): Promise<void> {
  const checked = checkPrograms(await parseProgramFile(givenPath(file)).catch(unreadable(file)));
  if (checked.ok) {
    const programs = checked.programs.map(({ code, name, rules }) => ({ code, name, rules: rules.length }));
    const words = programs.map((one) => `"${one.name}" (${one.code}) with ${count(one.rules, 'rule')}`);
    answer(options, { file, ok: true, programs }, [`${file} is right: ${words.join(', ')}`]);
    return;
  }
  const { faults } = checked;
  if (options.json) answer(options, { file, ok: false, faults }, []);
  const lines = faults.map((fault) => `  ${placeWords(fault)}: ${fault.problem}`);
  throw new Complaint([`${file} has ${count(faults.length, 'fault')}:`, ...lines].join('\n'));
}

async function explain(file: string | undefined, { language, ...options }: ExplainOptions): Promise<void> {
  const programs =
    file === undefined
      ? await withRuntime(({ club }) => Promise.resolve(club.programs.map(({ program }) => program)))
      : await readProgramFile(givenPath(file)).catch(unreadable(file));
  const all = programs.map((program) => describeProgram(program, language ?? program.language));
  const lines = all.flatMap(({ title, sections }, index) => [
    ...(index === 0 ? [] : ['']),
    title,
    ...sections.flatMap((part) => section(part.title, part.lines)),
  ]);
  answer(options, all, lines);
}
