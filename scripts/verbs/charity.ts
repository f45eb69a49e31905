import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { dayFromParts } from '../../rules/calendar.ts';
import type { Day } from '../../rules/calendar.ts';
import { parseDateText } from '../../rules/date-text.ts';
import { labelIn } from '../../rules/program/words.ts';
import { readCharities } from '../../server/usecases/read-charities.ts';
import type { CharityDays, CharityReport } from '../../server/usecases/read-charities.ts';
import { formatNumber } from '../../templates/formats.ts';
import { withRuntime } from './open.ts';
import { answer, table } from './print.ts';
import type { AnswerOptions } from './print.ts';
import { addVerb } from './verb.ts';

/** Adds `vafa charity`. */
export function addCharity(parent: Command): void {
  addVerb(parent, 'charity', {
    does: 'What went to charities in the names of members, by month.',
    examples: ['charity', 'charity --from 1405/07/01 --to 1405/09/30', 'charity --json'],
    more: 'Amounts in rial. What was undone counts against the month of its undoing.',
  })
    .option('--from <date>', 'from a day on: 2026-09-23, or Persian: 1405/07/01', day)
    .option('--to <date>', 'to a day, which is in it', day)
    .action(({ from, to, ...options }: AnswerOptions & CharityDays) =>
      withRuntime(async (runtime) => {
        const charities = await readCharities(runtime, { from, to });
        answer(options, { charities }, linesOf(charities));
      }),
    );
}

function linesOf(charities: readonly CharityReport[]): string[] {
  const rows = charities.flatMap(({ program, name, amount, members, months }) => [
    ...months.map((one) => rowOf([program, labelIn(name, 'fa'), one.month], one)),
    rowOf([program, labelIn(name, 'fa'), 'all'], { amount, members }),
  ]);
  return table(['program', 'charity', 'month', 'rial', 'members'], rows, 'nothing went to a charity');
}

function rowOf(
  names: readonly string[],
  { amount, members }: Pick<CharityReport, 'amount' | 'members'>,
): string[] {
  return [...names, formatNumber(amount, 'en'), formatNumber(members, 'en')];
}

function day(typed: string): Day {
  const date = parseDateText(typed);
  const found = date && dayFromParts(date, date.calendar);
  if (found !== undefined) return found;
  throw new InvalidArgumentError('Write a day as 1405/08/30 or 2026-11-21.');
}
