import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect } from 'chai';
import { createRuntime } from '../create-runtime.ts';
import type { Shared } from '../queue/shared.ts';
import { eventually } from '../testing/eventually.ts';
import { startRedisProcess } from '../testing/redis-process.ts';
import type { RedisProcess } from '../testing/redis-process.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { onError } from './problem.ts';
import { limitRate } from './rate-limit.ts';

const limit = { name: 'test', limit: 3, windowMs: 60_000 };

describe('limits of requests', function () {
  this.timeout(30_000);

  let redis: RedisProcess;
  let runtime: TestRuntime;
  let shareds: Shared[];
  let servers: Server[];

  before(async () => {
    redis = await startRedisProcess();
  });

  after(() => redis.stop());

  /** Two web processes of one installation. */
  beforeEach(async () => {
    runtime = await createTestRuntime({ env: { REDIS_URL: redis.url } });
    const { config, clock, log } = runtime;
    const other = await createRuntime(config, { clock, log, channels: {} });
    await other.store.close();
    shareds = [runtime.shared, other.shared];
    servers = [];
    for (const shared of shareds) {
      await shared.start();
      servers.push(await serve(shared));
    }
  });

  afterEach(async () => {
    redis.thaw();
    for (const server of servers) server.close();
    for (const shared of shareds) await shared.stop();
    await runtime.close();
  });

  async function serve(shared: Shared): Promise<Server> {
    const app = express();
    app.get(
      '/',
      limitRate(shared, limit, () => 'caller'),
      (_request, response) => void response.send('ok'),
    );
    app.use(onError(runtime, (response, { status }) => void response.status(status).send()));
    const server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  async function ask(index: number): Promise<{ status: number; tookMs: number }> {
    const startedAt = performance.now();
    const { port } = servers[index]?.address() as AddressInfo;
    const { status } = await fetch(`http://127.0.0.1:${port}/`);
    return { status, tookMs: performance.now() - startedAt };
  }

  const statuses = async (...of: number[]) => {
    const all: number[] = [];
    for (const index of of) all.push((await ask(index)).status);
    return all;
  };

  it('count for all processes together', async () => {
    expect(await statuses(0, 1, 0, 1, 0)).to.deep.equal([200, 200, 200, 429, 429]);
  });

  it('count in each process while Redis is gone, without an error', async () => {
    await redis.kill();
    expect(await statuses(0, 0, 0, 0)).to.deep.equal([200, 200, 200, 429]);
    expect(await statuses(1, 1, 1, 1)).to.deep.equal([200, 200, 200, 429]);
    await redis.start();
  });

  it('hold nobody up for long while Redis hangs, and nobody at all once that is known', async () => {
    redis.freeze();
    const first = await ask(0);
    expect(first.status).to.equal(200);
    expect(first.tookMs).to.be.below(600);
    const next = await ask(0);
    expect(next.status).to.equal(200);
    expect(next.tookMs).to.be.below(200);
    redis.thaw();
    await eventually(async () => (await runtime.metrics.text()).includes('vafa_redis_up 1'));
  });
});
