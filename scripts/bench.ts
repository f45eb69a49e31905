import { cpus } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import { benchRules } from './bench.d/rules.ts';

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
    const { seconds: each, json } = command.opts<{ seconds: number; json?: true }>();
    const results = benchRules(each * 1000);
    const machine = `Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}, one core`;
    if (json) console.log(JSON.stringify({ machine, results }));
    else {
      console.log(machine);
      console.table(
        results.map((one) => ({
          rules: one.rules,
          'that give, on average': one.given,
          'purchases decided a second': one.perSecond,
        })),
      );
    }
  });

await command.parseAsync();

function seconds(typed: string): number {
  const number = Number(typed);
  if (Number.isInteger(number) && number >= 1 && number <= secondsMax) return number;
  throw new InvalidArgumentError(`Give a whole number from 1 to ${secondsMax}.`);
}
