import { expect } from 'chai';
import sinon from 'sinon';
import { createLog } from '../log.ts';
import { rejection } from '../testing/rejection.ts';
import { createFallbackQueue } from './fallback-queue.ts';
import type { Lease, Queue } from './queue.ts';

const leases: Lease[] = [{ messageId: 1, token: 't', lane: 'a' }];

describe('the queue with a way out', () => {
  let lines: { level: string }[];
  let up: boolean;
  let clock: sinon.SinonFakeTimers;

  beforeEach(() => {
    lines = [];
    up = true;
    clock = sinon.useFakeTimers({ toFake: ['performance'] });
  });

  afterEach(() => clock.restore());

  function aQueue(room: () => Promise<number>) {
    const added: Lease[] = [];
    const queue: Queue = {
      room,
      add: (more) => Promise.resolve(void added.push(...more)),
      work: () => undefined,
      close: () => Promise.resolve(),
    };
    return { ...queue, added };
  }

  function create(shared: Queue, own = aQueue(() => Promise.resolve(7))) {
    const write = (line: string) => void lines.push(JSON.parse(line) as { level: string });
    const log = createLog({ level: 'info', secrets: [], destination: { write } });
    return { queue: createFallbackQueue({ shared, own, up: () => up, log }), own };
  }

  it('uses the shared queue while it works, and asks nothing of it while Redis is away', async () => {
    const room = sinon.fake.resolves(5);
    const shared = aQueue(room);
    const { queue, own } = create(shared);
    expect(await queue.room()).to.equal(5);
    await queue.add(leases);
    up = false;
    expect(await queue.room()).to.equal(7);
    await queue.add(leases);
    expect([shared.added.length, own.added.length, room.callCount]).to.deep.equal([1, 1, 1]);
    expect(lines).to.deep.equal([]);
  });

  it('tells of leases that were perhaps not carried, and leaves the shared queue alone for a while', async () => {
    const shared = { ...aQueue(() => Promise.resolve(5)), add: () => Promise.reject(new Error('full disk')) };
    const { queue, own } = create(shared);
    await queue.room();
    expect((await rejection(queue.add(leases))).message).to.equal('full disk');
    expect(await queue.room()).to.equal(7);
    await queue.add(leases);
    expect(own.added).to.have.length(1);
    expect(lines.map(({ level }) => level)).to.deep.equal(['warn']);
    clock.tick(5000);
    expect(await queue.room()).to.equal(5);
  });

  it('goes around a shared queue that cannot say how full it is', async () => {
    const { queue } = create(aQueue(() => Promise.reject(new Error('timed out'))));
    expect(await queue.room()).to.equal(7);
  });

  it('waits while the shared queue is full, and goes around one that stays so: nobody works on it', async () => {
    let room = 0;
    const { queue } = create(aQueue(() => Promise.resolve(room)));
    expect(await queue.room()).to.equal(0);
    clock.tick(29_000);
    expect(await queue.room()).to.equal(0);
    clock.tick(1000);
    expect(await queue.room()).to.equal(7);
    room = 3;
    expect(await queue.room()).to.equal(3);
    room = 0;
    expect(await queue.room()).to.equal(0);
  });
});
