import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'dotenv';
import { expect } from 'chai';
import { createStore } from '../server/store/store.ts';
import { rejection } from '../server/testing/rejection.ts';

const command = fileURLToPath(new URL('services', import.meta.url));

describe('scripts/services', function () {
  this.timeout(120_000);

  let parent: string;
  let folder: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'vafa-services-'));
    folder = join(parent, 'servers');
  });
  afterEach(async () => {
    await run(['stop']);
    rmSync(parent, { recursive: true });
  });

  async function run(args: readonly string[], dir = folder) {
    const child = spawn(command, args, { env: { ...process.env, VAFA_SERVICES_DIR: dir }, stdio: 'pipe' });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, stdout, stderr };
  }

  async function start(): Promise<Record<string, string>> {
    const { code, stdout, stderr } = await run(['start']);
    expect(code, stderr).to.equal(0);
    expect(stdout).to.match(/^DATABASE_URL=\S+\nREDIS_URL=\S+\n$/);
    return parse(stdout);
  }

  const pidOf = (name: string) => Number(readFileSync(join(folder, `${name}.pid`), 'utf8'));

  it('brings both up once, and leaves nothing', async () => {
    const first = await start();
    expect(await ask(first['DATABASE_URL'] ?? '')).to.deep.equal(['utf8mb4', 1]);
    expect(await ping(first['REDIS_URL'] ?? '')).to.equal('+PONG');
    const pids = ['mariadb', 'redis'].map(pidOf);
    expect(await start()).to.deep.equal(first);
    expect(['mariadb', 'redis'].map(pidOf), 'the same servers').to.deep.equal(pids);

    expect((await run(['stop'])).code).to.equal(0);
    for (const url of Object.values(first)) {
      expect(await rejection(ping(url)), url).to.match(/ECONNREFUSED/);
    }
    expect(existsSync(folder)).to.equal(false);
    expect((await run(['stop'])).code, 'once more').to.equal(0);
  });

  it('brings a killed server back where it was, with what it held', async () => {
    const first = await start();
    const url = first['DATABASE_URL'] ?? '';
    await withStore(url, (store) => store.schema((tx) => tx.execute('CREATE TABLE kept (id INTEGER)')));
    for (const name of ['mariadb', 'redis']) process.kill(pidOf(name), 'SIGKILL');
    expect(await start()).to.deep.equal(first);
    expect(await withStore(url, (store) => store.tables())).to.deep.equal(['kept']);
  });

  it('ends no process but its own, where a pid has gone to another program', async () => {
    await start();
    process.kill(pidOf('redis'), 'SIGKILL');
    const other = spawn('sleep', ['60']);
    writeFileSync(join(folder, 'redis.pid'), String(other.pid));
    expect((await run(['stop'])).code).to.equal(0);
    expect(isAlive(other.pid ?? 0)).to.equal(true);
    other.kill();
    await once(other, 'close');
  });

  it('neither takes nor removes a folder that holds something else', async () => {
    writeFileSync(join(parent, 'letter'), 'to keep');
    for (const word of ['start', 'stop']) {
      const { code, stdout, stderr } = await run([word], parent);
      expect([code, stdout]).to.deep.equal([1, '']);
      expect(stderr).to.include(parent);
    }
    expect(readFileSync(join(parent, 'letter'), 'utf8')).to.equal('to keep');
  });

  it('says how it is used, and what was wrong', async () => {
    const help = await run(['--help']);
    expect([help.code, help.stderr]).to.deep.equal([0, '']);
    expect(help.stdout).to.include('./scripts/services start');
    for (const args of [[], ['begin'], ['stop', 'all']]) {
      const { code, stdout, stderr } = await run(args);
      const wrong = args.length === 0 ? '' : `'${args.join(' ')}' is nothing that services does.\n`;
      expect([code, stdout, stderr]).to.deep.equal([2, '', wrong + help.stdout]);
    }
  });
});

type Store = ReturnType<typeof createStore>;

async function withStore<T>(url: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = createStore({ url, now: () => Date.now() });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** The character set of the database, and its flush at commit. */
async function ask(url: string): Promise<unknown[]> {
  const row = await withStore(url, (store) =>
    store.one<Record<string, unknown>>('SELECT @@character_set_database, @@innodb_flush_log_at_trx_commit'),
  );
  return Object.values(row ?? {});
}

/** What a Redis answers to PING. */
async function ping(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = createConnection(Number(port), hostname);
  socket.write('PING\r\n');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return answer.toString().trim();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
