import type { Command } from 'commander';
import { attachRuntime } from '../../server/create-runtime.ts';
import { loadConfig, readEnvironment } from '../../server/config.ts';
import type { Config } from '../../server/config.ts';
import { bad, fine } from '../../server/finding.ts';
import type { Finding, Mark } from '../../server/finding.ts';
import { looksAtDatabase, looksAtRedis } from './doctor-database.ts';
import { looksAtJobs } from './doctor-jobs.ts';
import { looksAtDisk, looksAtFolder, looksAtProgram } from './doctor-machine.ts';
import { looksAtProcesses } from './doctor-processes.ts';
import { looksAtProviders } from './doctor-providers.ts';
import { looksAtInbox, looksAtOutbox, looksAtPauses, looksAtQuestions } from './doctor-work.ts';
import { logOf } from './open.ts';
import { answer, count } from './print.ts';
import type { AnswerOptions } from './print.ts';
import { addVerb } from './verb.ts';

export function addDoctor(parent: Command): void {
  addVerb(parent, 'doctor', {
    does: 'Look whether all is well, and say what to do where it is not.',
    examples: ['doctor', 'doctor --json'],
    more:
      'Looks at the settings, the program, the data folder, the database, the disk, Redis, the servers at work,\n' +
      'the providers, and the work that waits. Contacts nobody but these, and writes nothing.\n' +
      '✓ is well, ! should be looked at, ✗ is broken; exits 1 where anything is broken.',
  }).action(async (options: AnswerOptions) => {
    const findings = await examine();
    const broken = findings.filter(({ mark }) => mark === 'bad').length;
    answer(options, { ok: broken === 0, findings }, [...findings.flatMap(linesOf), '', summary(findings)]);
    if (broken > 0) process.exitCode = 1;
  });
}

async function examine(): Promise<Finding[]> {
  const loaded = loadConfig(readEnvironment(), { makes: false });
  if (!loaded.ok) {
    return loaded.faults.map(({ name, problem, cure }) => bad('settings', `${name} ${problem}`, cure));
  }
  const { config } = loaded;
  const database = await looksAtDatabase(config);
  return [
    fine('settings', 'all can be used'),
    ...(await looksAtProgram(config)),
    ...looksAtFolder(config),
    ...looksAtDisk(config),
    ...database.findings,
    ...(await looksAtRedis(config)),
    ...(database.usable ? await examineRuntime(config) : []),
  ];
}

/** What can be seen only with a database that works. */
async function examineRuntime(config: Config): Promise<Finding[]> {
  const runtime = await attachRuntime(config, { log: logOf(config) });
  try {
    return [
      ...(await looksAtProcesses(runtime)),
      ...(await looksAtProviders(runtime)),
      ...(await looksAtPauses(runtime)),
      ...(await looksAtQuestions(runtime)),
      ...(await looksAtOutbox(runtime)),
      ...(await looksAtInbox(runtime)),
      ...(await looksAtJobs(runtime)),
    ];
  } finally {
    await runtime.store.close();
  }
}

const signs: Readonly<Record<Mark, string>> = { fine: '✓', look: '!', bad: '✗' };
const partWidth = 10;

function linesOf({ mark, part, what, cure }: Finding): string[] {
  const line = `${signs[mark]} ${part.padEnd(partWidth)}  ${what}`;
  return cure === undefined ? [line] : [line, `  ${' '.repeat(partWidth)}  → ${cure}`];
}

function summary(findings: readonly Finding[]): string {
  const number = (mark: Mark) => findings.filter((finding) => finding.mark === mark).length;
  const [looks, broken] = [number('look'), number('bad')];
  if (looks + broken === 0) return 'All is well.';
  const parts = [
    ...(broken === 0 ? ['Nothing is broken'] : [count(broken, 'fault')]),
    ...(looks === 0 ? [] : [`${count(looks, 'thing')} to look at`]),
  ];
  return `${parts.join('; ')}.`;
}
