import { Option } from 'commander';
import type { Command } from 'commander';
import { labelIn } from '../../rules/program/words.ts';
import { readSegments } from '../../server/usecases/read-segments.ts';
import type { SegmentCount } from '../../server/usecases/read-segments.ts';
import { formatNumber } from '../../templates/formats.ts';
import { Complaint } from './fail.ts';
import { withRuntime } from './open.ts';
import { answer, table } from './print.ts';
import type { AnswerOptions } from './print.ts';
import { addNoun, addVerb } from './verb.ts';

interface SegmentOptions extends AnswerOptions {
  readonly language?: 'fa' | 'en';
}

/** Adds `vafa segment`. */
export function addSegment(parent: Command): void {
  const noun = addNoun(parent, 'segment', 'The saved segments of the programs in force: who is meant.');
  const list = addVerb(noun, 'list', {
    does: 'All segments, what must hold for them, and how many members are in them now.',
    examples: ['segment list', 'segment list --json'],
    byDefault: true,
  });
  withLanguage(list).action((options: SegmentOptions) =>
    withRuntime(async (runtime) => {
      const segments = await readSegments(runtime, options);
      answer(options, { segments }, linesOf(segments, options));
    }),
  );
  const counting = addVerb(noun, 'count', {
    does: 'How many members are in one segment now.',
    examples: ['segment count regulars', 'segment count regulars --json'],
  }).argument('<name>', 'its name in `segments` of the program');
  withLanguage(counting).action((id: string, options: SegmentOptions) =>
    withRuntime(async (runtime) => {
      const segments = await readSegments(runtime, { ...options, id });
      if (segments.length === 0) {
        throw new Complaint(`No program in force has a segment "${id}". \`vafa segment list\` names them.`);
      }
      answer(options, { segments }, linesOf(segments, options));
    }),
  );
}

function withLanguage(verb: Command): Command {
  return verb.addOption(
    new Option('--language <language>', "in which language (default: the program's)").choices(['fa', 'en']),
  );
}

function linesOf(segments: readonly SegmentCount[], { language = 'fa' }: SegmentOptions): string[] {
  const rows = segments.map(({ program, id, name, members, of, words }) => [
    ...[program, id, `${formatNumber(members, 'en')} of ${formatNumber(of, 'en')}`],
    `${labelIn(name, language)}: ${words}`,
  ]);
  return table(['program', 'segment', 'members', 'who'], rows, 'no program in force has segments');
}
