import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Mutex } from 'async-mutex';
import { repositoryPath } from '../../server/repository.ts';
import { builtProgram } from '../../server/testing/built-program.ts';
import type { TestRuntime } from '../../server/testing/test-runtime.ts';
import { createCommand } from '../verbs/command.ts';
import { exitCodeOf } from '../verbs/fail.ts';

/** What the operator's command printed, and how it ended. */
export interface VafaRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface VafaOptions {
  readonly env: Readonly<Record<string, string>>;
  /** What is piped into it. */
  readonly input?: string;
}

/**
 * Runs the operator's command: in this process, which is all there but for its beginning, or, where something is
 * piped into it, as a process of its own.
 */
export function runVafa(args: readonly string[], options: VafaOptions): Promise<VafaRun> {
  if (options.input !== undefined) return spawnVafa(args, options);
  return oneAtATime.runExclusive(() => runHere(args, options.env));
}

/** They share what a process has one of. */
const oneAtATime = new Mutex();

async function runHere(args: readonly string[], env: VafaOptions['env']): Promise<VafaRun> {
  const said = { stdout: '', stderr: '' };
  const keep = (name: keyof typeof said) => (chunk: string | Uint8Array) => {
    said[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    return true;
  };
  const undo = [
    replace(process, 'env', { ...inherited(), ...env }),
    replace(process.stdin, 'isTTY', false),
    replace(process.stdout, 'write', keep('stdout')),
    replace(process.stderr, 'write', keep('stderr')),
    replace(process.stderr, 'isTTY', false),
  ];
  const exitCode = process.exitCode;
  process.exitCode = undefined;
  try {
    const code = await createCommand()
      .parseAsync(args, { from: 'user' })
      .then(() => 0, exitCodeOf);
    return { ...said, code: code === 0 ? exitCodeSet() : code };
  } finally {
    process.exitCode = exitCode;
    for (const each of undo) each();
  }
}

/** What a verb has said of itself that did not throw. */
function exitCodeSet(): number {
  const { exitCode } = process;
  return typeof exitCode === 'number' ? exitCode : 0;
}

/** Puts another value in the place of a property; the answer puts the old one back. */
function replace<T extends object>(of: T, name: keyof T, value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(of, name);
  Object.defineProperty(of, name, { value, configurable: true, writable: true, enumerable: true });
  return () => {
    if (before) Object.defineProperty(of, name, before);
    else Reflect.deleteProperty(of, name);
  };
}

/** Nothing of this machine's own settings reaches it but where programs are found. */
function inherited(): Readonly<Record<string, string>> {
  return { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };
}

const maxMs = 30_000;

async function spawnVafa(args: readonly string[], { env, input }: VafaOptions): Promise<VafaRun> {
  const child = spawn(process.execPath, [...builtProgram('vafa'), ...args], {
    cwd: repositoryPath,
    env: { ...inherited(), ...env },
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
  const { databaseUrl, redisUrl, channelSecret, sessionSecret } = config;
  return {
    ...{ DATA_DIR: dir, PROGRAM_FILE: join(dir, 'program.json'), DATABASE_URL: databaseUrl },
    ...{ CHANNEL_SECRET: channelSecret, SESSION_SECRET: sessionSecret },
    ...(redisUrl !== undefined && { REDIS_URL: redisUrl }),
  };
}
