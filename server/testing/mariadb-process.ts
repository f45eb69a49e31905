import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryPath } from '../repository.ts';

/** A MariaDB of a test's own, to be made to hang. */
export interface MariadbProcess {
  /** Of an empty database on it. */
  readonly url: string;
  /** It holds its connections and takes new ones, and answers nothing, until `thaw`. */
  freeze(): void;
  thaw(): void;
  /** Ends it for good and removes its folder. */
  stop(): Promise<void>;
}

/** The name of each test file that uses this has to be known to `scripts/test`, by the words `scripts/services`. */
export async function startMariadbProcess(): Promise<MariadbProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'vafa-mariadb-'));
  const env = { ...process.env, VAFA_SERVICES_DIR: folder };
  const services = (what: 'start' | 'stop') =>
    promisify(execFile)('bash', ['scripts/services', what], { cwd: repositoryPath, env });
  try {
    const { stdout } = await services('start');
    const url = /^DATABASE_URL=(.+)$/m.exec(stdout)?.[1];
    if (url === undefined) throw new Error(`scripts/services did not print DATABASE_URL:\n${stdout}`);
    const pid = () => Number(readFileSync(join(folder, 'mariadb.pid'), 'utf8'));
    const signal = (name: NodeJS.Signals) => {
      process.kill(pid(), name);
    };
    const thaw = () => signal('SIGCONT');
    return {
      url,
      freeze() {
        signal('SIGSTOP');
        untilStopped(pid());
      },
      thaw,
      async stop() {
        thaw();
        await services('stop');
      },
    };
  } catch (error) {
    await services('stop');
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

const stoppingMaxMs = 5000;

/** A signal reaches the threads of a busy machine one after the other, and any of them may still answer. */
function untilStopped(pid: number): void {
  const tasks = `/proc/${pid}/task`;
  if (!existsSync(tasks)) return;
  const isStopped = (task: string) => / [Tt] /.test(readFileSync(join(tasks, task, 'stat'), 'utf8'));
  const giveUpAt = performance.now() + stoppingMaxMs;
  while (!readdirSync(tasks).every(isStopped)) {
    if (performance.now() > giveUpAt) throw new Error(`process ${pid} does not stop`);
  }
}
