import { expect } from 'chai';
import { createDeferred } from '../testing/deferred.ts';
import type { Deferred } from '../testing/deferred.ts';
import { createInProcessQueue } from './in-process.ts';
import type { Lease } from './queue.ts';

const turn = () => new Promise(setImmediate);
const lease = (messageId: number, lane: string): Lease => ({ messageId, lane, token: `t${messageId}` });

describe('the in-process queue', () => {
  let begun: number[];
  let open: Map<number, Deferred<void>>;
  let errors: unknown[];

  beforeEach(() => {
    begun = [];
    open = new Map();
    errors = [];
  });

  function create(limits: { lanesMax?: number; leasesMax?: number } = {}) {
    const queue = createInProcessQueue({ ...limits, onError: (error) => errors.push(error) });
    queue.work(({ messageId }) => {
      begun.push(messageId);
      const work = createDeferred();
      open.set(messageId, work);
      return work.promise;
    });
    return queue;
  }

  const end = async (messageId: number, error?: Error) => {
    if (error) open.get(messageId)?.reject(error);
    else open.get(messageId)?.resolve();
    await turn();
  };

  it('keeps the order of a lane, one at a time, and works on several lanes side by side', async () => {
    const queue = create();
    await queue.add([lease(1, 'a'), lease(2, 'a'), lease(3, 'b'), lease(4, 'a')]);
    expect(begun).to.deep.equal([1, 3]);
    await queue.add([lease(5, 'b')]);
    await end(3);
    expect(begun).to.deep.equal([1, 3, 5]);
    await end(1);
    await end(2);
    await end(5);
    expect(begun).to.deep.equal([1, 3, 5, 2, 4]);
    await end(4);
    await queue.add([lease(6, 'a')]);
    expect(begun).to.deep.equal([1, 3, 5, 2, 4, 6]);
  });

  it('works on no more lanes than it may, and takes the next as soon as one is done', async () => {
    const queue = create({ lanesMax: 2 });
    await queue.add([lease(1, 'a'), lease(2, 'b'), lease(3, 'c'), lease(4, 'd')]);
    expect(begun).to.deep.equal([1, 2]);
    await end(2);
    expect(begun).to.deep.equal([1, 2, 3]);
    await end(1);
    expect(begun).to.deep.equal([1, 2, 3, 4]);
  });

  it('says how much room is left, counting what waits and what is in hand', async () => {
    const queue = create({ lanesMax: 1, leasesMax: 3 });
    expect(await queue.room()).to.equal(3);
    await queue.add([lease(1, 'a'), lease(2, 'b')]);
    expect(await queue.room()).to.equal(1);
    await end(1);
    expect(await queue.room()).to.equal(2);
    await end(2);
    expect(await queue.room()).to.equal(3);
  });

  it('reports a handler that throws, and goes on with the lane', async () => {
    const queue = create({ leasesMax: 2 });
    await queue.add([lease(1, 'a'), lease(2, 'a')]);
    const error = new Error('of the handler');
    await end(1, error);
    expect(errors).to.deep.equal([error]);
    expect(begun).to.deep.equal([1, 2]);
    await end(2);
    expect(await queue.room()).to.equal(2);
  });

  it('closes when what is in hand has ended, and begins nothing more', async () => {
    const queue = create({ lanesMax: 2 });
    await queue.add([lease(1, 'a'), lease(2, 'a'), lease(3, 'b'), lease(4, 'c')]);
    let closed = false;
    const closing = queue.close().then(() => (closed = true));
    expect(await queue.room()).to.equal(0);
    await end(1);
    expect(closed).to.be.false;
    await end(3);
    await closing;
    await queue.add([lease(5, 'd')]);
    await turn();
    expect(begun).to.deep.equal([1, 3]);
  });

  it('closes at once when there is nothing in hand', async () => {
    await create().close();
  });
});
