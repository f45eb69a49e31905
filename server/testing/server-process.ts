import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { repositoryPath } from '../repository.ts';
import { builtProgram } from './built-program.ts';

/** The server as an operator runs it: a process of its own, to be stopped or killed by its pid. */
export interface ServerProcess {
  /** `http://127.0.0.1:port`, from what the server printed. */
  readonly url: string;
  /** All it has printed so far. */
  output(): string;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Asks it to stop; answers the exit code. */
  stop(): Promise<number | null>;
}

export interface ProcessOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly startMaxMs?: number;
}

/** Starts the server and resolves once it has said where it serves. Rejects with its output where it does not. */
export async function startServerProcess({
  env,
  startMaxMs = 30_000,
}: ProcessOptions): Promise<ServerProcess> {
  const child = spawnServer(env);
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const url = await firstUrl(child, () => text, startMaxMs);
  return {
    url,
    output: () => text,
    async kill() {
      await end(child, 'SIGKILL');
    },
    stop: () => end(child, 'SIGTERM'),
  };
}

/** A server that is to die by itself. */
export interface DoomedProcess {
  /** Where it serves; `undefined` where it died before it did. */
  readonly url: Promise<string | undefined>;
  /** What ended it; `undefined` where it lived on for `liveMaxMs` and had to be ended. */
  readonly died: Promise<NodeJS.Signals | number | undefined>;
  /** All it has printed so far. */
  output(): string;
}

/** Starts a server that is to die by itself, maybe before it serves. */
export function startDoomedServer(env: Readonly<Record<string, string>>, liveMaxMs = 30_000): DoomedProcess {
  const child = spawnServer(env);
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  let outlived = false;
  const limit = setTimeout(() => {
    outlived = true;
    child.kill('SIGKILL');
  }, liveMaxMs);
  const died = closed.then(([code, signal]) => {
    clearTimeout(limit);
    return outlived ? undefined : (signal ?? code ?? undefined);
  });
  return {
    url: firstUrl(child, () => text, liveMaxMs).catch(() => undefined),
    died,
    output: () => text,
  };
}

/** Runs the server for as long as it runs: for starts that are meant to fail. */
export async function runServerProcess(
  env: Readonly<Record<string, string>>,
): Promise<{ code: number | null; output: string }> {
  const child = spawnServer(env);
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const limit = setTimeout(() => child.kill('SIGKILL'), 30_000);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(limit);
  return { code, output };
}

const running = new Set<ChildProcess>();

/** Ends every server that a test left behind, failed ones too: one that lives on would keep the tests from ending. */
export async function killLeftServers(): Promise<void> {
  for (const child of running) await end(child, 'SIGKILL');
}

function spawnServer(env: Readonly<Record<string, string>>): ChildProcess {
  // Nothing of this machine's own settings reaches it but where programs are found.
  const inherited = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };
  const child = spawn(process.execPath, [...builtProgram('main')], {
    cwd: repositoryPath,
    env: { ...inherited, HOST: '127.0.0.1', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('close', () => running.delete(child));
  return child;
}

async function firstUrl(child: ChildProcess, output: () => string, maxMs: number): Promise<string> {
  const deadline = Date.now() + maxMs;
  for (;;) {
    const url = /(?:counter|probes)\s+(http:\/\/[^/\s]+)\//.exec(output())?.[1];
    if (url !== undefined) return url;
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`the server did not start:\n${output()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const closed = once(child, 'close');
  child.kill(signal);
  await closed;
  return child.exitCode;
}
