import { cpus } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import { benchRules } from './bench.d/rules.ts';
import { answer, table } from './verbs/print.ts';
import type { AnswerOptions } from './verbs/print.ts';

const secondsMax = 600;

const command = new Command('bench')
  .description(
    'Measures how fast the parts are. Compare only what stands in one run: machines differ, and are busy.',
  )
  .option('--seconds <seconds>', 'how long each measurement takes', seconds, 5)
  .option('--json', 'answer in JSON');

command
  .command('rules', { isDefault: true })
  .description('How many purchases the rules decide in a second on one core, with programs of several sizes.')
  .action(() => {
    const { seconds: each, ...options } = command.opts<AnswerOptions & { seconds: number }>();
    const results = benchRules(each * 1000);
    const machine = `Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}, one core`;
    const rows = results.map(({ rules, given, perSecond }) => [rules, given, perSecond].map(String));
    const heads = ['rules', 'that give, on average', 'purchases decided a second'];
    answer(options, { machine, results }, [machine, ...table(heads, rows)]);
  });

await command.parseAsync();

function seconds(typed: string): number {
  const number = Number(typed);
  if (Number.isInteger(number) && number >= 1 && number <= secondsMax) return number;
  throw new InvalidArgumentError(`Give a whole number from 1 to ${secondsMax}.`);
}
