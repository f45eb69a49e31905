import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './free-port.ts';

/** A Redis of a test's own, to be killed, wiped and made to hang. */
export interface RedisProcess {
  readonly url: string;
  /** Ends it at once, as a power cut would; resolves when it is gone. */
  kill(): Promise<void>;
  /** Starts it again on the same port with what it had written down. */
  start(): Promise<void>;
  /** Takes everything away, while it runs. */
  wipe(): Promise<void>;
  /** It holds its connections and answers nothing, until `thaw`. */
  freeze(): void;
  thaw(): void;
  /** One command in the inline form; answers the first line of the reply. */
  say(command: string): Promise<string>;
  /** Ends it for good and removes its folder. */
  stop(): Promise<void>;
}

const startMaxMs = 10_000;
const answerMaxMs = 2000;

/** Rejects with the cure where there is no `redis-server`: tests of what needs one do not pass without. */
export async function startRedisProcess({ password }: { password?: string } = {}): Promise<RedisProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'vafa-redis-'));
  const port = await freePort();
  const secret = password === undefined ? [] : ['--requirepass', password];
  const log = password === undefined ? '' : `AUTH ${password}\r\n`;
  const say = (command: string) => exchange(port, `${log}${command}`, password === undefined ? 1 : 2);
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    child = await spawnRedis([
      ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''],
      ...['--appendonly', 'yes', '--maxmemory-policy', 'noeviction', ...secret],
    ]);
    const deadline = Date.now() + startMaxMs;
    while ((await say('PING').catch(() => '')) !== '+PONG') {
      if (Date.now() > deadline) throw new Error('redis-server did not come up');
      await pause(20);
    }
  }

  async function end(): Promise<void> {
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, 'exit');
    child.kill('SIGKILL');
    await closed;
  }

  await start();
  return {
    url: `redis://${password === undefined ? '' : `:${encodeURIComponent(password)}@`}127.0.0.1:${port}`,
    ...{ start, say, kill: end },
    async wipe() {
      await say('FLUSHALL');
    },
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    async stop() {
      await end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const running = new Set<ChildProcess>();
// A test run that is broken off must not leave them behind.
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));

async function spawnRedis(options: readonly string[]): Promise<ChildProcess> {
  const child = spawn('redis-server', options, { stdio: 'ignore' });
  running.add(child);
  child.once('exit', () => running.delete(child));
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) =>
      reject(
        new Error('redis-server cannot be run; install it: apt-get install redis-server', { cause: error }),
      ),
    );
  });
  return child;
}

/** Sends a line and answers the last of so many lines that come back. */
async function exchange(port: number, text: string, lines: number): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.setTimeout(answerMaxMs, () => socket.destroy(new Error('redis-server did not answer')));
  socket.write(`${text}\r\n`);
  let answer = '';
  try {
    for await (const chunk of socket) {
      answer += String(chunk);
      const whole = answer.split('\r\n').slice(0, -1);
      if (whole.length >= lines) return whole[lines - 1] ?? '';
    }
  } finally {
    socket.destroy();
  }
  throw new Error('redis-server hung up');
}
