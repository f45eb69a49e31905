import { expect } from 'chai';
import sinon from 'sinon';
import { createBell } from './bell.ts';
import type { Runtime } from './runtime.ts';
import { createSweeper } from './sweeper.ts';
import { createDeferred } from './testing/deferred.ts';
import type { Deferred } from './testing/deferred.ts';

const turn = () => new Promise(setImmediate);

describe('a sweeper', () => {
  let clock: sinon.SinonFakeTimers;
  let rounds: Deferred<void>[];
  let logged: unknown[];
  const bell = createBell();

  beforeEach(() => {
    clock = sinon.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    rounds = [];
    logged = [];
  });

  afterEach(() => sinon.restore());

  function create() {
    const log = { error: (what: unknown) => logged.push(what) } as unknown as Runtime['log'];
    return createSweeper({ bell, log } as Runtime, {
      bell: 'inbox',
      everyMs: 1000,
      round() {
        const round = createDeferred();
        rounds.push(round);
        return round.promise;
      },
    });
  }

  const finish = async (index: number) => {
    rounds[index]?.resolve();
    await turn();
  };

  it('looks at once, then from time to time, and stops', async () => {
    const sweeper = create();
    sweeper.start();
    expect(rounds).to.have.length(1);
    await finish(0);
    clock.tick(999);
    expect(rounds).to.have.length(1);
    clock.tick(1);
    expect(rounds).to.have.length(2);
    await finish(1);
    await sweeper.stop();
    clock.tick(10_000);
    bell.ring('inbox');
    await turn();
    expect(rounds).to.have.length(2);
  });

  it('looks when it is rung for, and once more after a round it was rung in, however often', async () => {
    const sweeper = create();
    sweeper.start();
    for (let ring = 0; ring < 3; ring++) {
      bell.ring('inbox');
      await turn();
    }
    clock.tick(5000);
    expect(rounds).to.have.length(1);
    await finish(0);
    expect(rounds).to.have.length(2);
    await finish(1);
    expect(rounds).to.have.length(2);
    bell.ring('outbox');
    await turn();
    expect(rounds).to.have.length(2);
    bell.ring('inbox');
    await turn();
    expect(rounds).to.have.length(3);
    await finish(2);
    await sweeper.stop();
  });

  it('logs a round that fails and goes on', async () => {
    const sweeper = create();
    sweeper.start();
    rounds[0]?.reject(new Error('of the round'));
    await turn();
    expect(logged).to.have.length(1);
    clock.tick(1000);
    expect(rounds).to.have.length(2);
    await finish(1);
    await sweeper.stop();
  });

  it('has stopped only when the round at hand has ended, and begins no other', async () => {
    const sweeper = create();
    sweeper.start();
    bell.ring('inbox');
    await turn();
    let stopped = false;
    const stopping = sweeper.stop().then(() => (stopped = true));
    await turn();
    expect(stopped).to.be.false;
    await finish(0);
    await stopping;
    expect(rounds).to.have.length(1);
  });
});
