import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { repositoryPath } from '../../server/repository.ts';
import { manageProcess } from './managed-process.ts';
import type { ManagedProcess } from './managed-process.ts';

/** A private MariaDB and Redis, to be killed and started again on the same port and files. */
export interface DataServers {
  readonly mariadb: ManagedProcess;
  readonly redis: ManagedProcess;
  /** Past every fault. */
  readonly databaseUrl: string;
  readonly redisPort: number;
  /** FLUSHALL; does nothing where Redis is down at the moment. */
  wipeRedis(): Promise<void>;
}

const run = promisify(execFile);
const endMaxMs = 20_000;
const wipeMaxMs = 3000;
const restartMs = 500;

/** Has `scripts/services` make them in `folder`, and then takes their processes over. */
export async function startDataServers(folder: string): Promise<DataServers> {
  const env = { ...process.env, VAFA_SERVICES_DIR: folder };
  try {
    const { stdout } = await run('bash', ['scripts/services', 'start'], { cwd: repositoryPath, env });
    const databaseUrl = lineOf(stdout, 'DATABASE_URL');
    const redisPort = Number(new URL(lineOf(stdout, 'REDIS_URL')).port);
    const mariadb = await takeOver(folder, 'mariadb');
    const redis = await takeOver(folder, 'redis', redisArguments(folder, redisPort));
    return { mariadb, redis, databaseUrl, redisPort, wipeRedis: () => wipe(redisPort) };
  } catch (error) {
    // One of the two may be up.
    await run('bash', ['scripts/services', 'stop'], { cwd: repositoryPath, env });
    throw error;
  }
}

function lineOf(output: string, name: string): string {
  const line = new RegExp(`^${name}=(.+)$`, 'm').exec(output)?.[1];
  if (line === undefined) throw new Error(`scripts/services did not print ${name}:\n${output}`);
  return line;
}

/** Redis writes its address over its command line, so what `scripts/services` gave it is said once more. */
function redisArguments(folder: string, port: number): string[] {
  return [
    ...['--bind', '127.0.0.1', '--port', String(port), '--dir', join(folder, 'redis')],
    ...['--pidfile', join(folder, 'redis.pid'), '--appendonly', 'yes', '--appendfsync', 'everysec'],
    ...['--save', '', '--maxmemory-policy', 'noeviction', '--daemonize', 'no'],
  ];
}

/** Ends the process of a pid file and starts it again, with the same arguments, as one that belongs to the drill. */
async function takeOver(folder: string, name: string, given?: readonly string[]): Promise<ManagedProcess> {
  const pid = Number(readFileSync(join(folder, `${name}.pid`), 'utf8'));
  const [shown = '', ...others] = commandLine(pid);
  const command = shown.split(' ')[0] ?? '';
  const args = given ?? others;
  process.kill(pid, 'SIGTERM');
  const deadline = Date.now() + endMaxMs;
  // One that has ended and that nobody has waited for has no command line any more.
  while (commandLine(pid).length > 0) {
    if (Date.now() > deadline) throw new Error(`${name} (process ${pid}) does not end; look into ${folder}`);
    await sleep(50);
  }
  const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };
  const logFile = join(folder, `${name}.log`);
  const server = manageProcess({ name, command, args, env, folder, logFile, restartMs });
  server.start();
  return server;
}

function commandLine(pid: number): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replace(/\0+$/, '');
    return text === '' ? [] : text.split('\0');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function wipe(port: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: wipeMaxMs });
    socket.once('connect', () => socket.write('FLUSHALL\r\n'));
    for (const over of ['data', 'error', 'timeout'] as const) socket.once(over, () => socket.destroy());
    socket.once('close', () => resolve());
  });
}
