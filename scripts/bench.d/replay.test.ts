import { expect } from 'chai';
import { benchReplay } from './replay.ts';

describe('the benchmark of replays', () => {
  it('plays every purchase by every program that comes along', async () => {
    const results = await benchReplay(40);
    expect(results.map(({ program, members, purchases }) => [program, members, purchases])).to.deep.equal(
      ['cafe', 'clothing', 'salon', 'supermarket'].map((program) => [program, 2, 40]),
    );
  }).timeout(20_000);
});
