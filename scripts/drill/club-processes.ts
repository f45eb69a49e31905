import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { repositoryPath } from '../../server/repository.ts';
import { builtProgram } from '../../server/testing/built-program.ts';
import { manageProcess } from './managed-process.ts';
import type { ManagedProcess } from './managed-process.ts';

export type Role = 'web' | 'worker' | 'scheduler';

/** The server's processes, two of each role. */
export interface ClubProcesses {
  readonly all: readonly ManagedProcess[];
  readonly byRole: Readonly<Record<Role, readonly [ManagedProcess, ManagedProcess]>>;
  /** Where the web processes listen. */
  readonly webs: readonly [string, string];
}

const restartMs = 400;
const readyMaxMs = 60_000;
/** What a process says once it serves. */
const upText = 'Vafa';

export interface ClubOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly webPorts: readonly [number, number];
}

/** Prepares them; none is started yet. */
export function createClub({ env, folder, webPorts }: ClubOptions): ClubProcesses {
  const inherited = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };
  const make = (role: Role, number: 1 | 2) =>
    manageProcess({
      ...{ name: `${role}-${number}`, command: process.execPath, args: builtProgram('main') },
      env: { ...inherited, ...env, ROLES: role, PORT: String(role === 'web' ? webPorts[number - 1] : 0) },
      ...{ folder: repositoryPath, logFile: join(folder, `${role}-${number}.log`), restartMs },
      upText,
    });
  const pair = (role: Role) => [make(role, 1), make(role, 2)] as const;
  const byRole = { web: pair('web'), worker: pair('worker'), scheduler: pair('scheduler') };
  const all = [...byRole.web, ...byRole.worker, ...byRole.scheduler];
  const [first, second] = webPorts;
  return { all, byRole, webs: [`http://127.0.0.1:${first}`, `http://127.0.0.1:${second}`] };
}

/** Waits until these processes have said that they run, and both web processes are ready. */
export async function untilReady(all: readonly ManagedProcess[], webs: ClubProcesses['webs']): Promise<void> {
  const deadline = Date.now() + readyMaxMs;
  for (;;) {
    const silent = all.filter((one) => !one.isRunning() || !one.output().includes(upText));
    const unready = await Promise.all(webs.map(async (web) => !(await isReady(web))));
    if (silent.length === 0 && !unready.includes(true)) return;
    if (Date.now() > deadline) {
      const of = silent.map(({ name }) => name).join(', ') || 'a web process';
      throw new Error(`${of} did not come up; look into the log files`);
    }
    await sleep(100);
  }
}

/** Whether a web process serves, and reaches the database. */
export async function isReady(web: string): Promise<boolean> {
  try {
    return (await fetch(`${web}/readyz`, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}

/** A port that is free now, for a listener whose address others are told before it listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
