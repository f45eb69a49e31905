import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { createBell } from '../bell.ts';
import { createLog } from '../log.ts';
import { eventually } from '../testing/eventually.ts';
import { startRedisProcess } from '../testing/redis-process.ts';
import type { RedisProcess } from '../testing/redis-process.ts';
import { createRedisShared } from './redis-shared.ts';
import type { Turn } from './shared.ts';

const never = () => new AbortController().signal;

describe('what processes share through Redis', function () {
  this.timeout(30_000);

  let redis: RedisProcess;
  let started: { stop(): Promise<void> }[];

  before(async () => {
    redis = await startRedisProcess({ password: 'a-password-of-the-test' });
  });

  after(() => redis.stop());

  beforeEach(() => {
    started = [];
  });

  afterEach(async () => {
    redis.thaw();
    for (const each of started) await each.stop();
  });

  /** One process of an installation, with what it logged and how often it was rung for. */
  async function aProcess(installation = randomUUID(), url = redis.url) {
    const lines: Record<string, unknown>[] = [];
    const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
    const log = createLog({ level: 'info', secrets: [], destination: { write } });
    const bell = createBell();
    const rung: string[] = [];
    for (const name of ['inbox', 'outbox'] as const) bell.onRing(name, () => rung.push(name));
    const shared = createRedisShared({ url, installation, bell, log });
    started.push(shared);
    await shared.start();
    return { shared, bell, rung, lines, installation };
  }

  async function twoProcesses() {
    const first = await aProcess();
    return [first, await aProcess(first.installation)] as const;
  }

  it('carries a ring to the other processes, once each, and never back', async () => {
    const [first, second] = await twoProcesses();
    const stranger = await aProcess();
    first.bell.ring('inbox');
    await eventually(() => second.rung.length > 0);
    second.bell.ringHere('outbox');
    await pause(100);
    expect(second.rung).to.deep.equal(['inbox', 'outbox']);
    expect(first.rung).to.deep.equal(['inbox']);
    expect(stranger.rung).to.deep.equal([]);
  });

  it('carries many rings as few, and the last of them surely', async () => {
    const [first, second] = await twoProcesses();
    for (let index = 0; index < 50; index++) {
      first.bell.ring('outbox');
      await pause(1);
    }
    await pause(100);
    expect(second.rung.length).to.be.within(2, 25);
    const before = second.rung.length;
    first.bell.ring('outbox');
    await eventually(() => second.rung.length > before);
  });

  it('counts for all processes of an installation together, and begins again with the next window', async () => {
    const [first, second] = await twoProcesses();
    const stranger = await aProcess();
    const countOf = async (of: typeof first, windowMs = 60_000) =>
      (await of.shared.hit(`login:${windowMs}`, windowMs))?.count;
    expect([await countOf(first), await countOf(second), await countOf(first)]).to.deep.equal([1, 2, 3]);
    expect(await countOf(stranger)).to.equal(1);
    expect([await countOf(first, 150), await countOf(second, 150)]).to.deep.equal([1, 2]);
    await pause(200);
    expect(await countOf(second, 150)).to.equal(1);
    const hits = await first.shared.hit('ends', 60_000);
    expect(hits?.endsAt).to.be.closeTo(Date.now() + 60_000, 2000);
  });

  it('keeps the rate of a channel over all processes', async () => {
    const processes = await twoProcesses();
    const rate = { perSecond: 50 };
    const startedAt = performance.now();
    const turns = Array.from({ length: 40 }, async (_, index) => {
      const turn: Turn = { channel: 'sms', address: String(index), rate };
      return processes[index % 2]?.shared.turn(turn, never());
    });
    expect(await Promise.all(turns)).to.deep.equal(turns.map(() => true));
    expect(performance.now() - startedAt).to.be.within(770, 2500);
  });

  it('keeps the pace of one address, and holds the others up no more than the rate does', async () => {
    const [first, second] = await twoProcesses();
    const rate = { perSecond: 1000, perAddressEveryMs: 200 };
    const at: Record<string, number[]> = { a: [], b: [] };
    const take = async (of: typeof first, address: string) => {
      expect(await of.shared.turn({ channel: 'telegram', address, rate }, never())).to.equal(true);
      at[address]?.push(performance.now());
    };
    const startedAt = performance.now();
    await Promise.all([take(first, 'a'), take(second, 'a'), take(first, 'a'), take(second, 'b')]);
    const gaps = at['a']?.slice(1).map((time, index) => time - (at['a']?.[index] ?? 0));
    expect(Math.min(...(gaps ?? []))).to.be.above(150);
    expect((at['b']?.[0] ?? Infinity) - startedAt).to.be.below(200);
  });

  it('gives a turn up that is too far away, or not wanted any more', async () => {
    const { shared } = await aProcess();
    const slow: Turn = { channel: 'sms', address: '1', rate: { perSecond: 0.01 } };
    expect(await shared.turn(slow, never())).to.equal(true);
    expect(await shared.turn(slow, never())).to.equal(false);
    const stopping = new AbortController();
    const waiting = shared.turn({ ...slow, channel: 'bale', rate: { perSecond: 0.1 } }, stopping.signal);
    expect(await waiting).to.equal(true);
    const second = shared.turn({ ...slow, channel: 'bale', rate: { perSecond: 0.1 } }, stopping.signal);
    stopping.abort();
    expect(await second).to.equal(false);
  });

  it('goes on by itself at once while Redis is away, says so once, and comes back by itself', async () => {
    const { shared, lines, rung, bell } = await aProcess();
    let doubts = 0;
    shared.onForgotten(() => (doubts += 1));
    await redis.kill();
    await eventually(() => !shared.up());
    const startedAt = performance.now();
    for (let index = 0; index < 20; index++) {
      expect(await shared.hit('x', 1000)).to.equal(undefined);
      expect(
        await shared.turn({ channel: 'sms', address: '1', rate: { perSecond: 1000 } }, never()),
      ).to.equal(true);
      bell.ring('inbox');
      await Promise.resolve();
    }
    expect(performance.now() - startedAt).to.be.below(500);
    expect(rung).to.have.length(20);
    expect(doubts).to.equal(1);
    await redis.start();
    await eventually(() => shared.up());
    expect((await shared.hit('x', 1000))?.count).to.equal(1);
    const said = lines.map(({ level, msg }) => [level, msg]);
    expect(said).to.deep.equal([
      ['info', 'Redis answers'],
      ['warn', 'Redis does not answer: this process goes on by itself'],
      ['info', 'Redis answers'],
    ]);
    expect(JSON.stringify(lines)).to.not.include('password-of');
  });

  it('waits for a Redis that hangs no longer than a moment, and that once', async () => {
    const { shared } = await aProcess();
    redis.freeze();
    const startedAt = performance.now();
    expect(await shared.hit('x', 1000)).to.equal(undefined);
    expect(performance.now() - startedAt).to.be.below(600);
    const nextAt = performance.now();
    for (let index = 0; index < 20; index++) expect(await shared.hit('x', 1000)).to.equal(undefined);
    expect(performance.now() - nextAt).to.be.below(100);
    await eventually(() => !shared.up());
    redis.thaw();
    await eventually(() => shared.up());
  });

  it('does not give up a Redis that answers late once, and asks it again after the next check', async () => {
    const { shared, lines } = await aProcess();
    let doubts = 0;
    shared.onForgotten(() => (doubts += 1));
    redis.freeze();
    expect(await shared.hit('x', 60_000)).to.equal(undefined);
    redis.thaw();
    await eventually(async () => (await shared.hit('x', 60_000)) !== undefined);
    expect([shared.up(), doubts, lines.length]).to.deep.equal([true, 0, 1]);
  });

  it('starts, and stops, while Redis hangs or is not there', async () => {
    redis.freeze();
    const nobody = 'redis://127.0.0.1:1';
    for (const url of [redis.url, nobody]) {
      const startedAt = performance.now();
      const { shared, lines } = await aProcess(randomUUID(), url);
      expect(shared.up()).to.equal(false);
      await shared.stop();
      expect(performance.now() - startedAt).to.be.below(3000);
      // The look at the start has told.
      expect(lines).to.deep.equal([]);
    }
  });

  it('notices that Redis was wiped, in every process', async () => {
    const processes = await twoProcesses();
    const doubts = [0, 0];
    processes.forEach(({ shared }, index) => shared.onForgotten(() => (doubts[index] = 1)));
    await pause(1200);
    expect(doubts).to.deep.equal([0, 0]);
    await redis.wipe();
    await eventually(() => doubts[0] === 1 && doubts[1] === 1);
  });
});
