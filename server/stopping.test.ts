// Its database server is made by scripts/services, and is nobody else's: it is frozen here.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startMariadbProcess } from './testing/mariadb-process.ts';
import type { MariadbProcess } from './testing/mariadb-process.ts';
import { killLeftServers, startServerProcess } from './testing/server-process.ts';

describe('a server process on MySQL that is stopped', function () {
  this.timeout(120_000);

  /** Readiness is taken away for so long before a process that serves people stops. */
  const noticeMs = 5000;
  let database: MariadbProcess;
  let folder: string;

  before(async () => {
    database = await startMariadbProcess();
    folder = await mkdtemp(join(tmpdir(), 'vafa-stopping-'));
  });

  after(async () => {
    await killLeftServers();
    await database.stop();
    await rm(folder, { recursive: true });
  });

  async function stop(roles: string, before: () => void = () => undefined) {
    const env = { DATA_DIR: folder, DATABASE_URL: database.url, ROLES: roles, LOG_LEVEL: 'info' };
    const server = await startServerProcess({ env });
    before();
    const since = performance.now();
    const code = await server.stop();
    return { code, tookMs: performance.now() - since, output: server.output() };
  }

  it('gives balancers notice where it serves people, and else stops at once', async () => {
    const [web, worker] = await Promise.all([stop('web'), stop('worker')]);
    expect([web.code, worker.code]).to.deep.equal([0, 0]);
    expect(web.tookMs).to.be.greaterThan(noticeMs);
    expect(worker.tookMs).to.be.lessThan(noticeMs);
  });

  it('ends well and in time also where the database is frozen and nothing is in hand', async () => {
    const { code, tookMs, output } = await stop('worker', () => database.freeze());
    database.thaw();
    expect(code, output).to.equal(0);
    expect(tookMs).to.be.lessThan(10_000);
    const said = output.split('\n').filter((line) => line.startsWith('{'));
    expect(said.some((line) => line.includes('"msg":"stopped"'))).to.equal(true);
  });
});
