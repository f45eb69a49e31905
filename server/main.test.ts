import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { repositoryPath } from './repository.ts';
import { createStore } from './store/store.ts';
import { builtProgram } from './testing/built-program.ts';
import { killLeftServers, runServerProcess, startServerProcess } from './testing/server-process.ts';

interface Address {
  readonly name: string;
  readonly url: string;
}

/** As the operator's command prints them. */
async function addressesOf(env: Readonly<Record<string, string>>): Promise<Address[]> {
  const args = [...builtProgram('vafa'), 'addresses', '--json'];
  const options = { cwd: repositoryPath, env: { PATH: process.env['PATH'] ?? '', ...env } };
  return JSON.parse((await promisify(execFile)(process.execPath, args, options)).stdout) as Address[];
}

/** The server as a newcomer and an operator meet it: what it prints, how it starts, refuses and stops. */
describe('the server as a process', function () {
  this.timeout(60_000);

  let folder: string;
  const env = (more: Record<string, string> = {}) => ({ DATA_DIR: folder, LOG_LEVEL: 'warn', ...more });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vafa-main-'));
  });

  afterEach(async () => {
    await killLeftServers();
    await rm(folder, { recursive: true });
  });

  it('says where to look, and the log-in of the owner only the first time', async () => {
    const first = await startServerProcess({ env: env() });
    const welcome = first.output();
    expect(await first.stop()).to.equal(0);
    for (const what of ['/counter', '/simulator', '/inbound', '/status', '/africastalking', '/inoti']) {
      expect(welcome).to.include(what);
    }
    expect(welcome).to.match(/login +owner\n +password +\S{12,}/);

    const second = await startServerProcess({ env: env() });
    expect(second.output()).to.include('/counter').and.not.include('password');
    expect(second.output(), 'where the rest is').to.include('vafa addresses');
    for (const { url } of await addressesOf(env())) {
      const { pathname, search } = new URL(url);
      expect(welcome, 'at the first start').to.include(pathname + search);
      expect(second.output(), 'what no journal should keep').to.not.include(pathname + search);
    }
    expect(await second.stop()).to.equal(0);
  });

  it('keeps its secret over restarts, so that the addresses given to providers stay', async () => {
    const addresses = () => addressesOf(env());
    const before = await addresses();
    const server = await startServerProcess({ env: env() });
    await server.stop();
    expect(before.map(({ url }) => url).join()).to.match(/kavenegar\/[\w-]{16,}\/inbound/);
    expect(await addresses()).to.deep.equal(before);
  });

  it('refuses another secret than before, and says what to do', async () => {
    await (await startServerProcess({ env: env() })).stop();
    const { code, output } = await runServerProcess(env({ CHANNEL_SECRET: 'a-secret-that-was-changed' }));
    expect(code).to.equal(1);
    expect(output).to.include('CHANNEL_SECRET').and.include('./scripts/vafa addresses --renew');
    expect(output).to.not.match(/\n\s+at /);
  });

  it('opens the simulator by the link it prints', async () => {
    const server = await startServerProcess({ env: env() });
    const link = /simulator +(\S+)/.exec(server.output())?.[1] ?? '';
    const clicked = await fetch(link, { redirect: 'manual' });
    const cookie = clicked.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const opened = await fetch(`${server.url}/simulator`, { redirect: 'manual', headers: { cookie } });
    await server.stop();
    expect([clicked.status, clicked.headers.get('location')]).to.deep.equal([303, '/simulator']);
    expect(opened.status).to.equal(200);
  });

  it('answers the probes, and takes readiness away before it stops', async () => {
    const server = await startServerProcess({ env: env() });
    for (const probe of ['/livez', '/readyz']) {
      expect((await fetch(server.url + probe)).status, probe).to.equal(200);
    }
    expect(await server.stop()).to.equal(0);
  });

  it('names every wrong setting at once with its cure, and touches nothing', async () => {
    const { code, output } = await runServerProcess(
      env({ PORT: 'eighty', DATABASE_URL: 'postgres://x', TELEGRAM_MODE: 'pigeon' }),
    );
    expect(code).to.equal(1);
    for (const name of ['PORT', 'DATABASE_URL', 'TELEGRAM_MODE']) expect(output).to.include(name);
    expect(output).not.to.match(/\n\s+at /);
    expect(await readFile(join(folder, 'vafa.sqlite')).catch(() => undefined)).to.equal(undefined);
  });

  it('names every fault of a program file with its place', async () => {
    const file = join(folder, 'program.json');
    await writeFile(file, JSON.stringify({ code: 'x', name: '', rules: [{ id: 'a', on: 'purchase' }] }));
    const { code, output } = await runServerProcess(env({ PROGRAM_FILE: file }));
    expect(code).to.equal(1);
    expect(output).to.include('name:').and.include('rules[0] ("a").give');
    expect(output).not.to.match(/\n\s+at /);
  });

  it('says in a sentence that a database server is not there, and never the password', async () => {
    const { code, output } = await runServerProcess(
      env({ DATABASE_URL: 'mysql://vafa:a-password@127.0.0.1:9/club' }),
    );
    expect(code).to.equal(1);
    expect(output).to.include('nothing answers at 127.0.0.1:9').and.include('mend the host and the port');
    expect(output).to.not.include('a-password');
    expect(output).to.not.match(/\n\s+at /);
  });

  it('refuses a database that a newer version has served', async () => {
    const first = await startServerProcess({ env: env() });
    await first.stop();
    const store = createStore({ url: `sqlite:${join(folder, 'vafa.sqlite')}`, now: () => 0 });
    await store.transaction((tx) =>
      tx.run(
        'UPDATE schema_migrations SET number = 9999 WHERE number = (SELECT MAX(number) FROM schema_migrations)',
      ),
    );
    await store.close();
    const { code, output } = await runServerProcess(env());
    expect(code).to.equal(1);
    expect(output).to.include('schema 9999').and.include('newer version');
    expect(output).to.not.match(/\n\s+at /);
  });

  it('says what to do when the port is taken', async () => {
    const server = await startServerProcess({ env: env() });
    const { port } = new URL(server.url);
    const { code, output } = await runServerProcess(env({ PORT: port }));
    expect(code).to.equal(1);
    expect(output).to.include('set PORT or HOST to another one');
  });

  it('shows the log-in of the owner also when the first start found no port', async () => {
    const other = await mkdtemp(join(tmpdir(), 'vafa-main-'));
    const holder = await startServerProcess({ env: env({ DATA_DIR: other }) });
    const { code } = await runServerProcess(env({ PORT: new URL(holder.url).port }));
    expect(code).to.equal(1);
    const second = await startServerProcess({ env: env() });
    expect(second.output()).to.match(/password +\S{12,}/);
    await killLeftServers();
    await rm(other, { recursive: true });
  });
});
