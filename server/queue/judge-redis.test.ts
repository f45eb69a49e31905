import { expect } from 'chai';
import { judgeRedis, lookAtRedis } from './judge-redis.ts';
import type { RedisSetup } from './inspect-redis.ts';

const well: RedisSetup = {
  version: '7.2.4',
  appendonly: 'yes',
  appendfsync: 'everysec',
  maxmemoryPolicy: 'noeviction',
};
const untold = { appendonly: undefined, appendfsync: undefined, maxmemoryPolicy: undefined };

/** What is not well, as `mark: what`; all of it has a cure. */
function troubles(setup: Partial<RedisSetup>): string {
  const unwell = judgeRedis({ ...well, ...setup }).filter(({ mark }) => mark !== 'fine');
  for (const { cure } of unwell) expect(cure).to.match(/^[A-Z].*\.$/);
  return unwell.map(({ mark, what }) => `${mark}: ${what}`).join('\n');
}

describe('judgeRedis', () => {
  it('finds one that keeps what it holds well, and names it', () => {
    expect(judgeRedis(well)).to.deep.equal([
      { mark: 'fine', part: 'redis', what: 'Redis 7.2.4: appends to a file (everysec), evicts nothing' },
    ]);
    expect(troubles({ version: '6.2.0', appendfsync: 'always' })).to.equal('');
  });

  it('refuses what is too old', () => {
    expect(troubles({ version: '5.0.14' })).to.equal('bad: Redis 5.0.14 is too old');
  });

  it('warns where the queue can be lost, or thrown away', () => {
    expect(troubles({ appendonly: 'no' })).to.match(/^look: appendonly is off/);
    expect(troubles({ appendfsync: 'no' })).to.match(/^look: appendfsync is no/);
    expect(troubles({ maxmemoryPolicy: 'allkeys-lru' })).to.match(/^look: maxmemory-policy is allkeys-lru/);
  });

  it('does not call well what it was not told', () => {
    expect(troubles(untold)).to.equal('look: it does not tell whether it keeps what it holds');
  });
});

describe('lookAtRedis', () => {
  it('takes one that is away for worth a look, and never tells the password', async () => {
    const findings = await lookAtRedis('redis://:a-password@127.0.0.1:9');
    expect(findings.map(({ mark, what }) => `${mark}: ${what}`)).to.deep.equal([
      'look: 127.0.0.1:9 cannot be reached',
    ]);
    expect(JSON.stringify(findings)).to.not.include('a-password');
  });
});
