import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { PlayedDrill } from './guards.ts';

export type Settings = Readonly<Record<string, string>>;

/** How tests or a drill went. */
export interface Trial {
  /** The names of the tests that failed, or the kinds of promises that were broken. */
  readonly failed: readonly string[];
}

const report = z.object({
  failures: z.array(z.object({ fullTitle: z.string() })),
});

/** The longest that one set of tests may take. */
const runMaxMs = 300_000;

/** A copy of the repository's files as they are at present, to be changed and thrown away. */
export async function copyRepository(root: string): Promise<{ folder: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'vafa-guard-'));
  for (const file of (await outputOf('git', ['ls-files', '-z'], root)).split('\0')) {
    if (file === '' || !existsSync(join(root, file))) continue;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    copyFileSync(join(root, file), join(folder, file));
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs tests in a folder. Throws where they could not be run to their end: that proves nothing. */
export async function runTests(
  folder: string,
  { tests, env }: { tests: readonly string[]; env: Settings },
): Promise<Trial> {
  const reportFile = join(folder, 'guard-report.json');
  const options = ['--reporter', 'json', '--reporter-option', `output=${reportFile}`];
  const child = spawn(process.execPath, ['node_modules/mocha/bin/mocha.js', ...options, ...tests], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const limit = setTimeout(() => child.kill('SIGKILL'), runMaxMs);
  await once(child, 'close');
  clearTimeout(limit);
  if (!existsSync(reportFile)) {
    throw new Error(`the tests (${tests.join(', ')}) could not be run:\n${complaints.slice(-2000)}`);
  }
  const { failures } = report.parse(JSON.parse(readFileSync(reportFile, 'utf8')));
  return { failed: failures.map(({ fullTitle }) => fullTitle) };
}

const drillReport = z.object({ broken: z.array(z.object({ kind: z.string() })) });

/** Plays a drill in a folder. Throws where it could not be played to its end: that proves nothing. */
export async function playDrill(folder: string, { seed, seconds }: PlayedDrill): Promise<Trial> {
  const options = ['--seed', String(seed), '--seconds', String(seconds), '--json'];
  const child = spawn(process.execPath, ['--import=tsx', 'scripts/faults.ts', ...options], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, complaints] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  // It ends what it has started when it is asked to.
  const limit = setTimeout(() => child.kill('SIGTERM'), runMaxMs);
  await once(child, 'close');
  clearTimeout(limit);
  if (output === '') throw new Error(`the drill could not be played:\n${complaints.slice(-2000)}`);
  const { broken } = drillReport.parse(JSON.parse(output));
  return { failed: [...new Set(broken.map(({ kind }) => `the drill: ${kind}`))] };
}

/** What a program prints. Throws with its complaints where it fails. */
export async function outputOf(program: string, args: readonly string[], cwd: string): Promise<string> {
  const child = spawn(program, args, { cwd, env: process.env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, complaints] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  // Not `close`: the servers that it leaves running keep its pipes open.
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${complaints}`);
  return output;
}
