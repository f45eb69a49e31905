import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { guards } from './guards.d/guards.ts';
import type { Guard, Removal } from './guards.d/guards.ts';
import { remove } from './guards.d/removal.ts';
import { copyRepository, outputOf, playDrill, runTests } from './guards.d/trial.ts';
import type { Settings, Trial } from './guards.d/trial.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const say = (text: string) => process.stdout.write(`${text}\n`);

/** Where the tests of each kind of database find it. */
type Databases = Readonly<Record<Guard['database'], Settings>>;

interface Verdict {
  readonly guard: Guard;
  readonly seconds: number;
  /** Empty where its absence was not noticed. */
  readonly failed: readonly string[];
}

async function main(names: readonly string[]): Promise<void> {
  const wanted = names.length === 0 ? guards : guards.filter(({ name }) => names.includes(name));
  const unknown = names.filter((name) => !guards.some((guard) => guard.name === name));
  if (unknown.length > 0) {
    const list = guards.map(({ name }) => `  ${name}`).join('\n');
    throw new Error(`There is no guard ${unknown.join(', ')}. These are:\n${list}`);
  }
  const services = wanted.some(({ database, tests }) => database === 'mysql' && tests.length > 0)
    ? await startServices()
    : undefined;
  try {
    const databases: Databases = { sqlite: {}, mysql: services?.env ?? {} };
    await mustBeGreen(wanted, databases);
    const verdicts = await tryAll(wanted, databases);
    const unnoticed = verdicts.filter(({ failed }) => failed.length === 0);
    say(`\n${verdicts.length - unnoticed.length} noticed, ${unnoticed.length} not noticed`);
    if (unnoticed.length > 0) process.exitCode = 1;
  } finally {
    await services?.stop();
  }
}

/** A test that fails with the guard in place says nothing of its absence. */
async function mustBeGreen(wanted: readonly Guard[], databases: Databases): Promise<void> {
  for (const database of ['sqlite', 'mysql'] as const) {
    const tests = [
      ...new Set(wanted.filter((guard) => guard.database === database).flatMap((one) => one.tests)),
    ];
    if (tests.length === 0) continue;
    const { failed } = await inCopy([], (folder) => runTests(folder, { tests, env: databases[database] }));
    refuseRed(failed);
  }
  const drills = new Map(
    wanted.flatMap(({ drill }) => (drill ? [[`${drill.seed} ${drill.seconds}`, drill] as const] : [])),
  );
  for (const drill of drills.values()) {
    refuseRed((await inCopy([], (folder) => playDrill(folder, drill))).failed);
  }
}

function refuseRed(failed: readonly string[]): void {
  if (failed.length > 0) throw new Error(`These fail with every guard in place:\n  ${failed.join('\n  ')}`);
}

async function tryAll(wanted: readonly Guard[], databases: Databases): Promise<Verdict[]> {
  say('| guard | removed in | on | what turned red | seconds |\n| --- | --- | --- | --- | --- |');
  const verdicts: Verdict[] = [];
  for (const guard of wanted) {
    const from = performance.now();
    const { failed } = await inCopy(guard.removals, (folder) => tryOne(folder, guard, databases));
    const verdict = { guard, failed, seconds: Math.round((performance.now() - from) / 1000) };
    say(lineOf(verdict));
    verdicts.push(verdict);
  }
  return verdicts;
}

function lineOf({ guard, failed, seconds }: Verdict): string {
  const places = guard.removals.map(({ file }) => `\`${file}\``).join(', ');
  const [first = '**nothing**', ...others] = failed;
  const red = others.length === 0 ? first : `${first} (and ${others.length} more)`;
  return `| ${guard.name} | ${places} | ${guard.database} | ${red} | ${seconds} |`;
}

async function tryOne(folder: string, guard: Guard, databases: Databases): Promise<Trial> {
  const { tests, drill, database } = guard;
  const tested =
    tests.length === 0 ? [] : (await runTests(folder, { tests, env: databases[database] })).failed;
  const played = drill ? (await playDrill(folder, drill)).failed : [];
  return { failed: [...tested, ...played] };
}

async function inCopy(
  removals: readonly Removal[],
  work: (folder: string) => Promise<Trial>,
): Promise<Trial> {
  const copy = await copyRepository(root);
  try {
    for (const removal of removals) remove(copy.folder, removal);
    return await work(copy.folder);
  } finally {
    copy.remove();
  }
}

/** Servers of our own, so that nobody else's work is in the way of the locks. */
async function startServices(): Promise<{ env: Settings; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'vafa-guard-services-'));
  const services = (verb: string) =>
    outputOf('env', [`VAFA_SERVICES_DIR=${folder}`, 'scripts/services', verb], root);
  const lines = (await services('start')).trim().split('\n');
  const env = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]));
  return {
    env,
    async stop() {
      await services('stop');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
