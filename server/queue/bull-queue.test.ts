import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { eventually } from '../testing/eventually.ts';
import { startRedisProcess } from '../testing/redis-process.ts';
import type { RedisProcess } from '../testing/redis-process.ts';
import { rejection } from '../testing/rejection.ts';
import { createBullQueue } from './bull-queue.ts';
import type { Lease, LeaseHandler, Queue } from './queue.ts';

const lease = (messageId: number, lane: string): Lease => ({ messageId, lane, token: `t${messageId}` });

describe('the queue in Redis', function () {
  this.timeout(30_000);

  let redis: RedisProcess;
  let queues: Queue[];
  let errors: unknown[];

  before(async () => {
    redis = await startRedisProcess();
  });

  after(() => redis.stop());

  beforeEach(() => {
    queues = [];
    errors = [];
  });

  afterEach(async () => {
    redis.thaw();
    await Promise.all(queues.map((queue) => queue.close()));
  });

  const aPrefix = () => `vafa:{${randomUUID()}}`;

  function create(prefix: string, handler: LeaseHandler): Queue {
    const onError = (error: unknown) => void errors.push(error);
    const queue = createBullQueue({ url: redis.url, prefix, onError, onTrouble: () => undefined });
    queue.work(handler);
    queues.push(queue);
    return queue;
  }

  it('brings what one process adds to all that work, each lane in its order, and none to strangers', async () => {
    const taken: { who: string; id: number }[] = [];
    const work = (who: string) => async (got: Lease) => {
      await pause(5);
      taken.push({ who, id: got.messageId });
    };
    const prefix = aPrefix();
    const first = create(prefix, work('first'));
    create(prefix, work('second'));
    create(aPrefix(), work('stranger'));
    const leases = Array.from({ length: 60 }, (_, id) => lease(id, `lane ${id % 20}`));
    await first.add(leases);
    await eventually(() => taken.length === leases.length);
    expect(taken.map(({ id }) => id)).to.have.members(leases.map(({ messageId }) => messageId));
    expect(new Set(taken.map(({ who }) => who))).to.deep.equal(new Set(['first', 'second']));
    for (let lane = 0; lane < 20; lane++) {
      const ids = taken.map(({ id }) => id).filter((id) => id % 20 === lane);
      expect(ids).to.deep.equal([lane, lane + 20, lane + 40]);
    }
    expect(errors).to.deep.equal([]);
  });

  it('hands over the whole lease, goes on after a handler that throws, and keeps nothing of it', async () => {
    const taken: Lease[] = [];
    const prefix = aPrefix();
    const queue = create(prefix, (got) => {
      taken.push(got);
      return got.messageId === 1 ? Promise.reject(new Error('of the handler')) : Promise.resolve();
    });
    const leases = [lease(1, 'a:1'), lease(2, 'a:1')];
    await queue.add(leases);
    await eventually(() => taken.length === 2);
    expect(taken).to.deep.equal(leases);
    expect(errors.map(String)).to.deep.equal(['Error: of the handler']);
    const kept = () =>
      redis.say(`EXISTS ${prefix}:outbox:1 ${prefix}:outbox:failed ${prefix}:outbox:completed`);
    await eventually(async () => (await kept()) === ':0');
  });

  it('has less room the more jobs wait', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const queue = create(aPrefix(), () => held);
    expect(await queue.room()).to.equal(64);
    await queue.add(Array.from({ length: 8 + 100 }, (_, id) => lease(id, `lane ${id}`)));
    await eventually(async () => (await queue.room()) === 28);
    await queue.add(Array.from({ length: 40 }, (_, id) => lease(200 + id, `lane ${200 + id}`)));
    expect(await queue.room()).to.be.at.most(0);
    release();
    await eventually(async () => (await queue.room()) === 64);
  });

  it('says soon that it could not add while Redis hangs or is gone, and works again after', async () => {
    const taken: number[] = [];
    const queue = create(aPrefix(), ({ messageId }) => Promise.resolve(void taken.push(messageId)));
    await queue.add([lease(1, 'a')]);
    await eventually(() => taken.length === 1);
    redis.freeze();
    const failed = async () => {
      const startedAt = performance.now();
      await rejection(queue.add([lease(2, 'a')]));
      await rejection(queue.room());
      expect(performance.now() - startedAt).to.be.below(4000);
    };
    await failed();
    redis.thaw();
    await redis.kill();
    await failed();
    await redis.start();
    await eventually(async () => (await queue.room().catch(() => 0)) > 0);
    await queue.add([lease(3, 'a')]);
    await eventually(() => taken.includes(3));
  });

  it('ends while Redis hangs, once what is in hand has ended; the rest is brought to be given back', async () => {
    const got: { id: number; stopping: boolean }[] = [];
    const queue = create(aPrefix(), async ({ messageId }, stopping) => {
      got.push({ id: messageId, stopping: stopping.aborted });
      if (!stopping.aborted) await pause(300);
    });
    await queue.add([lease(1, 'a'), lease(2, 'a')]);
    await eventually(() => got.length === 1);
    redis.freeze();
    const startedAt = performance.now();
    await queue.close();
    expect(performance.now() - startedAt).to.be.below(5000);
    expect(got).to.deep.equal([
      { id: 1, stopping: false },
      { id: 2, stopping: true },
    ]);
  });
});
