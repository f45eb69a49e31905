import { expect } from 'chai';
import { createBell } from './bell.ts';

describe('bell', () => {
  it('wakes each listener once for many rings, after the running code', async () => {
    const bell = createBell();
    const woken: string[] = [];
    bell.onRing('inbox', () => woken.push('first'));
    bell.onRing('inbox', () => woken.push('second'));
    bell.ring('inbox');
    bell.ring('inbox');
    expect(woken).to.deep.equal([]);
    await Promise.resolve();
    expect(woken).to.deep.equal(['first', 'second']);
  });

  it('rings again for work that came while it was ringing', async () => {
    const bell = createBell();
    let woken = 0;
    bell.onRing('outbox', () => {
      woken += 1;
      if (woken === 1) bell.ring('outbox');
    });
    bell.ring('outbox');
    await new Promise((resolve) => setImmediate(resolve));
    expect(woken).to.equal(2);
  });

  it('keeps the bells apart, and lets a listener leave', async () => {
    const bell = createBell();
    const woken: string[] = [];
    const note = () => void woken.push('inbox');
    const leave = bell.onRing('inbox', note);
    bell.onRing('inbox', note);
    bell.ring('outbox');
    await Promise.resolve();
    expect(woken).to.deep.equal([]);
    leave();
    bell.ring('inbox');
    await Promise.resolve();
    expect(woken).to.deep.equal(['inbox']);
  });

  it('tells whoever passes rings on of those for all, not of those for this process alone', async () => {
    const bell = createBell();
    const passed: string[] = [];
    let woken = 0;
    bell.onRing('inbox', () => (woken += 1));
    const leave = bell.onRingForAll((name) => passed.push(name));
    bell.ringHere('inbox');
    await Promise.resolve();
    expect([woken, passed]).to.deep.equal([1, []]);
    bell.ringHere('inbox');
    bell.ring('inbox');
    bell.ring('outbox');
    await Promise.resolve();
    expect([woken, passed]).to.deep.equal([2, ['inbox', 'outbox']]);
    leave();
    bell.ring('inbox');
    await Promise.resolve();
    expect(passed).to.have.length(2);
  });
});
