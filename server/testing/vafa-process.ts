import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestRuntime } from './test-runtime.ts';

/** What the operator's command printed, and how it ended. */
export interface VafaRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface VafaOptions {
  readonly env: Readonly<Record<string, string>>;
  /** What is piped into it; nothing when not given. */
  readonly input?: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const maxMs = 30_000;

/** Runs the operator's command as a process of its own, bounded in time. */
export async function runVafa(args: readonly string[], { env, input = '' }: VafaOptions): Promise<VafaRun> {
  // Nothing of this machine's own settings reaches it but where programs are found.
  const inherited = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };
  const child = spawn(process.execPath, ['--import=tsx', 'scripts/vafa.ts', ...args], {
    cwd: root,
    env: { ...inherited, ...env },
    stdio: 'pipe',
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), maxMs);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  // It may end without having read anything.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(limit);
  return { code, stdout, stderr };
}

/** As `runVafa`, for an answer in JSON; throws with all it said where it did not succeed. */
export async function askVafa<T>(args: readonly string[], options: VafaOptions): Promise<T> {
  const { code, stdout, stderr } = await runVafa([...args, '--json'], options);
  if (code !== 0) throw new Error(`vafa ${args.join(' ')} ended with ${code}: ${stdout}${stderr}`);
  return JSON.parse(stdout) as T;
}

/** The settings with which the command works on the database of a test's runtime. */
export function settingsOf({ dir, config }: TestRuntime): Record<string, string> {
  const { databaseUrl, redisUrl } = config;
  return {
    ...{ DATA_DIR: dir, PROGRAM_FILE: join(dir, 'program.json'), DATABASE_URL: databaseUrl },
    ...(redisUrl !== undefined && { REDIS_URL: redisUrl }),
  };
}
