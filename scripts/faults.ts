import { Command, InvalidArgumentError } from 'commander';
import { runDrill, undoAll } from './drill/drill.ts';
import type { DrillResult } from './drill/drill.ts';
import { explainViolations, figuresLine } from './drill/figures.ts';
import type { Undoing } from './drill/stage.ts';

interface Options {
  readonly seconds: number;
  readonly seed: number;
  readonly json?: boolean;
  readonly keep?: boolean;
}

/** In less there is no time for anything to break and be used meanwhile. */
const secondsMin = 5;
const secondsMax = 24 * 3600;

const command = new Command('faults')
  .description(
    'The fault drill: two processes of each role on a private MariaDB and Redis, customers and tills at work, and everything broken and killed meanwhile. Afterwards every promise is checked; exits with 1 where one was broken.',
  )
  .option('--seconds <n>', 'how long things go wrong', wholeNumber({ min: secondsMin, max: secondsMax }), 60)
  .option(
    '--seed <n>',
    'what goes wrong, and when; one of its own when not given',
    wholeNumber({ min: 0, max: 2 ** 31 }),
    Date.now() % 100_000,
  )
  .option('--keep', 'leave the logs and the database behind, also where nothing was wrong')
  .option('--json', 'print all figures and every broken promise as JSON')
  .showHelpAfterError('(--help says how it is used)')
  // 1 says that a promise was broken.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();

const options = command.opts<Options>();
const say = (text: string) => process.stderr.write(`${text}\n`);
const undoing: Undoing = [];

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    say(`${signal}: ending all that was started`);
    void undoAll(undoing).finally(() => process.exit(130));
  });
}

try {
  say(`seed ${options.seed}`);
  const result = await runDrill({ ...options, say }, undoing);
  print(result);
  process.exitCode = result.violations.length === 0 ? 0 : 1;
} catch (error) {
  say(
    `The drill could not be played (seed ${options.seed}): ${error instanceof Error ? String(error.stack) : String(error)}`,
  );
  process.exitCode = 2;
} finally {
  await undoAll(undoing);
}

function print({ figures, violations, folder }: DrillResult): void {
  if (options.json)
    process.stdout.write(`${JSON.stringify({ ...figures, broken: violations }, undefined, 2)}\n`);
  else process.stdout.write([figuresLine(figures), ...explainViolations(violations), ''].join('\n'));
  if (folder !== undefined) say(`The logs and the database are left in ${folder}`);
}

function wholeNumber({ min, max }: { readonly min: number; readonly max: number }) {
  return (typed: string) => {
    if (/^\d{1,10}$/.test(typed) && Number(typed) >= min && Number(typed) <= max) return Number(typed);
    throw new InvalidArgumentError(`Give a whole number from ${min} to ${max}.`);
  };
}
