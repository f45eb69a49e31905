import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { parseMobile } from '../../rules/phone.ts';
import type { PhoneProblem } from '../../rules/phone.ts';

export interface VerbText {
  /** What it does, in a sentence. */
  readonly does: string;
  /** Lines to copy, without `./scripts/vafa`. */
  readonly examples: readonly string[];
  /** What else its help should say. */
  readonly more?: string;
  /** It is what its noun does by itself. */
  readonly byDefault?: boolean;
}

/** Adds a verb, which has `--json` and examples in its help. */
export function addVerb(parent: Command, name: string, text: VerbText): Command {
  const { does, examples, more, byDefault = false } = text;
  const lines = examples.map((example) => `  $ ./scripts/vafa ${example}`);
  const title = examples.length === 1 ? 'Example:' : 'Examples:';
  return parent
    .command(name, { isDefault: byDefault })
    .description(does)
    .option('--json', 'answer in JSON')
    .addHelpText('after', [...(more === undefined ? [] : ['', more]), '', title, ...lines].join('\n'));
}

/** Adds a noun that has verbs of its own. */
export function addNoun(parent: Command, name: string, does: string): Command {
  return parent.command(name).description(does);
}

const phoneProblems: Readonly<Record<PhoneProblem, string>> = {
  empty: 'It is empty.',
  'not-a-number': 'It is no number.',
  'too-short': 'It is too short for a mobile number.',
  'too-long': 'It is too long for a mobile number.',
  'not-mobile': 'It is no mobile number.',
};

/** A mobile number in any typed form, to E.164. */
export function phoneArgument(typed: string): string {
  const parsed = parseMobile(typed);
  if (parsed.ok) return parsed.phone;
  throw new InvalidArgumentError(`${phoneProblems[parsed.problem]} Write it like 09123456789.`);
}

/** The reason that the audit log keeps of what is done by hand. */
export interface ReasonOptions {
  readonly reason: string;
}

/** Adds `--reason`, without which nothing is done. */
export function withReason(verb: Command): Command {
  return verb.requiredOption('--reason <why>', 'for the audit log (required)', textArgument(300));
}

/** An id of ours. */
export function idArgument(typed: string): number {
  const id = /^\d{1,16}$/.test(typed) ? Number(typed) : 0;
  if (id > 0 && Number.isSafeInteger(id)) return id;
  throw new InvalidArgumentError('An id is a whole number, as the lists show it.');
}

/** Some text that is not blank, within the column that keeps it. */
export function textArgument(charactersMax: number): (typed: string) => string {
  return (typed) => {
    const text = typed.trim();
    if (text !== '' && text.length <= charactersMax) return text;
    throw new InvalidArgumentError(`Give 1 to ${charactersMax} characters.`);
  };
}

const limitMax = 1000;

/** How many rows a list shows at most. */
export function limitArgument(typed: string): number {
  const limit = /^\d{1,4}$/.test(typed) ? Number(typed) : 0;
  if (limit >= 1 && limit <= limitMax) return limit;
  throw new InvalidArgumentError(`Give a number from 1 to ${limitMax}.`);
}
