import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import type { Channel } from '../../channels/types.ts';
import { createRuntime } from '../create-runtime.ts';
import type { Runtime } from '../runtime.ts';
import { createServices } from '../services.ts';
import type { Services } from '../services.ts';
import { eventually } from '../testing/eventually.ts';
import { aMessage, leaseDue } from '../testing/messages.ts';
import { startRedisProcess } from '../testing/redis-process.ts';
import type { RedisProcess } from '../testing/redis-process.ts';
import { createScriptedChannel } from '../testing/scripted-channel.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';
import { dispatch } from './dispatch.ts';
import { leaseMs } from './lease.ts';

/** Two processes that send, on one database and one Redis, and a Redis that may go at any moment. */
describe('sending through Redis', function () {
  this.timeout(60_000);

  let redis: RedisProcess;
  let runtime: TestRuntime;
  let other: Runtime;
  let services: Services[];
  let sent: { id: number; to: string; by: number }[];
  let sendMs: number;

  const channelOf = (by: number): Channel => ({
    ...createScriptedChannel('sms'),
    async send({ id, to }) {
      await pause(sendMs);
      sent.push({ id, to, by });
      return { providerId: `p${id}`, state: 'wired' };
    },
  });

  before(async () => {
    redis = await startRedisProcess();
  });

  after(() => redis.stop());

  beforeEach(async () => {
    const env = { REDIS_URL: redis.url, ROLES: 'worker' };
    runtime = await createTestRuntime({ env, channels: { sms: channelOf(1) } });
    other = await anotherProcess(2);
    sent = [];
    sendMs = 20;
    services = [];
  });

  afterEach(async () => {
    redis.thaw();
    await stop();
    await other.store.close();
    await runtime.close();
  });

  function anotherProcess(by: number): Promise<Runtime> {
    const { config, clock, log } = runtime;
    return createRuntime(config, { clock, log, channels: { sms: channelOf(by) } });
  }

  async function start(runtimes: readonly Runtime[] = [runtime, other]): Promise<void> {
    services = runtimes.map((each) => createServices(each));
    for (const each of services) await each.start();
  }

  async function stop(): Promise<void> {
    await Promise.all(services.splice(0).map((each) => each.stop()));
  }

  const to = (number: number) => ({ channel: 'sms', address: `+98912000${1000 + number}` }) as const;

  async function messages(count: number, addresses = count): Promise<number[]> {
    const ids: number[] = [];
    for (let index = 0; index < count; index++)
      ids.push(await aMessage(runtime, { to: to(index % addresses) }));
    return ids;
  }

  const waiting = () => runtime.count('outbox', `state IN ('queued', 'deferred', 'sending')`);

  const answers = async () => (await runtime.metrics.text()).includes('vafa_redis_up 1');

  async function expectEachOnce(ids: readonly number[]): Promise<void> {
    await eventually(async () => (await waiting()) === 0, 30_000);
    expect(sent.map(({ id }) => id)).to.have.length(ids.length);
    expect(sent.map(({ id }) => id)).to.have.members(ids);
  }

  it('sends each once, by both, and to each address in order', async () => {
    sendMs = 100;
    const ids = await messages(80, 20);
    await start();
    await expectEachOnce(ids);
    expect(new Set(sent.map(({ by }) => by))).to.deep.equal(new Set([1, 2]));
    for (let index = 0; index < 20; index++) {
      const mine = sent.filter((each) => each.to === to(index).address).map(({ id }) => id);
      expect(mine).to.deep.equal([...mine].sort((a, b) => a - b));
    }
    expect(runtime.lines.filter(({ level }) => level === 'error')).to.deep.equal([]);
  });

  it('sends the rest by itself, once, when Redis is killed in the middle; and through it when it is back', async () => {
    sendMs = 100;
    await start();
    const ids = await messages(100);
    await eventually(() => sent.length > 10);
    await redis.kill();
    await expectEachOnce(ids);
    const more = await messages(5);
    await expectEachOnce([...ids, ...more]);
    await redis.start();
    await eventually(answers);
    const last = await messages(20);
    await expectEachOnce([...ids, ...more, ...last]);
  });

  it('loses nothing and sends nothing twice when Redis is wiped in the middle', async () => {
    sendMs = 100;
    await start();
    const ids = await messages(100);
    await eventually(() => sent.length > 10);
    await redis.wipe();
    await expectEachOnce(ids);
  });

  it('finds again, once their leases lapse, what was lost together with the process that could have noticed', async () => {
    const ids = await messages(20);
    expect(await leaseDue(runtime)).to.have.length(ids.length);
    await start([other]);
    await pause(1500);
    expect(sent).to.deep.equal([]);
    runtime.clock.advance(leaseMs);
    await expectEachOnce(ids);
  });

  it('begins with a lease once, however often the queue brings it', async () => {
    const ids = await messages(5);
    const leases = await leaseDue(runtime);
    sendMs = 200;
    await Promise.all([...leases, ...leases].map((lease) => dispatch(runtime, lease)));
    await expectEachOnce(ids);
  });

  it('stops in time while Redis hangs, and lets what is in hand end', async () => {
    sendMs = 1000;
    await start();
    const ids = await messages(30);
    await eventually(async () => (await runtime.count('outbox', `state = 'sending'`)) >= 8);
    redis.freeze();
    const startedAt = performance.now();
    await stop();
    expect(performance.now() - startedAt).to.be.below(10_000);
    expect(await runtime.count('outbox', `state = 'sending'`)).to.equal(0);
    redis.thaw();
    sendMs = 5;
    runtime.clock.advance(leaseMs);
    const next = await anotherProcess(3);
    await start([next]);
    await expectEachOnce(ids);
    await stop();
    await next.store.close();
  });
});
