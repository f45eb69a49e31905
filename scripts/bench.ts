import { cpus } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import { benchReplay } from './bench.d/replay.ts';
import { benchRules } from './bench.d/rules.ts';
import { answer, table } from './verbs/print.ts';
import type { AnswerOptions } from './verbs/print.ts';

const secondsMax = 600;
const purchasesMax = 1_000_000;
const machine = `Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}, one core`;

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
    const rows = results.map(({ rules, given, perSecond }) => [rules, given, perSecond].map(String));
    const heads = ['rules', 'that give, on average', 'purchases decided a second'];
    answer(options, { machine, results }, [machine, ...table(heads, rows)]);
  });

command
  .command('replay')
  .description('How long a year of a shop is replayed, by each of the programs that come along.')
  .option('--purchases <number>', 'how many purchases the year has', purchases, 100_000)
  .action(async ({ purchases: wanted }: { readonly purchases: number }) => {
    const results = await benchReplay(wanted);
    const rows = results.map(({ program, members, purchases: recorded, seconds: took }) =>
      [program, members, recorded, took.toFixed(1), Math.round(recorded / took)].map(String),
    );
    const heads = ['program', 'members', 'purchases', 'seconds', 'a second'];
    answer(command.opts<AnswerOptions>(), { machine, results }, [machine, ...table(heads, rows)]);
  });

await command.parseAsync();

function seconds(typed: string): number {
  return wholeUpTo(secondsMax, typed);
}

function purchases(typed: string): number {
  return wholeUpTo(purchasesMax, typed);
}

function wholeUpTo(max: number, typed: string): number {
  const number = Number(typed);
  if (Number.isInteger(number) && number >= 1 && number <= max) return number;
  throw new InvalidArgumentError(`Give a whole number from 1 to ${max}.`);
}
