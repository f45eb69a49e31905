import { expect } from 'chai';
import { createTurns } from './send-turn.ts';
import type { Turn } from './shared.ts';

describe('turns within one process', () => {
  let now: number;
  beforeEach(() => {
    now = 1000;
  });

  const turn = (address: string, rate: Turn['rate'], channel = 'sms'): Turn => ({ channel, address, rate });

  it('come one after the other at the rate of their channel, and at once after a rest', async () => {
    const reserve = createTurns(() => now);
    const rate = { perSecond: 20 };
    const waits: number[] = [];
    for (let index = 0; index < 4; index++) waits.push((await reserve(turn('1', rate), 10_000)).waitMs);
    expect(waits).to.deep.equal([0, 50, 100, 150]);
    expect(await reserve(turn('1', rate, 'bale'), 10_000)).to.deep.equal({ granted: true, waitMs: 0 });
    now += 1000;
    expect(await reserve(turn('1', rate), 10_000)).to.deep.equal({ granted: true, waitMs: 0 });
  });

  it('are not taken when they are too far away', async () => {
    const reserve = createTurns(() => now);
    const rate = { perSecond: 1 };
    await reserve(turn('1', rate), 0);
    expect(await reserve(turn('1', rate), 999)).to.deep.equal({ granted: false, waitMs: 1000 });
    expect(await reserve(turn('1', rate), 1000)).to.deep.equal({ granted: true, waitMs: 1000 });
  });

  it('keep the pace of each address from when its last message really went', async () => {
    const reserve = createTurns(() => now);
    const rate = { perSecond: 10, perAddressEveryMs: 1000 };
    await reserve(turn('1', rate), 10_000);
    expect(await reserve(turn('2', rate), 10_000)).to.deep.equal({ granted: true, waitMs: 100 });
    expect(await reserve(turn('2', rate), 10_000)).to.deep.equal({ granted: false, waitMs: 1100 });
    now += 1100;
    expect(await reserve(turn('2', rate), 10_000)).to.deep.equal({ granted: true, waitMs: 0 });
  });
});
